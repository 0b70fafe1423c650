export {
  type CellHooks,
  type CellResult,
  type ComparisonCell as Cell,
  runCell,
  TIME_WINDOWS,
} from "./comparison/cell.js";
export { readCell } from "./comparison/cell-file.js";
export { runComparison } from "./comparison/cells.js";
export { collectComparison } from "./comparison/collect.js";
export {
  type CompareConfig,
  cellsOf,
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
export { comparison } from "./comparison/experiment.js";
export { parseYaml, readConfigFile } from "./config-file.js";
export {
  type ColumnType,
  type Experiment,
  type Finished,
  identityOf,
  isFree,
  type Reporting,
  type ResultFacts,
  type TableValue,
  type WorkHooks,
} from "./experiment.js";
export { type FoundRun, findRuns } from "./find-runs.js";
export { compare, type ExperimentOptions, evaluate, reproduce, runExperiment, train } from "./library.js";
export { experiments } from "./list.js";
export { describeMachine, runVersions } from "./machine.js";
export { testNetworks } from "./paper/baselines.js";
export { collectResults } from "./paper/collect.js";
export { configSchema, type ExperimentConfig, openKeys, parseConfig } from "./paper/config.js";
export { paper } from "./paper/experiment.js";
export { type Job, type JobData, jobFolder } from "./paper/job.js";
export { jobsOf, runJobs } from "./paper/jobs.js";
export { profiles } from "./paper/profiles.js";
export { type Phases, readJobResult } from "./paper/run-job.js";
export { type Finish, performRun, type Run, resumeRun, startRun } from "./run.js";
export { looksLikeRunFile, parseRunFile, type RunFile, readRunFile, writeRunFile } from "./run-file.js";
export { complete, profileLabel, profileSettings, put, type Settings } from "./settings.js";
export { loadCheckpoint, saveCheckpoint } from "./training/checkpoint-file.js";
export { training } from "./training/experiment.js";
export { methodPresets, type PresetName, presetNames } from "./training/method-presets.js";
export { trainJob } from "./training/train.js";
