import { type BasisSpec, basisOf } from "../../identification/index.js";
import type { LawModel } from "./model.js";

/** A function of one variable that is linear in a law's coefficients: adds to the weight of each, [P]. */
export type Weights = (x: number, into: Float64Array) => void;

/** A function with its standard deviation, at some values of its variable. */
export interface FunctionValues {
  readonly y: number[];
  readonly deviation: number[];
}

/** The sum of terms' functions, or of their slopes, times `factor`. */
export function weightsOf(
  terms: readonly { readonly first: number; readonly basis: BasisSpec }[],
  part: "value" | "slope" | "curvature",
  factor = 1,
): Weights {
  const own = terms.map(({ first, basis: spec }) => {
    const basis = basisOf(spec);
    const arrays = [0, 1, 2].map(() => new Float64Array(basis.count)) as [Float64Array, Float64Array, Float64Array];
    return { first, basis, arrays };
  });
  const index = { value: 0, slope: 1, curvature: 2 }[part];
  return (x, into) => {
    for (const { first, basis, arrays } of own) {
      basis.evaluate(x, ...arrays);
      const chosen = arrays[index] as Float64Array;
      for (let k = 0; k < basis.count; k++)
        into[first + k] = (into[first + k] as number) + factor * (chosen[k] as number);
    }
  };
}

/** A function less its value at one place: the deviation is that of the difference. */
export function lessAt(place: number, weights: Weights): Weights {
  return (x, into) => {
    const there = new Float64Array(into.length);
    weights(place, there);
    weights(x, into);
    for (let k = 0; k < into.length; k++) into[k] = (into[k] as number) - (there[k] as number);
  };
}

/** A function less its tangent at one place, given the weights of its slopes. */
export function lessTangent(place: number, weights: Weights, slopes: Weights): Weights {
  return (x, into) => {
    const slope = new Float64Array(into.length);
    slopes(place, slope);
    lessAt(place, weights)(x, into);
    for (let k = 0; k < into.length; k++) into[k] = (into[k] as number) - (slope[k] as number) * (x - place);
  };
}

/** Values and deviations along `x`, of `constant` and the function together, in the record's scale of energies, which momenta tell with an uncertainty of its own. */
export function valuesAlong(
  {
    law: { coefficients, covariance },
    energyScale,
    momentumScale,
  }: Pick<LawModel, "law" | "energyScale" | "momentumScale">,
  x: readonly number[],
  weights: Weights,
  constant = 0,
): FunctionValues {
  const P = coefficients.length;
  const [y, deviation]: [number[], number[]] = [[], []];
  for (const z of x) {
    const w = new Float64Array(P);
    weights(z, w);
    let [value, variance] = [constant, 0];
    for (let k = 0; k < P; k++) {
      if (w[k] === 0) continue;
      value += (w[k] as number) * (coefficients[k] as number);
      for (let l = 0; l < P; l++) variance += (w[k] as number) * (w[l] as number) * (covariance[k * P + l] as number);
    }
    variance *= energyScale ** 2;
    if (momentumScale !== undefined) {
      variance += value ** 2 * momentumScale.variance;
      for (let k = 0; k < P; k++)
        variance += 2 * energyScale * value * (w[k] as number) * (momentumScale.covariances[k] as number);
    }
    y.push(energyScale * value);
    deviation.push(Math.sqrt(Math.max(0, variance)));
  }
  return { y, deviation };
}
