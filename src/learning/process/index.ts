export { type FeatureMap, selectedComponents } from "./features.js";
export { type FitOptions, fitProcess, type Hyperprior, wideHyperprior } from "./fit.js";
export { type HamiltonianProcessOptions, hamiltonianProcess } from "./hamiltonian-process.js";
export { type ProcessData, ProcessLikelihood, type ProcessScales } from "./likelihood.js";
export type { LogNormal } from "./log-normal.js";
export { type RadialKernel, type RadialName, radialKernels, radialNames } from "./radial.js";
export type { Term, TermScales } from "./term.js";
