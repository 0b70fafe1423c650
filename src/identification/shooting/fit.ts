import {
  type Assessed,
  assess,
  type Fit,
  type FitOptions,
  type FitStart,
  meritAt,
  noiseLeftOf,
  type Point,
  rehypered,
} from "./assess.js";
import type { Belief, Posterior } from "./belief.js";
import { conditionCoefficients, firstHyperparameters, priorOf } from "./belief.js";
import type { ShootingProblem } from "./sweep.js";

/** Segments that stay apart by less than this, in spreads a tick, form one motion. */
export const SMALL_LOOSENESS = 1e-4;
/** What a factor of ten more of unexplained changes costs (natural log): a law that explains the record throughout is believed before one that does not. */
const LOOSENESS_COSTS = 4;

/** Log marginal likelihood, less what a law costs that leaves segments apart. */
export const creditOf = ({ evidence, looseness }: Pick<Fit, "evidence" | "looseness">): number =>
  evidence - LOOSENESS_COSTS * Math.max(0, Math.log10(looseness / SMALL_LOOSENESS));

/** Where the evidence falls this often and by so much, segments are not drawn together further. */
const [PATIENCE, HOPELESS] = [1, 10];

/** From loosely connected segments to one motion. */
const SCHEDULE = [0.3, 0.05, 0.01, 1e-3, 0];
/** Steps of Gauss and Newton for each looseness. */
const STEPS = 2;

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
  const { schedule = SCHEDULE, steps = STEPS } = options;
  let point = pointOf(start, beliefs);
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

const pointOf = ({ theta, states, noise, hyper }: FitStart, beliefs: readonly Belief[]): Point => ({
  theta,
  states,
  noise,
  hyper: hyper ?? firstHyperparameters(beliefs),
});

/** The evidence of the loosest connection of the segments alone: see `FitOptions.hopeless`. Undefined where the law cannot be followed. */
export function looseEvidence(
  problem: ShootingProblem,
  beliefs: readonly Belief[],
  start: FitStart,
  options: FitOptions,
): number | undefined {
  return descend(problem, beliefs, pointOf(start, beliefs), SCHEDULE[0] as number, STEPS, options)?.evidence;
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
  return assess(problem, beliefs, { ...point, hyper }, looseness, options, { keepHyper: true });
}

/** Steps of Gauss and Newton at one looseness; the noise is found anew after them. */
function descend(
  problem: ShootingProblem,
  beliefs: readonly Belief[],
  start: Point | Assessed,
  looseness: number,
  steps: number,
  options: FitOptions,
): Assessed | undefined {
  const passes = options.findNoise === false ? 1 : 2;
  // What was traced depends neither on the noise nor on how far segments may stay apart.
  const known = "linearisation" in start ? start.linearisation : undefined;
  let fit = assess(problem, beliefs, start, looseness, options, { known });
  for (let pass = 0; pass < passes && fit !== undefined; pass++) {
    if (pass > 0) {
      const renoised = noiseLeftOf(fit, options);
      if (renoised.noise.every((value, c) => Math.abs(value / (fit?.noise[c] as number) - 1) < SAME_NOISE)) break;
      fit = assess(problem, beliefs, { ...fit, ...renoised }, looseness, options, { known: fit.linearisation });
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
    const enough = (merit: number) => merit <= fit.merit + 1e-9 * Math.abs(fit.merit) + 1e-6;
    for (const share of [1, 0.5, 0.2, 0.05]) {
      const moved = {
        noise: fit.noise,
        hyper: fit.hyper,
        theta: fit.theta.map((value, k) => value + share * (posterior.delta[k] as number)),
        states: fit.states.map((value, k) => value + share * (changes[k] as number)),
      };
      // Where a step was too long, the next may be as well: first without derivatives.
      if (share < 1 || damping > 0) {
        const merit = meritAt(fit, moved);
        if (merit === undefined || !enough(merit)) continue;
      }
      const tried = assess(problem, beliefs, moved, looseness, options, { keepHyper: true });
      if (tried !== undefined && enough(tried.merit)) {
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
    fit = rehypered(next, options);
    if (gained < LEAST_GAIN && damping === 0) break;
  }
  return fit;
}

function damped(fit: Assessed, beliefs: readonly Belief[], damping: number): Posterior {
  const prior = priorOf(beliefs, fit.hyper, fit.theta.length);
  return conditionCoefficients(fit.marginal, prior, fit.theta, damping) ?? fit.posterior;
}
