export { type Cell, type CellHooks, type CellResult, runCell, TIME_WINDOWS } from "./cell.js";
export { readCell } from "./cell-file.js";
export { type CompareFacts, collectComparison } from "./collect.js";
export {
  type CompareConfig,
  type CompareProfileName,
  cellsOf,
  compareProfileNames,
  compareProfiles,
  parseCompareConfig,
} from "./config.js";
export type { Contestant, ContestantContext } from "./contestant.js";
export {
  type ContestantName,
  contestantLearner,
  contestantNames,
  contestants,
  quickContestants,
} from "./contestants.js";
export { runComparison } from "./run.js";
