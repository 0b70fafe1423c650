export type { LogNormal } from "../gaussian/log-normal.js";
export { type FeatureMap, selectedComponents } from "./features.js";
export { fitProcess, type ProcessFitOptions, type ProcessHyperprior, wideProcessHyperprior } from "./fit.js";
export { type HamiltonianProcessOptions, hamiltonianProcess } from "./hamiltonian-process.js";
export { type ProcessData, ProcessLikelihood, type ProcessScales } from "./likelihood.js";
export { type RadialKernel, type RadialName, radialKernels, radialNames } from "./radial.js";
export type { StationaryScales, StationaryTerm } from "./term.js";
