import type { SmoothedRecord } from "../prepare/smoothed.js";
import { creditOf as creditOfFit, SMALL_LOOSENESS } from "../shooting/fit.js";
import type { VelocityModel } from "../shooting/record.js";
import type { Inputs } from "./fitting/candidate.js";
import type { FittedCandidate } from "./fitting/fitted-candidate.js";
import type { Coordinates } from "./form-builder.js";

/** What laws are fitted to. */
export interface ChoiceTask {
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
  /** Of a friction: compared beside a form with more forces that depend on place than the chosen one has. */
  readonly richer?: true | undefined;
}

export { SMALL_LOOSENESS };

/** What is so much less likely with loosely connected segments than what explains the record (natural log) is not followed further. */
export const HOPELESS = 30;

/** A richer form must be so much likelier (natural log). */
export const RICHER = 2;

/** Friction must be so much likelier than none, and a drive than none. */
export const [FRICTION_PAYS, DRIVE_PAYS] = [4, 6];

/** See `creditOf` of a fit. */
export const candidateCredit = ({ fit }: Pick<FittedCandidate, "fit">): number => creditOfFit(fit);
