import {
  derivedMotion,
  type FittedCandidate,
  type Identified,
  type LearnedLaw,
  type LearnedVelocities,
  SMALL_LOOSENESS,
  type SmoothedRecord,
} from "../../identification/index.js";
import type { Adaptation, MomentaCheck } from "../adaptation.js";
import { STILL_NOISE } from "../held-out.js";
import type { Recording } from "../recording.js";
import { type MeasuredRecord, rowsOf } from "./measured.js";
import type { MomentumScale } from "./states.js";

/** The mass that the law calls 1, where momenta tell it. */
export function momentumScaleOf({ fit, law }: FittedCandidate): MomentumScale | undefined {
  if (fit.problem.velocities.momenta !== true) return undefined;
  const P = fit.theta.length;
  const row = fit.posterior.covariance().subarray(law.count * P, (law.count + 1) * P);
  return {
    value: fit.theta[law.count] as number,
    variance: Math.max(0, row[law.count] as number),
    covariances: row.slice(0, law.count),
  };
}

/** Factors, lag and smoothing as numbers. */
export function velocitiesOf({ fit, law }: FittedCandidate, { choice }: Identified): LearnedVelocities {
  const { model } = choice.velocities;
  const P = fit.theta.length;
  const covariance = fit.posterior.covariance();
  const estimate = (k: number) => ({
    value: fit.theta[k] as number,
    deviation: Math.sqrt(Math.max(0, covariance[k * P + k] as number)),
  });
  const lagAt = law.count + model.count;
  const known = { value: 1, deviation: 0 };
  return {
    ...choice.velocities,
    factors: model.factors.map((which) => (which < 0 || model.momenta === true ? known : estimate(law.count + which))),
    lag: model.lag ? estimate(lagAt) : { value: 0, deviation: 0 },
    smoothed: model.smoothing === undefined ? { value: 0, deviation: 0 } : estimate(P - 1),
  };
}

/** With factors and lag of columns that were computed from the positions, which the fit did not take. */
export function withDerived(
  velocities: LearnedVelocities,
  fitted: FittedCandidate,
  { motions }: MeasuredRecord,
  tick: number,
): LearnedVelocities {
  if (velocities.kind !== "derived" || velocities.filters === undefined) return velocities;
  return { ...velocities, ...derivedMotion(fitted, motions, velocities.filters, tick) };
}

/** Columns that were fitted; of one number only, no noise is known. */
function measuredColumns({ problem: { motions }, noise }: FittedCandidate["fit"]): Set<number> {
  const size = noise.length;
  const counts = new Float64Array(size);
  for (const { values } of motions)
    values.forEach((value, k) => {
      if (!Number.isNaN(value)) counts[k % size] = (counts[k % size] as number) + 1;
    });
  return new Set(Array.from(counts.keys()).filter((c) => (counts[c] as number) > 1));
}

/** Root mean square of the noise of all columns that were fitted, each relative to its spread. */
export function relativeNoise({ fit }: FittedCandidate, spreads: Float64Array): number {
  const all = [...measuredColumns(fit)];
  const shares = all.map((c) => (fit.noise[c] as number) / ((spreads[c] as number) || 1));
  // What does not move has nothing but noise, and is no part of a held-out error either.
  const moving = shares.filter((share) => share * STILL_NOISE < 1);
  const own = moving.length > 0 ? moving : shares;
  return Math.sqrt(own.reduce((sum, share) => sum + share ** 2 / own.length, 0));
}

/** Noise of every component in its own unit; null where it was not measured or says nothing of its own. */
export function columnNoises(
  record: Recording,
  { active }: MeasuredRecord,
  { fit }: FittedCandidate,
): (number | null)[] {
  const d = record.space.dimension;
  const n = active.length;
  const measured = measuredColumns(fit);
  return Array.from({ length: 2 * d }, (_, a) => {
    const k = active.indexOf(a % d);
    if (k < 0 || (a >= d && record.momenta === "positions")) return null;
    const at = a < d ? k : n + k;
    return measured.has(at) ? (fit.noise[at] as number) : null;
  });
}

/** How many samples of the longest motion one motion of the law explains to within three times the noise. */
export function reachOf(record: Recording, law: LearnedLaw, noise: number): Adaptation["reach"] {
  const of = Math.max(...rowsOf(record.motions));
  if (law.looseness <= SMALL_LOOSENESS) return { samples: of, of };
  const ticks = ((3 * noise) / law.looseness) ** 2;
  const { times } = record.motions.find((motion) => motion.times.length === of) as Recording["motions"][number];
  const span = (times.at(-1) as number) - (times[0] as number);
  return { samples: Math.min(of, Math.max(1, Math.round((of * ticks * law.tick) / span))), of };
}

/** Root mean square of what a fit leaves, in units of the noise. */
export function residualOf({ fit }: FittedCandidate): number {
  let [squares, count] = [0, 0];
  for (const residuals of fit.linearisation.residuals)
    for (const r of residuals)
      if (!Number.isNaN(r)) {
        squares += r * r;
        count++;
      }
  return Math.sqrt(squares / count);
}

/** What a law leaves of momenta, and of the positions beside them, is no more than so many times what a smooth curve leaves, or than this share of their size. */
const [TIMES, SHARE] = [3, 1e-3];

/**
 * Whether a law with momenta p = M(q) v explains a record about as well as smooth curves of time do; undefined where it has no momenta. Those that it does not explain belong to
 * an energy that is not quadratic in them, or to a magnetic force.
 */
export function momentaCheck({ fit }: FittedCandidate, record: SmoothedRecord): MomentaCheck | undefined {
  if (fit.problem.velocities.momenta !== true) return undefined;
  const parts = Array.from(fit.noise, (noise, c) => {
    const [smooth, size] = [record.noise[c] as number, record.columnSpreads[c] as number];
    return { left: noise / (size || 1), explained: noise <= Math.max(TIMES * smooth, SHARE * size) };
  });
  return {
    explained: parts.every(({ explained }) => explained),
    left: Math.max(...parts.map(({ left }) => left)),
  };
}
