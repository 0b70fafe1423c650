import { evaluationOf, type Law } from "../law/law.js";
import type { Belief, Hyperparameters } from "./belief.js";
import { conditionCoefficients, likeliestHyperparameters, priorOf } from "./belief.js";

/** Smoothed states and accelerations at some times: what coefficients are first estimated from. */
export interface SmoothedPoints {
  readonly times: Float64Array;
  /** (q, v), [n][2d]. */
  readonly states: Float64Array;
  /** [n][d]. */
  readonly accelerations: Float64Array;
}

/**
 * First coefficients of a law, by regression on smoothed accelerations: Gauss-Newton steps on accelerations as the law solves for them, so that mass
 * matrices cannot shrink to explain everything. Undefined where the law cannot be evaluated at `theta`.
 */
export function regressAccelerations(
  law: Law,
  beliefs: readonly Belief[],
  theta: Float64Array,
  hyper: Hyperparameters,
  { times, states, accelerations }: SmoothedPoints,
): { theta: Float64Array; hyper: Hyperparameters; deviation: Float64Array } | undefined {
  const { dimension: d, count: P } = law;
  const own = beliefs.filter(({ first }) => first < P);
  const evaluation = evaluationOf(law);
  const n = times.length;
  let at = theta.slice(0, P);
  let found = hyper;
  let deviation = scatter();
  if (deviation === undefined) return undefined;
  for (let step = 0; step < 8; step++) {
    const information = new Float64Array(P * P);
    const right = new Float64Array(P);
    let squares = 0;
    for (let i = 0; i < n; i++) {
      if (!evaluation.differentiate(states.subarray(i * 2 * d, (i + 1) * 2 * d), times[i] as number, at))
        return undefined;
      const { accelerations: a, byCoefficient: J } = evaluation;
      for (let c = 0; c < d; c++) {
        const w = 1 / (deviation[c] as number) ** 2;
        const r = (accelerations[i * d + c] as number) - (a[c] as number);
        squares += w * r * r;
        for (let k = 0; k < P; k++) {
          const jk = w * (J[c * P + k] as number);
          if (jk === 0) continue;
          right[k] = (right[k] as number) + jk * r;
          for (let l = 0; l < P; l++)
            information[k * P + l] = (information[k * P + l] as number) + jk * (J[c * P + l] as number);
        }
      }
    }
    const marginal = { information, right, constant: squares / 2 };
    found = likeliestHyperparameters(marginal, own, at, found, 5);
    const posterior = conditionCoefficients(marginal, priorOf(own, found, P), at);
    if (posterior === undefined) return undefined;
    const before = at;
    const beforeDeviation: Float64Array = deviation;
    let share = 1;
    for (; share > 0.01; share /= 3) {
      at = before.map((value, k) => value + share * (posterior.delta[k] as number));
      const next = scatter();
      if (next?.every((value, c) => value <= 1.2 * (beforeDeviation[c] as number))) {
        deviation = next;
        break;
      }
    }
    if (share <= 0.01) {
      at = before;
      break;
    }
    if (deviation.every((value, c) => Math.abs(value / (beforeDeviation[c] as number) - 1) < 1e-3)) break;
  }
  return { theta: at, hyper: found, deviation };

  /** Root mean square of what is left of every component. */
  function scatter(): Float64Array | undefined {
    const sums = new Float64Array(d);
    for (let i = 0; i < n; i++) {
      if (!evaluation.accelerate(states.subarray(i * 2 * d, (i + 1) * 2 * d), times[i] as number, at)) return undefined;
      for (let c = 0; c < d; c++)
        sums[c] =
          (sums[c] as number) +
          ((accelerations[i * d + c] as number) - (evaluation.accelerations[c] as number)) ** 2 / n;
    }
    return sums.map((value) => Math.max(1e-12, Math.sqrt(value)));
  }
}
