export { type GenerationRequest, generateInParallel, type ParallelOptions } from "./parallel.js";
export { type MetaBatchOptions, type TaskGroup, TaskSampler } from "./sampler.js";
export { loadTrajectories, saveTrajectories } from "./store.js";
export { isSystemFile, knownSystem, loadedSystemFiles, loadSystemFile, systemFrom } from "./system-file.js";
export { choosePoints, leaveOneOut, pointsOf, sampleTask, type Task, type TaskBatch } from "./tasks.js";
export {
  type GenerationOptions,
  generateTrajectories,
  SPLITS,
  type Split,
  type TrajectorySet,
} from "./trajectories.js";
