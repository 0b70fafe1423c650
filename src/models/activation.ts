import { type SmoothName, smooth, type Tensor } from "../graph/index.js";

export type ActivationName = SmoothName;

export const activationNames: readonly ActivationName[] = ["tanh", "softplus", "mish", "silu"];

/** Smooth nonlinearities: adapting a model of H differentiates them three times. */
export const activate = (name: ActivationName, x: Tensor): Tensor => smooth(name, x);
