import type { Belief, Hyperparameters, Posterior } from "./belief.js";
import { conditionCoefficients, firstHyperparameters, likeliestHyperparameters, priorOf } from "./belief.js";
import { counts, stateNoise } from "./noise.js";
import { eliminateStates, type Marginal } from "./smoother.js";
import { type Linearisation, type ShootingProblem, sweep, unknownsOf } from "./sweep.js";

/** What a fit begins with. */
export interface FitStart {
  /** Coefficients, [P]. */
  readonly theta: Float64Array;
  /** States of the segments, [segments][2d]. */
  readonly states: Float64Array;
  /** Standard deviation of every component's noise, [2d]. */
  readonly noise: Float64Array;
  readonly hyper?: Hyperparameters | undefined;
}

export interface FitOptions {
  /** Size of every component of the states and of the columns, [2d], and the time over which a motion changes. */
  readonly spreads: Float64Array;
  readonly columnSpreads: Float64Array;
  readonly tick: number;
  /** Deviations allowed where segments meet, relative to the spreads, over a tick: from loose to tight. */
  readonly schedule?: readonly number[];
  /** Steps of Gauss and Newton for each. */
  readonly steps?: number;
  /** Noise below this share of the spread is not told from none. */
  readonly leastNoise?: number;
  /** Whether the noise is found too; true by default. */
  readonly findNoise?: boolean;
  /** Evidence that loosely connected segments must reach, or the fit is given up. */
  readonly hopeless?: number | undefined;
}

export interface Fit {
  readonly problem: ShootingProblem;
  readonly beliefs: readonly Belief[];
  readonly theta: Float64Array;
  readonly states: Float64Array;
  readonly noise: Float64Array;
  readonly hyper: Hyperparameters;
  /** Deviations where segments meet, as in `FitOptions.schedule`. */
  readonly looseness: number;
  readonly linearisation: Linearisation;
  readonly marginal: Marginal;
  readonly posterior: Posterior;
  /** Log marginal likelihood of the measurements, of states, coefficients and measurements' noise. */
  readonly evidence: number;
  /** The same of the first, loosest connection of the segments. */
  readonly looseEvidence?: number | undefined;
}

export const LEAST_NOISE = 1e-6;
/** A state at the beginning of a motion is believed to be within so many spreads of its first estimate. */
const INITIAL_DEVIATION = 10;
/** Segments that stay apart by less than this, in spreads a tick, form one motion. */
export const SMALL_LOOSENESS = 1e-4;
/** What a factor of ten more of unexplained changes costs (natural log): a law that explains the record throughout is believed before one that does not. */
const LOOSENESS_COSTS = 4;

/** Log marginal likelihood, less what a law costs that leaves segments apart. */
export const creditOf = ({ evidence, looseness }: Pick<Fit, "evidence" | "looseness">): number =>
  evidence - LOOSENESS_COSTS * Math.max(0, Math.log10(looseness / SMALL_LOOSENESS));

/** Where segments meet, deviations below this share of the noise count as none. */
const TIGHT = 0.02;

/** Where the evidence falls this often and by so much, segments are not drawn together further. */
const [PATIENCE, HOPELESS] = [1, 10];

/** From loosely connected segments to one motion. */
const SCHEDULE = [0.3, 0.05, 0.01, 1e-3, 0];

/**
 * Fits the coefficients of a law to motions by multiple shooting: segments begin anywhere near the measurements and are drawn together step by step, each
 * step one of Gauss and Newton for all states and coefficients. How far segments may stay apart in the end is chosen by evidence: none, where the law explains the
 * record about as well.
 *
 * Undefined where the law cannot be followed from the start given.
 */
export function fitByShooting(
  problem: ShootingProblem,
  beliefs: readonly Belief[],
  start: FitStart,
  options: FitOptions,
): Fit | undefined {
  const { schedule = SCHEDULE, steps = 2 } = options;
  let point: Point = {
    theta: start.theta,
    states: start.states,
    noise: start.noise,
    hyper: start.hyper ?? firstHyperparameters(beliefs),
  };
  let best: Assessed | undefined;
  let first: number | undefined;
  let worse = 0;
  for (const looseness of schedule) {
    const last = looseness === schedule.at(-1);
    const found = descend(problem, beliefs, point, looseness, last ? 3 * steps : steps, options);
    if (found === undefined) break;
    point = found;
    first ??= found.evidence;
    if (first < (options.hopeless ?? Number.NEGATIVE_INFINITY)) return undefined;
    if (best === undefined || creditOf(found) > creditOf(best)) [best, worse] = [found, 0];
    else if (++worse > PATIENCE && creditOf(found) < creditOf(best) - HOPELESS) break;
  }
  if (best === undefined || first === undefined) return undefined;
  const settled =
    best.looseness === schedule.at(-1) ? best : descend(problem, beliefs, best, best.looseness, 3 * steps, options);
  return { ...(settled ?? best), looseEvidence: first };
}

/** A problem linearised about a point, with the evidence that it has there. Undefined where the law cannot be followed. */
export function linearised(
  problem: ShootingProblem,
  beliefs: readonly Belief[],
  point: FitStart,
  looseness: number,
  options: Pick<FitOptions, "spreads" | "columnSpreads" | "tick">,
): Fit | undefined {
  const { hyper = firstHyperparameters(beliefs) } = point;
  return assess(problem, beliefs, { ...point, hyper }, looseness, options, true);
}

interface Point {
  readonly theta: Float64Array;
  readonly states: Float64Array;
  readonly noise: Float64Array;
  readonly hyper: Hyperparameters;
}

/** Steps of Gauss and Newton at one looseness; the noise is found anew after them. */
function descend(
  problem: ShootingProblem,
  beliefs: readonly Belief[],
  start: Point,
  looseness: number,
  steps: number,
  options: FitOptions,
): Assessed | undefined {
  const passes = options.findNoise === false ? 1 : 2;
  let fit = assess(problem, beliefs, start, looseness, options);
  for (let pass = 0; pass < passes && fit !== undefined; pass++) {
    if (pass > 0) {
      const renoised = withNoise(fit, options);
      if (renoised.noise.every((value, c) => Math.abs(value / (fit?.noise[c] as number) - 1) < SAME_NOISE)) break;
      fit = assess(problem, beliefs, { ...fit, ...renoised }, looseness, options);
      if (fit === undefined) return undefined;
    }
    fit = gaussNewton(fit, pass === 0 ? steps : Math.ceil(steps / 2), options);
  }
  return fit;
}

/** Noise that changes by less than this share is not worth another pass. */
const SAME_NOISE = 0.01;
/** A step that gains less than this much of log posterior density is the last. */
const LEAST_GAIN = 1e-2;

function gaussNewton(start: Assessed, steps: number, options: FitOptions): Assessed {
  let fit = start;
  let damping = 0;
  for (let step = 0; step < steps; step++) {
    const { problem, beliefs, looseness, marginal } = fit;
    const posterior = damping === 0 ? fit.posterior : damped(fit, beliefs, damping);
    const changes = marginal.statesFor(posterior.delta);
    let next: Assessed | undefined;
    for (const share of [1, 0.5, 0.2, 0.05]) {
      const moved = {
        noise: fit.noise,
        hyper: fit.hyper,
        theta: fit.theta.map((value, k) => value + share * (posterior.delta[k] as number)),
        states: fit.states.map((value, k) => value + share * (changes[k] as number)),
      };
      const tried = assess(problem, beliefs, moved, looseness, options, true);
      if (tried !== undefined && tried.merit <= fit.merit + 1e-9 * Math.abs(fit.merit) + 1e-6) {
        next = tried;
        break;
      }
    }
    if (next === undefined) {
      if (damping >= 1) break;
      damping = Math.max(1e-3, damping * 30);
      continue;
    }
    const gained = fit.merit - next.merit;
    damping = damping > 2e-3 ? damping / 30 : 0;
    fit = rehypered(next);
    if (gained < LEAST_GAIN && damping === 0) break;
  }
  return fit;
}

interface Assessed extends Fit {
  /** What descends: minus the log posterior density of states and coefficients. */
  readonly merit: number;
  /** Variances allowed where segments meet. */
  readonly joins: readonly Float64Array[];
}

function damped(fit: Assessed, beliefs: readonly Belief[], damping: number): Posterior {
  const prior = priorOf(beliefs, fit.hyper, fit.theta.length);
  return conditionCoefficients(fit.marginal, prior, fit.theta, damping) ?? fit.posterior;
}

function assess(
  problem: ShootingProblem,
  beliefs: readonly Belief[],
  { theta, states, noise, hyper }: Point,
  looseness: number,
  { spreads, columnSpreads, tick }: FitOptions,
  keepHyper = false,
): Assessed | undefined {
  const linearisation = sweep(problem, theta, states, noise);
  if (linearisation === undefined) return undefined;
  const { segments, motions } = problem;
  const size = spreads.length;
  const joins = segments.map(({ motion, first, end }) => {
    const { times } = motions[motion] as (typeof motions)[number];
    const span = ((times[end] as number) - (times[first] as number)) / tick;
    return Float64Array.from(
      { length: size },
      (_, i) =>
        (looseness * (spreads[i] as number)) ** 2 * span +
        (TIGHT * Math.min(stateNoise(noise, spreads, columnSpreads, i), 1e-3 * (spreads[i] as number))) ** 2,
    );
  });
  const initial = spreads.map((value) => INITIAL_DEVIATION * value);
  const marginal = eliminateStates(problem, linearisation, joins, initial);
  if (marginal === undefined) return undefined;
  const assessed = {
    problem,
    beliefs,
    theta,
    states,
    noise,
    hyper: keepHyper ? hyper : likeliestHyperparameters(marginal, beliefs, theta, hyper),
    looseness,
    linearisation,
    marginal,
  };
  return completed(assessed, joins);
}

/** The same with hyperparameters found anew. */
function rehypered(fit: Assessed): Assessed {
  if (fit.hyper.length === 0) return fit;
  const { marginal, beliefs, theta, hyper, joins } = fit;
  return completed({ ...fit, hyper: likeliestHyperparameters(marginal, beliefs, theta, hyper) }, joins) ?? fit;
}

function completed(fit: Omit<Fit, "posterior" | "evidence">, joins: readonly Float64Array[]): Assessed | undefined {
  const { problem, beliefs, theta, noise, hyper, linearisation, marginal } = fit;
  const prior = priorOf(beliefs, hyper, theta.length);
  const posterior = conditionCoefficients(marginal, prior, theta);
  if (posterior === undefined) return undefined;
  let merit = linearisation.squares / 2;
  linearisation.gaps.forEach((gap, s) => {
    gap.forEach((value, i) => {
      merit += value ** 2 / (2 * ((joins[s] as Float64Array)[i] as number));
    });
  });
  theta.forEach((value, k) => {
    merit += ((value - (prior.means[k] as number)) ** 2 * (prior.precisions[k] as number)) / 2;
  });
  // At the fit the misfit is known exactly; what a linearisation would leave of it is lost to rounding where data have no noise.
  let evidence = -merit - marginal.logarithms - posterior.logarithm;
  counts(problem).forEach((n, c) => {
    evidence -= n * (Math.log(noise[c] as number) + Math.log(2 * Math.PI) / 2);
  });
  return { ...fit, joins, posterior, evidence, merit };
}

/** The noise that the residuals speak for, with what the fit has taken of them given back. */
function withNoise(fit: Assessed, { columnSpreads, leastNoise = LEAST_NOISE }: FitOptions): { noise: Float64Array } {
  const { problem, linearisation, noise, posterior, marginal, beliefs, hyper, theta } = fit;
  const size = noise.length;
  const n = counts(problem);
  const total = n.reduce((sum, value) => sum + value, 0);
  const P = unknownsOf(problem);
  const { precisions } = priorOf(beliefs, hyper, theta.length);
  const C = posterior.covariance();
  let determined = P;
  for (let k = 0; k < P; k++) determined -= (precisions[k] as number) * (C[k * P + k] as number);
  const left = Math.max(0.1, 1 - (determined + marginal.freedom) / total);
  const squares = new Float64Array(size);
  for (const residual of linearisation.residuals)
    residual.forEach((r, k) => {
      if (!Number.isNaN(r)) squares[k % size] = (squares[k % size] as number) + r * r;
    });
  return {
    noise: noise.map((sigma, c) => {
      if ((n[c] as number) <= problem.motions.length) return sigma;
      const found = sigma * Math.sqrt((squares[c] as number) / ((n[c] as number) * left));
      return Math.max(leastNoise * (columnSpreads[c] as number), Math.min(10 * sigma, Math.max(found, sigma / 10)));
    }),
  };
}
