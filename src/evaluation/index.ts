export { loadCheckpoint, saveCheckpoint } from "./checkpoint-file.js";
export { collectResults, describeMachine, type RunFacts } from "./collect.js";
export * from "./compare/index.js";
export { compareMethods } from "./comparison.js";
export { configSchema, type ExperimentConfig, openKeys, parseConfig } from "./config.js";
export { type Job, type JobData, type JobHooks, jobFolder, type Progress } from "./job.js";
export {
  loadPretrained,
  type Pretrained,
  type PretrainedName,
  type PretrainedOptions,
  pretrainedNames,
} from "./pretrained.js";
export { type ProfileName, profileNames, profiles } from "./profiles.js";
export { jobsOf, runJobs } from "./run.js";
export { type Phases, readJobResult } from "./run-job.js";
export { loadListedSystems } from "./systems.js";
export { trainJob } from "./training.js";
