import { mish, silu, softplus, tanh } from "../graph/index.js";
/** Smooth nonlinearities: adapting a model of H differentiates them three times. */
export const activations = { tanh, softplus, mish, silu };
export const activationNames = Object.keys(activations);
