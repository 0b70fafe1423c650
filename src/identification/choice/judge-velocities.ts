import { usualStep } from "../../numerics/index.js";
import type { SmoothedRecord } from "../prepare/smoothed.js";
import { smoothRecord } from "../prepare/smoothed.js";
import type { Fit } from "../shooting/assess.js";
import { canonicalMomenta, type MeasuredMotion, plainVelocities, type VelocityModel } from "../shooting/record.js";
import { evidenceWithout } from "../shooting/restrict.js";
import { filterOf, type PositionFilter, scatterIsDerived } from "./derived-velocities.js";
import type { Inputs } from "./fitting/candidate.js";
import { fitCandidate } from "./fitting/fit-candidate.js";
import type { FittedCandidate } from "./fitting/fitted-candidate.js";
import { smoothFilters } from "./smooth-velocities.js";

/** What the velocity columns of a record are. */
export interface VelocityJudgement {
  /** `none`: there are none. `measured`: their noise is their own. `derived`: computed from the positions, so that they say nothing new. */
  readonly kind: "none" | "measured" | "derived";
  /** How the measured ones follow from the velocities. */
  readonly model: VelocityModel;
  /** Of derived ones, by coordinate, the filter that makes them from positions. */
  readonly filters?: readonly PositionFilter[] | undefined;
}

/** Velocities with a factor each and a lag. */
export const openVelocities = (d: number): VelocityModel => ({
  factors: Array.from({ length: d }, (_, i) => i),
  count: d,
  lag: true,
});

export const hasVelocities = ({ motions, dimension: d }: SmoothedRecord): boolean =>
  motions.some(({ values }) => values.some((value, k) => k % (2 * d) >= d && !Number.isNaN(value)));

/** What the velocity columns of a record are taken for before anything is known of them. */
export function firstVelocities(record: SmoothedRecord): VelocityModel {
  const d = record.dimension;
  if (record.integrated || !hasVelocities(record)) return plainVelocities(d);
  return record.momenta ? canonicalMomenta(d) : openVelocities(d);
}

/** A filter that leaves more than this share of the column's spread makes no velocities. */
const FILTER_LEAVES = 0.2;
/** Velocities that a law explains to this share of their spread have no noise to judge by. */
const EXPLAINED = 1e-5;
/** Factors, lag and smoothing must be so much likelier than none (natural log). */
const PAYS = 3;

/**
 * Judges velocity columns by a law that was fitted with factors and a lag. Returns the record without columns that say nothing new. `maySmooth`: also without columns that look like those of a spline, which is to be
 * confirmed by the law that the positions alone lead to.
 */
export function judgeVelocities(
  record: SmoothedRecord,
  fitted: FittedCandidate,
  inputs: Inputs | undefined,
  maySmooth = false,
): { velocities: VelocityJudgement; record: SmoothedRecord; smooth?: boolean } {
  const d = record.dimension;
  const simple = simplified(fitted.fit, d);
  if (record.momenta || record.integrated) return { velocities: { kind: "measured", model: simple }, record };
  const filters = derivedFilters(record, fitted.fit);
  const velocities = (own: readonly PositionFilter[]) =>
    ({ kind: "derived", model: plainVelocities(d), filters: own }) as const;
  if (filters !== undefined) return { velocities: velocities(filters), record: withoutVelocities(record) };
  const smooth = maySmooth ? smoothFilters(record, fitted) : undefined;
  if (smooth !== undefined) return { velocities: velocities(smooth), record: withoutVelocities(record), smooth: true };
  if (simple.count === 0) return { velocities: { kind: "measured", model: simple }, record };
  // A factor other than 1: the column may be smoothed, which takes more from faster parts.
  const steps = record.motions.map(({ times }) => usualStep(times));
  const smoothing = Math.min(record.tick / 2, Math.max(...steps));
  const full: VelocityModel = { ...simple, smoothing };
  const smoothed = fitCandidate(fitted.candidate, record, { velocities: full, inputs, near: fitted });
  const pays = smoothed !== undefined && smoothed.fit.evidence > fitted.fit.evidence + PAYS;
  return { velocities: { kind: "measured", model: pays ? full : simple }, record };
}

/** A record without its velocities. */
export const withoutVelocities = ({
  motions,
  measured,
  dimension: d,
  angles,
  stopped,
}: SmoothedRecord): SmoothedRecord => ({
  ...smoothRecord(
    motions.map((motion) => positionsAlone(motion, d)),
    d,
    measured,
    false,
    angles,
  ),
  stopped,
});

/** A motion without its velocities. */
export function positionsAlone(motion: MeasuredMotion, d: number): MeasuredMotion {
  return { ...motion, values: motion.values.map((value, k) => (k % (2 * d) >= d ? Number.NaN : value)) };
}

/** A filter for every coordinate's velocities, where it makes each from the positions. */
function derivedFilters({ measured, spreads, dimension: d }: SmoothedRecord, fit: Fit): PositionFilter[] | undefined {
  const filters: PositionFilter[] = [];
  for (let c = 0; c < d; c++) {
    const filter = filterOf(measured, c, d);
    if (filter === undefined || filter.residual > FILTER_LEAVES * (spreads[d + c] as number)) return undefined;
    // A column that a law explains to its last digits is not made from noise.
    if ((fit.noise[d + c] as number) < EXPLAINED * (spreads[d + c] as number)) return undefined;
    // What a law leaves of independent velocities, a filter of noisy positions leaves as well.
    if (filter.residual > (fit.noise[d + c] as number) || !scatterIsDerived(measured, c, d)) return undefined;
    filters.push(filter);
  }
  return filters;
}

/** The model without factors and lag that do not pay. */
function simplified({ theta, problem, ...fit }: Fit, d: number): VelocityModel {
  const { law, velocities } = problem;
  const whole = { theta, problem, ...fit };
  const factorAt = law.count;
  const lagAt = law.count + velocities.count;
  const lagPays = velocities.lag && fit.evidence > evidenceWithout(whole, new Map([[lagAt, 0]])) + PAYS;
  // Momenta have a mass for a factor, which is never known before.
  if (velocities.momenta === true) return { ...velocities, lag: lagPays };
  const ones = new Map(Array.from({ length: velocities.count }, (_, k) => [factorAt + k, 1] as const));
  const factorsPay = velocities.count > 0 && fit.evidence > evidenceWithout(whole, ones) + PAYS;
  return {
    factors: Array.from({ length: d }, (_, i) => (factorsPay ? i : -1)),
    count: factorsPay ? d : 0,
    lag: lagPays,
  };
}
