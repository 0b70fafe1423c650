export { loadCheckpoint, saveCheckpoint } from "./checkpoint.js";
export { adapt } from "./inner-loop.js";
export { taskLosses } from "./loss.js";
export { metaGradient, metaLoss } from "./maml.js";
export { adamDefaults, outerStepProgram } from "./outer-loop.js";
export { decodeSafetensors, encodeSafetensors } from "./safetensors.js";
export { cosineRate, initialState, MetaTrainer } from "./trainer.js";
