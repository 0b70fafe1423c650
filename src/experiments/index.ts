export { type Cell, type CellHooks, type CellResult, runCell, TIME_WINDOWS } from "./comparison/cell.js";
export { readCell } from "./comparison/cell-file.js";
export { runComparison } from "./comparison/cells.js";
export { type CompareFacts, collectComparison } from "./comparison/collect.js";
export {
  type CompareConfig,
  type CompareProfileName,
  cellsOf,
  compareProfileNames,
  compareProfiles,
  parseCompareConfig,
} from "./comparison/config.js";
export type { Contestant, ContestantContext } from "./comparison/contestant.js";
export {
  type ContestantName,
  contestantLearner,
  contestantNames,
  contestants,
  quickContestants,
} from "./comparison/contestants.js";
export { describeMachine } from "./machine.js";
export { compareMethods } from "./paper/baselines.js";
export { collectResults, type RunFacts } from "./paper/collect.js";
export { configSchema, type ExperimentConfig, openKeys, parseConfig, parseConfigKeys } from "./paper/config.js";
export { type Job, type JobData, type JobHooks, jobFolder, type Progress } from "./paper/job.js";
export { jobsOf, runJobs } from "./paper/jobs.js";
export { type ProfileName, profileNames, profiles } from "./paper/profiles.js";
export { type Phases, readJobResult } from "./paper/run-job.js";
export { loadCheckpoint, saveCheckpoint } from "./training/checkpoint-file.js";
export { methodPresets, type PresetName, presetNames } from "./training/method-presets.js";
export { trainJob } from "./training/train.js";
