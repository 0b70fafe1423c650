/** The front door for browsers: what of the library needs no files and no threads. */
export { UserError } from "./base/errors.js";
export { type Random, randomStream } from "./base/random.js";
export * as graph from "./graph/index.js";
export * as learning from "./learning/index.js";
export {
  loadPretrained,
  type Pretrained,
  type PretrainedName,
  type PretrainedOptions,
  pretrainedNames,
} from "./learning/pretrained.js";
export * from "./mechanics/index.js";
export * from "./models/index.js";
export * from "./records/index.js";
export * from "./runtime/index.js";
