import type { Law } from "../../law/law.js";
import { momentaOf } from "../../law/momenta.js";
import { type SmoothedRecord, withVelocities } from "../../prepare/smoothed.js";
import { type Belief, firstHyperparameters, type Hyperparameters } from "../../shooting/belief.js";
import { type FoundMasses, type MomentumPoints, regressMomenta } from "../../shooting/momentum-start.js";
import { regressAccelerations, type SmoothedPoints } from "../../shooting/start.js";
import type { PreparedCandidate } from "./candidate.js";

/** Points at most by which coefficients are first estimated. */
const MOST_POINTS = 600;
/** How often velocities are smoothed anew by the masses that they gave. */
const ROUNDS = 2;
/** Masses that momenta speak for are held to within so many of their deviations, and this share of their size, while accelerations tell the rest. */
const [HELD, HELD_SHARE] = [3, 1e-3];

/** Where a fit by shooting begins. */
export interface FirstCoefficients {
  readonly theta: Float64Array;
  readonly hyper: Hyperparameters;
  /** The mass that the law calls 1, where momenta tell it; else 1. */
  readonly scale: number;
  /** See `FittedCandidate`. */
  readonly seen: SmoothedRecord;
}

/** First coefficients by regression on smoothed states; of a record of momenta those of the masses first, which tell the velocities. Undefined where that fails. */
export function firstCoefficients(
  { law, beliefs, theta }: PreparedCandidate,
  record: SmoothedRecord,
): FirstCoefficients | undefined {
  const hyper = firstHyperparameters(beliefs);
  if (!record.momenta) {
    const first = regressAccelerations(law, beliefs, theta, hyper, smoothedPoints(record));
    return first === undefined ? undefined : { ...first, scale: 1, seen: record };
  }
  let seen = record;
  let masses: FoundMasses | undefined;
  for (let round = 0; round < ROUNDS; round++) {
    masses = regressMomenta(law, beliefs, masses?.theta ?? theta, hyper, momentumPoints(seen));
    const velocities = masses === undefined ? undefined : velocitiesBy(law, masses, seen);
    if (velocities === undefined) return undefined;
    seen = withVelocities(record, velocities);
  }
  const found = masses as FoundMasses;
  const first = regressAccelerations(law, heldTo(found, law, beliefs), found.theta, hyper, smoothedPoints(seen));
  return first === undefined ? undefined : { ...first, scale: found.scale, seen };
}

/** Beliefs with the masses as they were found. */
function heldTo({ theta, deviations }: FoundMasses, law: Law, beliefs: readonly Belief[]): Belief[] {
  const kinetic = new Set(
    law.terms.flatMap(({ momenta, count }, t) =>
      momenta === undefined ? [] : Array.from({ length: count }, (_, k) => (law.offsets[t] as number) + k),
    ),
  );
  return beliefs.map((belief) => {
    const { first, count } = belief;
    if (count !== 1 || !kinetic.has(first)) return belief;
    const mean = theta[first] as number;
    return { first, count, mean, deviation: HELD * (deviations[first] as number) + HELD_SHARE * Math.abs(mean) + 1e-9 };
  });
}

/** Velocities [N][d] of every motion, of momenta by the masses that were found; undefined where these are not positive definite. */
function velocitiesBy(
  law: Law,
  { theta, scale }: FoundMasses,
  { motions, states, dimension: d }: SmoothedRecord,
): Float64Array[] | undefined {
  const momenta = momentaOf(law);
  const all: Float64Array[] = [];
  for (const [m, { times, values }] of motions.entries()) {
    const own = states[m] as Float64Array;
    const velocities = new Float64Array(times.length * d);
    for (let i = 0; i < times.length; i++) {
      const at = 2 * d * i;
      const p = values.slice(at + d, at + 2 * d).map((value) => value / scale);
      const v = momenta.velocities(own.subarray(at, at + d), p, theta);
      if (v === undefined) return undefined;
      velocities.set(v, i * d);
    }
    all.push(velocities);
  }
  return all;
}

/** Rows [motion, row], evenly chosen. */
function chosenRows({ motions }: SmoothedRecord): (readonly [number, number])[] {
  const rows = motions.flatMap(({ times }, m) => Array.from(times, (_, i) => [m, i] as const));
  const count = Math.min(MOST_POINTS, rows.length);
  return Array.from(
    { length: count },
    (_, k) => rows[Math.floor(((k + 0.5) * rows.length) / count)] as readonly [number, number],
  );
}

function joined(all: readonly Float64Array[], chosen: readonly (readonly [number, number])[], width: number) {
  return Float64Array.from(
    chosen.flatMap(([m, i]) => [...(all[m] as Float64Array).subarray(i * width, (i + 1) * width)]),
  );
}

/** Smoothed points, evenly chosen. */
export function smoothedPoints(record: SmoothedRecord): SmoothedPoints {
  const { motions, states, accelerations, dimension: d } = record;
  const chosen = chosenRows(record);
  return {
    times: Float64Array.from(chosen, ([m, i]) => motions[m]?.times[i] as number),
    states: joined(states, chosen, 2 * d),
    accelerations: joined(accelerations, chosen, d),
  };
}

/** Smoothed states at the rows that have momenta, evenly chosen. */
function momentumPoints(record: SmoothedRecord): MomentumPoints {
  const { motions, states, dimension: d } = record;
  const chosen = chosenRows(record).filter(([m, i]) =>
    motions[m]?.values.subarray(i * 2 * d, (i + 1) * 2 * d).every((value) => !Number.isNaN(value)),
  );
  const rows = joined(
    motions.map(({ values }) => values),
    chosen,
    2 * d,
  );
  return {
    states: joined(states, chosen, 2 * d),
    momenta: rows.filter((_, k) => k % (2 * d) >= d),
  };
}
