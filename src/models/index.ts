export { type ActivationName, activate, activationNames } from "./activation.js";
export { type GraphNetworkOptions, graphNetwork } from "./graph-network.js";
export { hamiltonianNeuralNetwork } from "./hnn.js";
export { INVARIANTS, invariantsOf } from "./invariants.js";
export { bias, weight } from "./mlp.js";
export type { Model, ParameterSpec } from "./model.js";
export { architectureNames, type NetworkOptions, network } from "./network.js";
export { PADDED_BODIES, paddedNetwork } from "./padded-network.js";
export {
  initialParameters,
  type Parametrised,
  parameterCount,
  parameterRanges,
  repeatForTasks,
  unflatten,
} from "./parameters.js";
export { symplecticGradient } from "./symplectic.js";
