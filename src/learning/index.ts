export { type BaselineOptions, gradientBaselines, type Untuned } from "./baselines.js";
export {
  type Checkpoint,
  decodeCheckpoint,
  encodeCheckpoint,
  methodOf,
  type ReadCheckpoint,
  type TrainedMethod,
  type TrainingState,
} from "./checkpoint.js";
export { type FineTuningOptions, fineTunedLearner, type Optimizer } from "./fine-tuning.js";
export { knownLaw, type LawFamily } from "./known-law.js";
export { learnedProcess } from "./learned-process.js";
export {
  type AdaptOptions,
  type LearnedSystem,
  type Learner,
  type Observations,
  type PhaseCoordinate,
  type PhaseSpace,
  phaseSpaceOf,
} from "./learner.js";
export { type AdamOptions, adamDefaults } from "./meta/adam.js";
export { adaptParameters, type InnerLoop } from "./meta/inner-loop.js";
export { type LossReduction, taskLosses } from "./meta/loss.js";
export { type GroupPoints, type MetaBatch, MetaGradient, metaGradientProgram } from "./meta/meta-gradient.js";
export type { MetaLearner, OuterGradient } from "./meta/meta-learner.js";
export { MetaTraining, type MetaTrainingOptions, type OuterLoop, type TrainingReport } from "./meta/meta-train.js";
export { beginProgram, networkName, networkProgram, renamed, stepProgram } from "./meta/method-programs.js";
export { metaGradient, metaLoss } from "./meta/objective.js";
export { rowsOfTask, tasksThatFit, widthOf } from "./meta/portions.js";
export { narrowSupport, type SupportOptions } from "./meta/support.js";
export { groupInputNames, type TaskGroup } from "./meta/task-group.js";
export { cosineRate, initialTraining as initialState, MetaTrainer, type StepReport } from "./meta/trainer.js";
export { groupIntoUnits, intoUnits, type TaskUnits, taskUnits } from "./meta/units.js";
export * from "./methods/index.js";
export { networkField } from "./network-field.js";
export { checkObservations, observe } from "./observe.js";
export {
  loadPretrained,
  type Pretrained,
  type PretrainedName,
  type PretrainedOptions,
  pretrainedNames,
} from "./pretrained.js";
export * from "./process/index.js";
export * from "./regression/index.js";
export {
  decodeSafetensors,
  decodeSafetensors64,
  encodeSafetensors,
  type NamedTensor,
  type ReadSafetensors,
  type SafetensorsFile,
} from "./safetensors.js";
export { thoroughEffort } from "./structure/fit.js";
export { adaptStructure, type StructuredProcessOptions, structuredProcess } from "./structure/structured-process.js";
export { teachersFor } from "./structure/teaching/teachers.js";
export { symbolic } from "./symbolic/index.js";
export { type TrainedLearnerOptions, trainedLearner } from "./trained-learner.js";
