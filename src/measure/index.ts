export {
  GradientAdaptation,
  parameterFeeds,
  parameterInputs,
  type SupportPoints,
  stackParameters,
  type TaskParameters,
} from "./adaptation.js";
export { BANDS, coverage, normalBelow, rankBand, rankCounts } from "./calibration.js";
export { errorOfSpread, meanSquaredError } from "./error.js";
export { type FieldRollout, rollOutField } from "./field-rollout.js";
export { observeWithNoise, withNoise } from "./noise.js";
export { type ProtocolOptions, type ProtocolResult, runProtocol, type TestSet } from "./protocol.js";
export { fieldError, relativeError } from "./relative-error.js";
export { type LayerChange, type RepresentationOptions, representationChange } from "./representation.js";
export type * from "./results/comparison.js";
export type * from "./results/paper.js";
export { type Rollout, RolloutMachine, type RolloutOptions } from "./rollout.js";
export { linearCka } from "./similarity.js";
export { bootstrapInterval, mean, median } from "./statistics.js";
