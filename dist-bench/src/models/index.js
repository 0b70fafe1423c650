export { activationNames, activations } from "./activation.js";
export { graphNetwork } from "./graph-network.js";
export { hamiltonianNeuralNetwork } from "./hnn.js";
export { initialParameters, parameterCount, parameterRanges, repeatForTasks, unflatten } from "./parameters.js";
export { symplecticGradient } from "./symplectic.js";
