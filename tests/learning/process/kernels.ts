import { randomStream } from "../../../src/base/random.js";
import type { FeatureMap } from "../../../src/learning/process/features.js";
import { type RadialName, radialKernels } from "../../../src/learning/process/radial.js";
import type { StationaryScales, StationaryTerm } from "../../../src/learning/process/term.js";

/** Features that are neither linear nor as many as the components: for states of 2 numbers, 3 features. */
export const curved: FeatureMap = {
  size: 3,
  evaluate(state, z, jacobian) {
    const [q, p] = state as unknown as [number, number];
    z.set([Math.cos(q), q * p, p]);
    jacobian.set([-Math.sin(q), 0, p, q, 0, 1]);
  },
};

/** `count` states of `size` normal numbers. */
export function randomStates(count: number, size: number, seed = 1): Float64Array {
  const random = randomStream(seed, "states");
  return Float64Array.from({ length: count * size }, () => random.normal());
}

/** The covariance of H between two states, from the radial kernel alone. */
export function covarianceOfH({ radial, features }: StationaryTerm, { variance, lengths }: StationaryScales) {
  const locate = (state: Float64Array) => {
    if (features === undefined) return state;
    const z = new Float64Array(features.size);
    features.evaluate(state, z, new Float64Array(features.size * state.length));
    return z;
  };
  const out = new Float64Array(4);
  return (x: Float64Array, y: Float64Array) => {
    const [a, b] = [locate(x), locate(y)];
    radial.evaluate(
      a.reduce((sum, value, m) => sum + ((value - (b[m] as number)) / (lengths[m] as number)) ** 2, 0),
      out,
    );
    return variance * (out[0] as number);
  };
}

export const termOf = (name: RadialName, features?: FeatureMap): StationaryTerm => ({
  radial: radialKernels[name],
  features,
});

/** Derivative of f in component k of x by central differences. */
export function difference(f: (x: Float64Array) => number, x: Float64Array, k: number, h = 1e-4): number {
  const at = (step: number) => f(x.map((value, i) => (i === k ? value + step : value)));
  return (8 * (at(h) - at(-h)) - (at(2 * h) - at(-2 * h))) / (12 * h);
}
