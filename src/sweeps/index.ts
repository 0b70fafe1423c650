export { type CollectedSweep, collectSweep } from "./collect.js";
export { type LauncherName, launcherNames, parseSweepFile, type SweepFile } from "./config.js";
export { readSweep, type Sweep } from "./folder.js";
export { queuedTasks } from "./launchers/slurm.js";
export { performTask, type TaskEnd } from "./launchers/slurm-task.js";
export { withOwnSystems } from "./own-systems.js";
export { describeValues, type PlannedRun, planSweep, type SweepPlan } from "./plan.js";
export { describeSweep, runSweep, type SweepEnd, unfinished } from "./run-sweep.js";
export { type RunState, readStatus, type SweepStatus } from "./status.js";
