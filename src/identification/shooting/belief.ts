import { cholesky, choleskySolve, logDeterminant, nelderMead } from "../../numerics/index.js";
import type { Marginal } from "./smoother.js";

/** What is believed of some coefficients before measurements: independent, normal. */
export interface Belief {
  readonly first: number;
  readonly count: number;
  /** Mean of each; 0 where it is left out. */
  readonly mean?: number | undefined;
  /** Standard deviation; of a smooth function's coefficients, that of the first. */
  readonly deviation: number;
  /**
   * For the coefficients of a function: how rough each one's basis function is, from 1 on. The deviations are then s r^(roughness - 1), and s (about `deviation`) and the decay r
   * are found by evidence.
   */
  readonly roughness?: readonly number[] | undefined;
}

/** Means and precisions of all coefficients. */
export interface Prior {
  readonly means: Float64Array;
  readonly precisions: Float64Array;
}

/** Log of scale and decay of a smooth function, two numbers a belief that has roughness. */
export type Hyperparameters = Float64Array;

export const smoothBeliefs = (beliefs: readonly Belief[]) => beliefs.filter(({ roughness }) => roughness !== undefined);

/** Decay of a function's coefficients to begin with. */
const FIRST_DECAY = 0.5;

export function firstHyperparameters(beliefs: readonly Belief[]): Hyperparameters {
  return Float64Array.from(smoothBeliefs(beliefs).flatMap(() => [0, logit(FIRST_DECAY)]));
}

const logit = (r: number) => Math.log(r / (1 - r));

export function priorOf(beliefs: readonly Belief[], hyper: Hyperparameters, P: number): Prior {
  const means = new Float64Array(P);
  const precisions = new Float64Array(P);
  let h = 0;
  for (const { first, count, mean = 0, deviation, roughness } of beliefs) {
    let scale = deviation;
    let decay = 1;
    if (roughness !== undefined) {
      scale *= Math.exp(hyper[h] as number);
      decay = 1 / (1 + Math.exp(-(hyper[h + 1] as number)));
      h += 2;
    }
    for (let k = 0; k < count; k++) {
      means[first + k] = mean;
      const rough = (roughness?.[k] ?? 1) - 1;
      precisions[first + k] = (scale * decay ** rough) ** -2;
    }
  }
  return { means, precisions };
}

/** What measurements say of the coefficients, to second order. */
export type Information = Pick<Marginal, "information" | "right" | "constant">;

/** Coefficients given a linearised problem and a prior. */
export interface Posterior {
  /** The likeliest change of the coefficients, [P]. */
  readonly delta: Float64Array;
  /** Log marginal likelihood, without the noise's normalisation. */
  readonly evidence: number;
  /** Factor of the posterior's precision, in units of the prior's deviations: see `scales`. */
  readonly scales: Float64Array;
  /** Posterior covariance of the coefficients, [P][P]. */
  covariance(): Float64Array;
}

/**
 * Conditions coefficients, now at `theta`, on a linearised problem. `damping` is added to the precision, relative to its diagonal. Undefined where the
 * precision cannot be factorised.
 */
export function conditionOn(
  { information, right, constant }: Information,
  { means, precisions }: Prior,
  theta: Float64Array,
  damping = 0,
): Posterior | undefined {
  const P = theta.length;
  // In units of the prior's deviations, where the prior's precision is one.
  const scales = precisions.map((value) => 1 / Math.sqrt(value));
  const A = new Float64Array(P * P);
  const b = new Float64Array(P);
  let prior = 0;
  for (let k = 0; k < P; k++) {
    const s = scales[k] as number;
    const off = ((theta[k] as number) - (means[k] as number)) / s;
    prior += (off * off) / 2;
    b[k] = s * (right[k] as number) - off;
    for (let l = 0; l < P; l++) A[k * P + l] = s * (scales[l] as number) * (information[k * P + l] as number);
    A[k * P + k] = (A[k * P + k] as number) + 1;
  }
  const plain = cholesky(A, P, { smallest: 1e-15, largest: 1e-9 });
  if (plain === undefined) return undefined;
  let factor = plain;
  if (damping > 0) {
    const damped = A.slice();
    for (let k = 0; k < P; k++) damped[k * P + k] = (damped[k * P + k] as number) * (1 + damping);
    factor = cholesky(damped, P, { smallest: 1e-15, largest: 1e-9 }) ?? plain;
  }
  const solved = choleskySolve(factor, b);
  let gained = 0;
  for (let k = 0; k < P; k++) gained += ((b[k] as number) * (solved[k] as number)) / 2;
  return {
    delta: solved.map((value, k) => value * (scales[k] as number)),
    evidence: gained - constant - prior - logDeterminant(plain) / 2,
    scales,
    covariance() {
      const C = new Float64Array(P * P);
      for (let k = 0; k < P; k++) {
        const unit = new Float64Array(P);
        unit[k] = 1;
        const column = choleskySolve(plain, unit);
        for (let l = 0; l < P; l++)
          C[l * P + k] = (column[l] as number) * (scales[l] as number) * (scales[k] as number);
      }
      return C;
    },
  };
}

/** Hyperparameters of highest evidence for a linearised problem, searched for from `start`. */
export function likeliestHyperparameters(
  marginal: Information,
  beliefs: readonly Belief[],
  theta: Float64Array,
  start: Hyperparameters,
): Hyperparameters {
  if (start.length === 0) return start;
  const loss = (hyper: Float64Array) => {
    // Weakly held: scales within a factor of ten or so, decays anything between 0 and 1.
    let held = 0;
    for (let h = 0; h < hyper.length; h += 2)
      held += ((hyper[h] as number) ** 2 / 2.3 ** 2 + (hyper[h + 1] as number) ** 2 / 2 ** 2) / 2;
    const posterior = conditionOn(marginal, priorOf(beliefs, hyper, theta.length), theta);
    return posterior === undefined ? Number.POSITIVE_INFINITY : held - posterior.evidence;
  };
  return nelderMead(loss, [...start], { evaluations: 30 * start.length }).x;
}
