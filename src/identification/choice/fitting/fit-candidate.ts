import type { SmoothedRecord } from "../../prepare/smoothed.js";
import type { Fit } from "../../shooting/assess.js";
import type { Belief } from "../../shooting/belief.js";
import { fitByShooting, looseEvidence } from "../../shooting/fit.js";
import { stateNoise } from "../../shooting/noise.js";
import { planSteps } from "../../shooting/plan.js";
import {
  type MeasuredMotion,
  type Segment,
  segmentsOf,
  type VelocityModel,
  velocityUnknowns,
} from "../../shooting/record.js";
import type { ShootingProblem } from "../../shooting/sweep.js";
import { type Candidate, type Inputs, prepareCandidate } from "./candidate.js";
import { firstCoefficients } from "./first-coefficients.js";
import type { FittedCandidate } from "./fitted-candidate.js";
import { warmStart } from "./warm-start.js";

export interface FitCandidateOptions {
  readonly velocities: VelocityModel;
  readonly inputs?: Inputs | undefined;
  /** Evidence that loosely connected segments must reach, or the form is given up: see `FitOptions`. */
  readonly hopeless?: number | undefined;
  /** A fit of another form to the same record: its states and noise are begun with, and what both forms have. */
  readonly near?: FittedCandidate | undefined;
}

/** Segments are about this long, in ticks, and have at least so many rows. */
const [SEGMENT, FEWEST_ROWS] = [1.5, 3];
/**
 * Integration steps are at most this long, in ticks; their error between two rows is below this share of the noise, of the spread at least. Errors of one sign add up along a record, and where a motion is
 * fast, as an orbit near its centre, all have one sign: what they leave of one motion must stay below the noise.
 */
const [LONGEST_STEP, STEP_ERROR, LEAST_ERROR] = [0.5, 2e-3, 1e-9];
/** The same share where motions cannot be followed so finely from the start. */
const ROUGH_ERROR = 0.02;
/** A factor of velocities is believed to be within so much of 1, a lag within so many ticks of 0. */
const [FACTOR_DEVIATION, LAG_DEVIATION] = [0.3, 0.3];
/** The first mass of momenta is believed to be within so many times its first estimate. */
const SCALE_DEVIATION = 3;
/** Smoothing is believed to take away no more than about this share of what oscillates once in 2 pi ticks. */
const SMOOTHING_DEVIATION = 0.1;

/** Fits a form of the law to a record: coefficients by regression, then by shooting. Undefined where that fails. */
export function fitCandidate(
  candidate: Candidate,
  record: SmoothedRecord,
  given: FitCandidateOptions,
): FittedCandidate | undefined {
  const begun = begin(candidate, record, given);
  if (begun === undefined) return undefined;
  const { prepared, beliefs, start, seen, problemWith, options } = begun;
  const { near } = given;
  const fine = problemWith(STEP_ERROR);
  const fit =
    fitByShooting(fine, beliefs, start, {
      ...options,
      ...(near === undefined ? {} : { schedule: scheduleNear(near.fit.looseness) }),
    }) ?? aboutRoughly();
  return fit === undefined ? undefined : { ...prepared, beliefs, fit, seen };

  /** A first law under which a motion runs into a singular place cannot be followed by fine steps, only by such as pass over the place. */
  function aboutRoughly(): Fit | undefined {
    if (near !== undefined) return undefined;
    const rough = fitByShooting(problemWith(ROUGH_ERROR), beliefs, start, options);
    if (rough === undefined) return undefined;
    return fitByShooting(fine, beliefs, rough, { ...options, schedule: scheduleNear(rough.looseness) }) ?? rough;
  }
}

/** The evidence that a form has with loosely connected segments, by which others are seen to be hopeless. Undefined where it cannot be followed. */
export function looseEvidenceOf(
  candidate: Candidate,
  record: SmoothedRecord,
  given: Pick<FitCandidateOptions, "velocities" | "inputs">,
): number | undefined {
  const begun = begin(candidate, record, given);
  if (begun === undefined) return undefined;
  const { beliefs, start, problemWith, options } = begun;
  return looseEvidence(problemWith(STEP_ERROR), beliefs, start, options);
}

/** What a fit begins with; undefined where no coefficients can be found to begin with. */
function begin(
  candidate: Candidate,
  record: SmoothedRecord,
  { velocities, inputs, near, hopeless }: FitCandidateOptions,
) {
  const prepared = prepareCandidate(candidate, record.dimension, inputs);
  const { law } = prepared;
  const size = 2 * record.dimension;
  const { spreads, columnSpreads, tick } = record;
  const motions = record.integrated ? record.motions.map(velocitiesAlone) : record.motions;
  const noise = near?.fit.noise ?? record.noise;
  const started = (near && warmStart(prepared, near)) ?? firstCoefficients(prepared, record);
  if (started === undefined) return undefined;
  const { seen, scale } = started;
  const beliefs = [...prepared.beliefs, ...observationBeliefs(law.count, velocities, tick, scale)];
  const theta = new Float64Array(law.count + velocityUnknowns(velocities));
  theta.set(started.theta);
  for (let k = 0; k < velocities.count; k++) theta[law.count + k] = scale;
  const segments = near?.fit.problem.segments ?? segmentsOf(motions, SEGMENT * tick, FEWEST_ROWS);
  const start = {
    theta,
    states: near?.fit.states ?? statesAt(segments, seen.states, size),
    noise,
    hyper: started.hyper,
  };
  const problemWith = (share: number): ShootingProblem => {
    const tolerance = spreads.map((spread, c) =>
      Math.max(LEAST_ERROR * spread, share * stateNoise(noise, spreads, columnSpreads, c)),
    );
    const steps = planSteps(law, motions, started.theta, tolerance, LONGEST_STEP * tick, (m, i) =>
      (seen.states[m] as Float64Array).subarray(i * size, (i + 1) * size),
    );
    return { law, motions, velocities, segments, steps };
  };
  return { prepared, beliefs, start, seen, problemWith, options: { spreads, columnSpreads, tick, hopeless } };
}

/** A motion without its positions, but for those of its first row: where a motion takes place is told by nothing else. */
function velocitiesAlone(motion: MeasuredMotion): MeasuredMotion {
  const size = motion.values.length / motion.times.length;
  return {
    ...motion,
    values: motion.values.map((value, k) => (k >= size && k % size < size / 2 ? Number.NaN : value)),
  };
}

/** From somewhat looser than a form's neighbour had to be, to tight. */
function scheduleNear(looseness: number): number[] {
  if (looseness <= 1e-4) return [1e-3, 0];
  return [3 * looseness, looseness, looseness / 10, looseness / 100, 0];
}

function observationBeliefs(
  first: number,
  { momenta, count, lag, smoothing }: VelocityModel,
  tick: number,
  scale: number,
): Belief[] {
  const after = first + count;
  const deviation = momenta === true ? SCALE_DEVIATION * Math.abs(scale) : FACTOR_DEVIATION;
  return [
    ...(count > 0 ? [{ first, count, mean: scale, deviation }] : []),
    ...(lag ? [{ first: after, count: 1, deviation: LAG_DEVIATION * tick }] : []),
    ...(smoothing === undefined
      ? []
      : [{ first: after + (lag ? 1 : 0), count: 1, deviation: SMOOTHING_DEVIATION * tick ** 2 }]),
  ];
}

function statesAt(segments: readonly Segment[], states: readonly Float64Array[], size: number): Float64Array {
  const result = new Float64Array(segments.length * size);
  segments.forEach(({ motion, first }, s) => {
    result.set((states[motion] as Float64Array).subarray(first * size, (first + 1) * size), s * size);
  });
  return result;
}
