import { mish, silu, softplus, type Tensor, tanh } from "../graph/index.js";

/** Smooth nonlinearities: adapting a model of H differentiates them three times. */
export const activations = { tanh, softplus, mish, silu } as const satisfies Record<string, (x: Tensor) => Tensor>;

export type ActivationName = keyof typeof activations;

export const activationNames = Object.keys(activations) as ActivationName[];
