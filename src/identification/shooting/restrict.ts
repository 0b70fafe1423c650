import type { Fit } from "./assess.js";
import { conditionCoefficients, type Information, priorOf } from "./belief.js";

/**
 * Log marginal likelihood of a fit if some coefficients were known to have given values, by the fit's own linearisation: exact for a linear law, and elsewhere right
 * where the values are within what the measurements leave open.
 */
export function evidenceWithout(fit: Fit, fixed: ReadonlyMap<number, number>): number {
  const { theta, beliefs, hyper, marginal } = fit;
  const P = theta.length;
  const kept = Array.from({ length: P }, (_, k) => k).filter((k) => !fixed.has(k));
  const prior = priorOf(beliefs, hyper, P);
  const { information: Lambda, right: eta } = marginal;
  let constant = marginal.constant;
  const right = eta.slice();
  for (const [k, value] of fixed) {
    const delta = value - (theta[k] as number);
    constant -= delta * (eta[k] as number);
    for (const [l, other] of fixed)
      constant += (delta * (other - (theta[l] as number)) * (Lambda[k * P + l] as number)) / 2;
    for (let l = 0; l < P; l++) right[l] = (right[l] as number) - (Lambda[l * P + k] as number) * delta;
  }
  const pick = (values: Float64Array) => Float64Array.from(kept, (k) => values[k] as number);
  const reduced: Information = {
    information: Float64Array.from(kept.flatMap((k) => kept.map((l) => Lambda[k * P + l] as number))),
    right: pick(right),
    constant,
  };
  const posterior = conditionCoefficients(
    reduced,
    { means: pick(prior.means), precisions: pick(prior.precisions) },
    pick(theta),
  );
  // What `evidence` has besides: the noise's normalisation, the same with and without.
  return posterior === undefined
    ? Number.NEGATIVE_INFINITY
    : fit.evidence - fit.posterior.evidence + posterior.evidence;
}

/** Standard deviation of a coefficient. */
export function deviationOf(fit: Fit, k: number): number {
  const P = fit.theta.length;
  return Math.sqrt(Math.max(0, fit.posterior.covariance()[k * P + k] as number));
}
