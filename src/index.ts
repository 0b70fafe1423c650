/** Few-shot learning of Hamiltonian dynamics across physical laws. Each export's own comment says what it takes and gives. */
export { UserError } from "./base/errors.js";
export { type Random, randomStream } from "./base/random.js";
export * from "./dataset/index.js";
export * from "./experiments/index.js";
export * as graph from "./graph/index.js";
export * as learning from "./learning/index.js";
export {
  loadPretrained,
  type Pretrained,
  type PretrainedName,
  type PretrainedOptions,
  pretrainedNames,
} from "./learning/index.js";
export * from "./measure/index.js";
export * from "./mechanics/index.js";
export * from "./models/index.js";
export * from "./records/index.js";
export * from "./report/index.js";
export * from "./runtime/index.js";
export * as sweeps from "./sweeps/index.js";
