import type { Random } from "../base/random.js";
import type { FittedCandidate } from "./choice/fitting/fitted-candidate.js";
import type { VelocityJudgement } from "./choice/judge-velocities.js";
import type { Estimate } from "./derived-motion.js";
import { forcesAlong } from "./law/forces-along.js";
import type { InputSignal } from "./law/input-signal.js";
import { evaluationOf, type Law } from "./law/law.js";
import { lawFrom, type TermSpec } from "./law/spec.js";
import { dryFrictionsOf } from "./resting/coulomb.js";
import { type RestingFollower, restingFollower } from "./resting/follow.js";
import { propagatorOf } from "./shooting/propagate.js";

/** A law as plain data, with everything that a prediction needs. States are (q, dq/dt), in the record's own units. */
export interface LearnedLaw {
  readonly dimension: number;
  readonly terms: readonly TermSpec[];
  /** Coefficients of all terms, one after the other. */
  readonly coefficients: Float64Array;
  /** Their posterior covariance, [P][P]. */
  readonly covariance: Float64Array;
  /** Time over which the motion changes, and the size of every component. */
  readonly tick: number;
  readonly spreads: Float64Array;
  /** Random changes of the state that the law does not explain: their deviation over a tick, relative to the spreads. */
  readonly looseness: number;
  /** Measured inputs that the law needs. */
  readonly inputs: number;
}

/** How the velocity columns of the record follow from velocities. */
export interface LearnedVelocities extends VelocityJudgement {
  /** By coordinate, with standard deviation; 1 where nothing speaks against it. */
  readonly factors: readonly Estimate[];
  readonly lag: Estimate;
  /** Of k in u + k u''. */
  readonly smoothed: Estimate;
}

/** Steps of the integration are at most this long, in ticks: order 6 leaves about 1e-9 a step. */
const LONGEST_STEP = 0.1;

export function lawOfLearned({ dimension, terms, inputs }: LearnedLaw, signal?: InputSignal): Law {
  return lawFrom(dimension, terms, signal, inputs);
}

export interface FollowLawOptions {
  readonly coefficients?: Float64Array | undefined;
  readonly signal?: InputSignal | undefined;
  /** Random changes of the state along the way, where the law leaves some unexplained. */
  readonly random?: Random | undefined;
  /** Told since when all coordinates rest at the last time; undefined where they do not. */
  readonly onRest?: ((since: number | undefined) => void) | undefined;
  /** Dry friction as it is fitted, smoothed, under which nothing rests: the one that can be followed backwards. */
  readonly smoothed?: boolean | undefined;
}

/** Carries a state on; with dry friction, what can rest does. */
type Follower = Pick<RestingFollower, "state" | "begin"> &
  Partial<Pick<RestingFollower, "resume" | "rests" | "restsSince">> & {
    advance(now: number, span: number): boolean;
  };

function followerOf(learned: LearnedLaw, { coefficients, signal, smoothed }: FollowLawOptions): Follower {
  const theta = coefficients ?? learned.coefficients;
  const law = lawOfLearned(learned, signal);
  const longest = LONGEST_STEP * learned.tick;
  const frictions = smoothed === true ? [] : dryFrictionsOf(law, learned.terms, theta, learned.spreads);
  if (frictions.length > 0) {
    const resting = restingFollower(law, frictions, theta);
    return { ...resting, advance: (now: number, span: number) => resting.advance(now, span, longest) };
  }
  const propagator = propagatorOf(law, evaluationOf(law));
  return {
    state: propagator.state,
    begin: propagator.begin,
    advance: (now: number, span: number) =>
      propagator.advance(now, span, Math.ceil(Math.abs(span) / longest), theta, false),
  };
}

/** States (q, dq/dt) [times][2d] at ascending times of the motion that is in `state` at time `from` (at or before the first). Never fails: a motion that cannot be followed is not a number. */
export function followLaw(
  learned: LearnedLaw,
  state: Float64Array,
  from: number,
  times: ArrayLike<number>,
  options: FollowLawOptions = {},
): Float64Array {
  const { random, onRest } = options;
  const follower = followerOf(learned, options);
  const size = 2 * learned.dimension;
  const result = new Float64Array(times.length * size).fill(Number.NaN);
  follower.begin(state, from);
  let now = from;
  for (let i = 0; i < times.length; i++) {
    const span = (times[i] as number) - now;
    if (span !== 0 && !follower.advance(now, span)) break;
    now = times[i] as number;
    if (random !== undefined && learned.looseness > 0) {
      for (let c = 0; c < size; c++) {
        // What rests does not wander.
        if (follower.rests?.(c % learned.dimension)) continue;
        follower.state[c] =
          (follower.state[c] as number) +
          learned.looseness *
            (learned.spreads[c] as number) *
            Math.sqrt(Math.abs(span) / learned.tick) *
            random.normal();
      }
      follower.resume?.(now);
    }
    result.set(follower.state, i * size);
  }
  onRest?.(follower.restsSince?.());
  return result;
}

/** Energy of states (q, dq/dt) [n][2d], for a first mass of 1, up to a constant. */
export function lawEnergies(
  learned: LearnedLaw,
  states: Float64Array,
  coefficients = learned.coefficients,
): Float64Array {
  const law = lawFrom(learned.dimension, learned.terms, (_t, values) => values.fill(0), learned.inputs);
  const evaluation = evaluationOf(law);
  const size = 2 * learned.dimension;
  return Float64Array.from({ length: states.length / size }, (_, i) => {
    evaluation.accelerate(states.subarray(i * size, (i + 1) * size), 0, coefficients);
    return evaluation.energy(coefficients);
  });
}

/** The law of a fit as plain data. */
export function learnedLaw(
  { candidate, law, fit }: FittedCandidate,
  scales: Pick<LearnedLaw, "tick" | "spreads">,
  inputs: number,
): LearnedLaw {
  const P = law.count;
  const all = fit.theta.length;
  const covariance = fit.posterior.covariance();
  return {
    dimension: law.dimension,
    terms: candidate.terms.map(({ spec }) => spec),
    coefficients: fit.theta.slice(0, P),
    covariance: Float64Array.from({ length: P * P }, (_, k) => covariance[Math.floor(k / P) * all + (k % P)] as number),
    tick: scales.tick,
    spreads: scales.spreads,
    looseness: fit.looseness,
    inputs,
  };
}

/** The last segment of every motion: where a prediction starts from. */
export function lastStarts({ fit, law }: FittedCandidate): { time: number; state: Float64Array }[] {
  const size = 2 * law.dimension;
  return fit.problem.segments.flatMap(({ ends, motion, first }, s) =>
    ends
      ? [
          {
            time: fit.problem.motions[motion]?.times[first] as number,
            state: fit.states.slice(s * size, (s + 1) * size),
          },
        ]
      : [],
  );
}

/** Power of every force that no energy gives (friction, drive, input), by term, at states (q, dq/dt) [n][2d] and their times, for a first mass of 1. */
export function powersOf(
  learned: LearnedLaw,
  states: Float64Array,
  times: ArrayLike<number>,
  signal?: InputSignal,
): { readonly term: number; readonly power: Float64Array }[] {
  const law = lawOfLearned(learned, signal);
  const count = states.length / (2 * learned.dimension);
  const powers = new Map<number, Float64Array>();
  forcesAlong(law, learned.terms, learned.coefficients, states, times, (term, row, force, velocity) => {
    const power = powers.get(term) ?? new Float64Array(count);
    powers.set(term, power);
    power[row] = force.reduce((sum, value, c) => sum + value * (velocity[c] as number), 0);
  });
  return [...powers].map(([term, power]) => ({ term, power }));
}

/** Rates of change (dq/dt, d2q/dt2) [2d] of states (q, dq/dt) [2d], without forces of time. */
export function derivativeOf(
  learned: LearnedLaw,
  coefficients = learned.coefficients,
): (state: Float64Array) => Float64Array {
  const d = learned.dimension;
  const kept = learned.terms.map(({ kind }) => kind !== "harmonic" && kind !== "time" && kind !== "input");
  const all = lawOfLearned(learned, (_t, values) => values.fill(0));
  const own = coefficients.slice();
  // A force of time without an amplitude is none; a frequency of 0 does no harm.
  all.terms.forEach((term, t) => {
    if (!kept[t]) own.fill(0, all.offsets[t], (all.offsets[t] as number) + term.count);
  });
  const evaluation = evaluationOf(all);
  const rates = new Float64Array(2 * d);
  return (state) => {
    evaluation.accelerate(state, 0, own);
    rates.set(state.subarray(d, 2 * d));
    rates.set(evaluation.accelerations, d);
    return rates;
  };
}
