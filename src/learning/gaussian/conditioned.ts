import { type Cholesky, cholesky, choleskyInverse, choleskySolve, logDeterminant } from "../../numerics/index.js";

/** A Gaussian process conditioned on observations y with the covariance K. */
export interface Conditioned {
  readonly factor: Cholesky;
  /** K^-1 y */
  readonly weights: Float64Array;
  readonly logLikelihood: number;
}

/**
 * Conditions on observations, whose covariance is given by its lower triangle; undefined where it cannot be factorised. `lower`: room for
 * the factor [observations][observations].
 */
export function conditionOn(
  covariance: Float64Array,
  observed: Float64Array,
  lower?: Float64Array,
): Conditioned | undefined {
  const size = observed.length;
  const factor = cholesky(covariance, size, undefined, lower);
  if (factor === undefined) return undefined;
  const weights = choleskySolve(factor, observed);
  const fit = weights.reduce((sum, weight, i) => sum + weight * (observed[i] as number), 0);
  const logLikelihood = -(fit + logDeterminant(factor) + size * Math.log(2 * Math.PI)) / 2;
  return { factor, weights, logLikelihood };
}

/**
 * The derivative of minus the log likelihood in every entry of the covariance, both triangles: (K^-1 - a a^T) / 2 with a = K^-1 y
 * (Rasmussen and Williams 2006, equation 5.9). Into `room`, if it is given.
 */
export function likelihoodSlopes({ factor, weights }: Conditioned, room?: Float64Array): Float64Array {
  const slopes = choleskyInverse(factor, room);
  const size = weights.length;
  for (let row = 0; row < size; row++)
    for (let column = 0; column < size; column++) {
      const at = row * size + column;
      slopes[at] = ((slopes[at] as number) - (weights[row] as number) * (weights[column] as number)) / 2;
    }
  return slopes;
}
