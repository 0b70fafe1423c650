export {
  type ConstantSetting,
  type ConstantSettings,
  checkConstants,
  isSetting,
  settingsOf,
  withRoom,
  withSettings,
} from "./constants.js";
export { checkLaws, type LawOptions, LawTasks } from "./law-tasks.js";
export {
  type GenerationRequest,
  generateInParallel,
  generateStores,
  type ParallelOptions,
  type StoreRequest,
} from "./parallel.js";
export { type MetaBatchOptions, type SampledGroup, TaskSampler } from "./sampler.js";
export type { TaskSource } from "./samples.js";
export type { Sampling } from "./sampling.js";
export { CROISSANT_GAPS, croissantOf } from "./store/croissant.js";
export { type Inspection, type InspectOptions, inspectStore } from "./store/inspect.js";
export { listStores } from "./store/list.js";
export { type LoadOptions, loadTrajectories } from "./store/load.js";
export { saveTrajectories } from "./store/save.js";
export { StoredTrajectories } from "./store/stored.js";
export { StoredData } from "./store/stored-data.js";
export {
  isSystemFile,
  knownSystem,
  loadListedSystems,
  loadSystemFile,
  systemFilesOf,
  systemFrom,
  systemNamedByUser,
  trustListedSystems,
} from "./system-file.js";
export {
  choosePoints,
  leaveOneOut,
  pointsOf,
  sampleTask,
  type Task,
  type TaskBatch,
} from "./tasks.js";
export {
  type GenerationOptions,
  generateTrajectories,
  SPLITS,
  type Split,
  systemOf,
  type TrajectorySet,
  type VariedConstants,
} from "./trajectories.js";
export { exactMotions } from "./truth.js";
