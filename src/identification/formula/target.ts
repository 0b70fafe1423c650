import { type Cholesky, cholesky, solveLower } from "../../numerics/index.js";
import type { FittedCandidate } from "../choice/fitting/fitted-candidate.js";
import { evaluationOf, type Law } from "../law/law.js";
import type { SmoothedRecord } from "../prepare/smoothed.js";
import { type Belief, conditionCoefficients, priorOf } from "../shooting/belief.js";
import { propagatorOf } from "../shooting/propagate.js";

/** What a fitted law says along its record: accelerations with their covariance, which formulas are held against before they are fitted to the record itself. */
export interface Target {
  readonly times: Float64Array;
  /** States (q, v), [n][2d]. */
  readonly states: Float64Array;
  /** [n][d]. */
  readonly accelerations: Float64Array;
  /** Factors of the covariance of all accelerations together, and of a much wider one, under which far starts find their way. */
  readonly factor: Cholesky;
  readonly wide: Cholesky;
}

/** Accelerations that are compared, all coordinates together: so many for each coefficient of the law, within these bounds. */
const [VALUES_EACH, FEWEST_VALUES, MOST_VALUES] = [6, 80, 160];
/** The fitted law's own form is taken to be exact to this share of its uncertainty, and of the accelerations' size; in the wide covariance to the second shares. */
const [OWN, TOLERANCE] = [
  [0.3, 1],
  [1e-6, 1e-2],
] as const;
/** Points between the states of two segments. */
const POINTS_A_SEGMENT = 4;

/** The accelerations of a fitted law along the motions that it was fitted to. */
export function targetOf({ fit, law }: FittedCandidate, record: SmoothedRecord): Target | undefined {
  const d = law.dimension;
  const size = 2 * d;
  const { segments, motions } = fit.problem;
  const evaluation = evaluationOf(law);
  const propagator = propagatorOf(law, evaluation);
  const theta = fit.theta;
  const times: number[] = [];
  const states: number[] = [];
  const values = Math.min(MOST_VALUES, Math.max(FEWEST_VALUES, VALUES_EACH * law.count));
  const most = Math.floor(values / d);
  const each = Math.max(1, Math.min(POINTS_A_SEGMENT, Math.floor(most / segments.length)));
  const every = Math.max(1, (segments.length * each) / most);
  for (let s = 0; s < segments.length; s = Math.ceil(s + every)) {
    const { motion, first, end } = segments[s] as (typeof segments)[number];
    const own = motions[motion]?.times as Float64Array;
    const [from, to] = [own[first] as number, own[end] as number];
    propagator.begin(fit.states.subarray(s * size, (s + 1) * size));
    for (let k = 0; k < each; k++) {
      times.push(from + (k * (to - from)) / each);
      states.push(...propagator.state);
      if (!propagator.advance(times.at(-1) as number, (to - from) / each, 4, theta, false)) break;
    }
  }
  const n = times.length;
  const P = law.count;
  const all = fit.theta.length;
  const accelerations = new Float64Array(n * d);
  const J = new Float64Array(n * d * P);
  for (let i = 0; i < n; i++) {
    if (!evaluation.differentiate(Float64Array.from(states.slice(i * size, (i + 1) * size)), times[i] as number, theta))
      return undefined;
    accelerations.set(evaluation.accelerations, i * d);
    J.set(evaluation.byCoefficient, i * d * P);
  }
  const covariance = fit.posterior.covariance();
  const rows = n * d;
  const JC = new Float64Array(rows * P);
  for (let r = 0; r < rows; r++)
    for (let k = 0; k < P; k++) {
      let sum = 0;
      for (let l = 0; l < P; l++) sum += (J[r * P + l] as number) * (covariance[l * all + k] as number);
      JC[r * P + k] = sum;
    }
  const S = new Float64Array(rows * rows);
  for (let r = 0; r < rows; r++)
    for (let s = 0; s <= r; s++) {
      let sum = 0;
      for (let k = 0; k < P; k++) sum += (JC[r * P + k] as number) * (J[s * P + k] as number);
      S[r * rows + s] = sum;
      S[s * rows + r] = sum;
    }
  const means = Array.from({ length: d }, (_, c) => {
    let sum = 0;
    for (let i = 0; i < n; i++) sum += S[(i * d + c) * (rows + 1)] as number;
    return sum / n;
  });
  const factors = ([0, 1] as const).map((which) => {
    const widened = S.slice();
    for (let r = 0; r < rows; r++) {
      const at = r * (rows + 1);
      widened[at] =
        (widened[at] as number) +
        OWN[which] ** 2 * (means[r % d] as number) +
        (TOLERANCE[which] * (record.accelerationSpreads[r % d] as number)) ** 2;
    }
    return cholesky(widened, rows, { smallest: 1e-15, largest: 1e-9 });
  });
  const [factor, wide] = factors;
  if (factor === undefined || wide === undefined) return undefined;
  return { times: Float64Array.from(times), states: Float64Array.from(states), accelerations, factor, wide };
}

/** A law held against a target. */
export interface Projection {
  readonly theta: Float64Array;
  /** Log marginal likelihood of the target, up to a number that all laws share. */
  readonly evidence: number;
}

const STEPS = 25;
/** Steps that gain less than this, or than this share of what is left unexplained, are the last: laws that crawl from far away are not those looked for. */
const [DONE, CRAWLS] = [1e-3, 0.02];

/**
 * The coefficients of a law that explain a target best, by weighted least squares: damped steps of Gauss and Newton from `start`. Where the law is not linear in new coefficients,
 * `nonlinear`, under the wide covariance first; these stay where they are in the very first step. Undefined where the law cannot be evaluated at the start.
 */
export function project(
  law: Law,
  beliefs: readonly Belief[],
  start: Float64Array,
  nonlinear: readonly number[],
  target: Target,
): Projection | undefined {
  if (nonlinear.length === 0) return descend(law, beliefs, start, [], target, target.factor);
  const roughly = descend(law, beliefs, start, nonlinear, target, target.wide);
  return roughly === undefined ? undefined : descend(law, beliefs, roughly.theta, [], target, target.factor);
}

function descend(
  law: Law,
  beliefs: readonly Belief[],
  start: Float64Array,
  nonlinear: readonly number[],
  target: Target,
  factor: Cholesky,
): Projection | undefined {
  const P = law.count;
  const prior = priorOf(beliefs, new Float64Array(), P);
  const evaluation = evaluationOf(law);
  const d = law.dimension;
  const n = target.times.length;
  const columns = Array.from({ length: P }, () => new Float64Array(n * d));
  const r = new Float64Array(n * d);
  let theta = start.slice(0, P);
  let at = assess(theta);
  if (at === undefined) return undefined;
  let [damping, failed] = [0, false];
  for (let step = 0; step < STEPS; step++) {
    const held = step === 0 && nonlinear.length > 0;
    const information = held ? without(at.information, nonlinear) : at.information;
    const posterior = conditionCoefficients({ ...at, information }, prior, theta, damping);
    if (posterior === undefined) return undefined;
    const { delta } = posterior;
    if (held) for (const k of nonlinear) delta[k] = 0;
    const moved = theta.map((value, k) => value + (delta[k] as number));
    const next = assess(moved);
    if (next === undefined || !(next.merit <= at.merit + 1e-9)) {
      const promised = posterior.evidence + posterior.logarithm + at.merit;
      if (damping > 1e6 || promised < DONE) break;
      damping = Math.max(1e-3, damping * 10);
      failed = true;
      continue;
    }
    const gained = at.merit - next.merit;
    [theta, at] = [moved, next];
    // What was just needed is needed once more.
    if (!failed) damping = damping > 1e-4 ? damping / 10 : 0;
    failed = false;
    if (!held && ((gained < DONE && damping === 0) || gained < CRAWLS * at.merit)) break;
  }
  const posterior = conditionCoefficients(at, prior, theta);
  return posterior === undefined ? undefined : { theta, evidence: posterior.evidence };

  function assess(values: Float64Array) {
    r.set(target.accelerations);
    for (let i = 0; i < n; i++) {
      const state = target.states.subarray(i * 2 * d, (i + 1) * 2 * d);
      if (!evaluation.differentiate(state, target.times[i] as number, values)) return undefined;
      for (let c = 0; c < d; c++) {
        r[i * d + c] = (r[i * d + c] as number) - (evaluation.accelerations[c] as number);
        for (let k = 0; k < P; k++)
          (columns[k] as Float64Array)[i * d + c] = evaluation.byCoefficient[c * P + k] as number;
      }
    }
    solveLower(factor, r);
    for (const column of columns) solveLower(factor, column);
    const constant = r.reduce((sum, x) => sum + x * x, 0) / 2;
    let merit = constant;
    values.forEach((value, k) => {
      merit += ((value - (prior.means[k] as number)) ** 2 * (prior.precisions[k] as number)) / 2;
    });
    if (!Number.isFinite(merit)) return undefined;
    const information = new Float64Array(P * P);
    const right = new Float64Array(P);
    for (let k = 0; k < P; k++) {
      right[k] = inner(columns[k] as Float64Array, r);
      for (let l = 0; l <= k; l++) {
        const value = inner(columns[k] as Float64Array, columns[l] as Float64Array);
        information[k * P + l] = value;
        information[l * P + k] = value;
      }
    }
    return { information, right, constant, merit };
  }
}

/** Information with nothing said of some coefficients and no link to them. */
function without(information: Float64Array, held: readonly number[]): Float64Array {
  const P = Math.sqrt(information.length);
  return information.map((value, i) => (held.includes(i % P) || held.includes(Math.floor(i / P)) ? 0 : value));
}

function inner(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += (a[i] as number) * (b[i] as number);
  return sum;
}
