import type { Belief, Hyperparameters, Posterior, Prior } from "./belief.js";
import { conditionCoefficients, likeliestHyperparameters, priorOf } from "./belief.js";
import { type ColumnSizes, counts, stateNoise, togetherIn } from "./noise.js";
import { eliminateStates, type Marginal } from "./smoother.js";
import { type Linearisation, type ShootingProblem, squaresOf, type Traced, trace, unknownsOf, weigh } from "./sweep.js";

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

/** A problem linearised about states and coefficients, with the evidence that it has there. */
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
  /** By how much variances are larger than independent errors would make them: see `togetherIn`. */
  readonly inflation: number;
  /** Log marginal likelihood of the measurements, of states, coefficients and measurements' noise, whose errors may hang together from row to row. */
  readonly evidence: number;
  /** The same of the first, loosest connection of the segments. */
  readonly looseEvidence?: number | undefined;
}

const LEAST_NOISE = 1e-6;
/** A state at the beginning of a motion is believed to be within so many spreads of its first estimate. */
const INITIAL_DEVIATION = 10;
/** Where segments meet, deviations below this share of the noise count as none. */
const TIGHT = 0.02;

/** Where a fit stands. */
export interface Point {
  readonly theta: Float64Array;
  readonly states: Float64Array;
  readonly noise: Float64Array;
  readonly hyper: Hyperparameters;
}

/** A fit at one point, not yet the best. */
export interface Assessed extends Fit {
  /** What descends: minus the log posterior density of states and coefficients. */
  readonly merit: number;
  /** Variances allowed where segments meet. */
  readonly joins: readonly Float64Array[];
}

type Sizes = Pick<FitOptions, "spreads" | "columnSpreads" | "tick">;

/** The problem about a point. Undefined where the law cannot be followed. `known`: what was traced at the same states and coefficients before, with another noise or looseness. */
export function assess(
  problem: ShootingProblem,
  beliefs: readonly Belief[],
  { theta, states, noise, hyper }: Point,
  looseness: number,
  { spreads, columnSpreads, tick }: Sizes,
  { keepHyper = false, known }: { readonly keepHyper?: boolean; readonly known?: Traced | undefined } = {},
): Assessed | undefined {
  const traced = known ?? trace(problem, theta, states);
  if (traced === undefined) return undefined;
  const linearisation = weigh(problem, traced, noise);
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
  return completed(assessed, joins, { columnSpreads, tick });
}

/** The same with hyperparameters found anew. */
export function rehypered(fit: Assessed, sizes: ColumnSizes): Assessed {
  if (fit.hyper.length === 0) return fit;
  const { marginal, beliefs, theta, hyper, joins } = fit;
  return completed({ ...fit, hyper: likeliestHyperparameters(marginal, beliefs, theta, hyper) }, joins, sizes) ?? fit;
}

function completed(
  fit: Omit<Fit, "posterior" | "inflation" | "evidence">,
  joins: readonly Float64Array[],
  sizes: ColumnSizes,
): Assessed | undefined {
  const { problem, beliefs, theta, noise, hyper, linearisation, marginal } = fit;
  const prior = priorOf(beliefs, hyper, theta.length);
  const posterior = conditionCoefficients(marginal, prior, theta);
  if (posterior === undefined) return undefined;
  const merit = meritOf(linearisation.squares, linearisation.gaps, joins, theta, prior);
  // At the fit the misfit is known exactly; what a linearisation would leave of it is lost to rounding where data have no noise.
  let evidence = -merit - marginal.logarithms - posterior.logarithm;
  counts(problem).forEach((n, c) => {
    evidence -= n * (Math.log(noise[c] as number) + Math.log(2 * Math.PI) / 2);
  });
  const { gain, inflation } = togetherIn(problem, linearisation, sizes);
  return {
    ...fit,
    joins,
    posterior: inflated(posterior, fit, prior, inflation),
    inflation,
    evidence: evidence + gain,
    merit,
  };
}

/** A posterior whose variances are those that the measurements leave where they say less by a factor. */
function inflated(
  posterior: Posterior,
  { marginal, theta }: Pick<Fit, "marginal" | "theta">,
  prior: Prior,
  inflation: number,
): Posterior {
  if (inflation === 1) return posterior;
  let known: Posterior | undefined;
  const wide = () => {
    const less = (values: Float64Array) => values.map((value) => value / inflation);
    const { information, right, constant } = marginal;
    known ??= conditionCoefficients({ information: less(information), right: less(right), constant }, prior, theta);
    return known ?? posterior;
  };
  return { ...posterior, covariance: () => wide().covariance(), deviate: (normals) => wide().deviate(normals) };
}

function meritOf(
  squares: number,
  gaps: readonly Float64Array[],
  joins: readonly Float64Array[],
  theta: Float64Array,
  prior: Prior,
): number {
  let merit = squares / 2;
  gaps.forEach((gap, s) => {
    gap.forEach((value, i) => {
      merit += value ** 2 / (2 * ((joins[s] as Float64Array)[i] as number));
    });
  });
  theta.forEach((value, k) => {
    merit += ((value - (prior.means[k] as number)) ** 2 * (prior.precisions[k] as number)) / 2;
  });
  return merit;
}

/** The merit that a fit would have at other states and coefficients; undefined where the law cannot be followed there. */
export function meritAt(
  { problem, beliefs, joins }: Assessed,
  { theta, states, noise, hyper }: Point,
): number | undefined {
  const traced = trace(problem, theta, states, false);
  if (traced === undefined) return undefined;
  const squares = squaresOf(problem, traced, noise);
  return meritOf(squares, traced.gaps, joins, theta, priorOf(beliefs, hyper, theta.length));
}

/** The noise that the residuals speak for, with what the fit has taken of them given back. */
export function noiseLeftOf(
  fit: Assessed,
  { columnSpreads, leastNoise = LEAST_NOISE }: FitOptions,
): { noise: Float64Array } {
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
