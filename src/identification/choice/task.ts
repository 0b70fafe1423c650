import type { SmoothedRecord } from "../prepare/smoothed.js";
import type { VelocityModel } from "../shooting/record.js";
import type { Inputs } from "./candidate.js";
import type { FittedCandidate } from "./fit-candidate.js";
import type { Coordinates } from "./form-builder.js";

/** What laws are fitted to. */
export interface Task {
  readonly record: SmoothedRecord;
  readonly coordinates: Coordinates;
  readonly inputs: Inputs | undefined;
  /** What the velocity columns are taken for. */
  readonly velocities: VelocityModel;
}

/** What was compared on the way: log marginal likelihoods on the same measurements, less what laws leave unexplained. */
export interface Compared {
  readonly what: string;
  readonly evidence: number;
}

/** Segments that stay apart by less than this, in spreads a tick, form one motion. */
export const SMALL_LOOSENESS = 1e-4;

/** A richer form must be so much likelier (natural log). */
export const RICHER = 2;

/** What a factor of ten more of unexplained changes costs (natural log): a law that explains the record throughout is believed before one that does not. */
const LOOSENESS_COSTS = 4;

/** Log marginal likelihood, less what the law leaves unexplained costs. */
export function creditOf({ fit }: Pick<FittedCandidate, "fit">): number {
  return fit.evidence - LOOSENESS_COSTS * Math.max(0, Math.log10(fit.looseness / SMALL_LOOSENESS));
}
