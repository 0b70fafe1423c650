import {
  type Cholesky,
  cholesky,
  choleskySolve,
  logDeterminant,
  realPower,
  solveLowerTransposed,
} from "../../numerics/index.js";
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
      precisions[first + k] = 1 / (scale * realPower(decay, rough)) ** 2;
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
  /** Half the log determinant of the posterior's precision over the prior's. */
  readonly logarithm: number;
  /** Posterior covariance of the coefficients, [P][P]; found once. */
  covariance(): Float64Array;
  /** Deviations of the coefficients [P] that have this covariance, of standard normal numbers [P]. */
  deviate(normals: Float64Array): Float64Array;
}

/**
 * Conditions coefficients, now at `theta`, on a linearised problem. `damping` is added to the precision, relative to its diagonal. Undefined where the
 * precision cannot be factorised.
 */
export function conditionCoefficients(
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
  let known: Float64Array | undefined;
  let gained = 0;
  for (let k = 0; k < P; k++) gained += ((b[k] as number) * (solved[k] as number)) / 2;
  return {
    delta: solved.map((value, k) => value * (scales[k] as number)),
    evidence: gained - constant - prior - logDeterminant(plain) / 2,
    logarithm: logDeterminant(plain) / 2,
    covariance() {
      known ??= covarianceOf(plain, scales);
      return known;
    },
    deviate(normals) {
      const own = normals.slice();
      solveLowerTransposed(plain, own);
      return own.map((value, k) => value * (scales[k] as number));
    },
  };
}

/** Inverse of a matrix in units of `scales`, from its factor. */
function covarianceOf(factor: Cholesky, scales: Float64Array): Float64Array {
  const P = scales.length;
  const C = new Float64Array(P * P);
  const unit = new Float64Array(P);
  for (let k = 0; k < P; k++) {
    unit.fill(0);
    unit[k] = 1;
    const column = choleskySolve(factor, unit);
    for (let l = 0; l < P; l++) C[l * P + k] = (column[l] as number) * (scales[l] as number) * (scales[k] as number);
  }
  return C;
}

/** Scales are believed to be right within a factor of ten, decays to be anything between 0 and 1: standard deviations of their logarithm and logit. */
const [SCALE_HELD, DECAY_HELD] = [2.3, 2];

/**
 * Hyperparameters that raise the evidence of a linearised problem, by `steps` of expectation and maximisation from `start`: each function's scale and decay are fitted to the second moments
 * that its coefficients have under the posterior (MacKay 1992; Tipping 2001).
 */
export function likeliestHyperparameters(
  marginal: Information,
  beliefs: readonly Belief[],
  theta: Float64Array,
  start: Hyperparameters,
  steps = 3,
): Hyperparameters {
  const smooth = smoothBeliefs(beliefs);
  if (smooth.length === 0) return start;
  const P = theta.length;
  let hyper = start;
  for (let step = 0; step < steps; step++) {
    const prior = priorOf(beliefs, hyper, P);
    const posterior = conditionCoefficients(marginal, prior, theta);
    if (posterior === undefined) return hyper;
    const C = posterior.covariance();
    const next = hyper.slice();
    smooth.forEach(({ first, count, deviation, roughness = [] }, b) => {
      const moments = Float64Array.from({ length: count }, (_, k) => {
        const value = (theta[first + k] as number) + (posterior.delta[first + k] as number);
        return (value ** 2 + (C[(first + k) * P + first + k] as number)) / deviation ** 2;
      });
      next.set(fitted(moments, roughness), 2 * b);
    });
    hyper = next;
  }
  return hyper;
}

/** Log scale and logit of the decay of coefficients with given second moments. */
function fitted(moments: Float64Array, roughness: readonly number[]): [number, number] {
  const n = moments.length;
  const best = (logitDecay: number): { scale: number; loss: number } => {
    const logDecay = -Math.log1p(Math.exp(-logitDecay));
    let mean = 0;
    let rough = 0;
    for (let k = 0; k < n; k++) {
      const power = (roughness[k] as number) - 1;
      mean += (moments[k] as number) * Math.exp(-2 * power * logDecay);
      rough += power * logDecay;
    }
    // Minimum of n log s + mean / 2 s^2 + (log s)^2 / 2 h^2 over log s, by Newton's method.
    let scale = Math.log(Math.max(mean / n, 1e-300)) / 2;
    for (let step = 0; step < 20; step++) {
      const e = mean * Math.exp(-2 * scale);
      const change = (n - e + scale / SCALE_HELD ** 2) / (2 * e + 1 / SCALE_HELD ** 2);
      scale -= Math.max(-2, Math.min(2, change));
      if (Math.abs(change) < 1e-6) break;
    }
    const loss =
      n * scale +
      rough +
      (mean * Math.exp(-2 * scale)) / 2 +
      (scale / SCALE_HELD) ** 2 / 2 +
      (logitDecay / DECAY_HELD) ** 2 / 2;
    return { scale, loss };
  };
  // A coarse search, then a finer one about the best.
  let [at, width] = [0, 6];
  for (let round = 0; round < 4; round++) {
    let found = { logit: at, loss: Number.POSITIVE_INFINITY };
    for (let k = -6; k <= 6; k++) {
      const logit = at + (k * width) / 6;
      const { loss } = best(logit);
      if (loss < found.loss) found = { logit, loss };
    }
    at = found.logit;
    width /= 5;
  }
  return [best(at).scale, at];
}
