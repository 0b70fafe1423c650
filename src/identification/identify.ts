import { type ChoiceOptions, type Chosen, chooseLaw, termsOf } from "./choice/choose.js";
import { type FittedCandidate, fitCandidate } from "./choice/fit-candidate.js";
import type { Coordinates } from "./choice/forms.js";
import { compress, roughTick } from "./prepare/compress.js";
import { type SmoothedRecord, smoothRecord } from "./prepare/smoothed.js";
import type { MeasuredMotion } from "./shooting/record.js";

/** A law chosen for and fitted to motions. */
export interface Identified extends Chosen {
  readonly coordinates: Coordinates;
}

function prepared(motions: readonly MeasuredMotion[], dimension: number): SmoothedRecord {
  return smoothRecord(compress(motions, dimension, roughTick(motions, dimension)), dimension);
}

/**
 * Finds the law of measured motions: its form, its coefficients and what the velocity columns are. Undefined where no form can be followed.
 *
 * @param motions in any units; angles in radians
 */
export function identify(
  motions: readonly MeasuredMotion[],
  coordinates: Coordinates,
  options: ChoiceOptions = {},
): Identified | undefined {
  const chosen = chooseLaw(prepared(motions, coordinates.kinds.length), coordinates, options);
  return chosen === undefined ? undefined : { ...chosen, coordinates };
}

/** Fits the law that was chosen for a part of a record to more of it. */
export function fitMore(
  motions: readonly MeasuredMotion[],
  { choice, coordinates }: Identified,
  { inputs }: ChoiceOptions = {},
): { record: SmoothedRecord; fitted: FittedCandidate } | undefined {
  const d = coordinates.kinds.length;
  const derived = choice.velocities.kind === "derived";
  const used = derived
    ? motions.map((motion) => ({
        ...motion,
        values: motion.values.map((value, k) => (k % (2 * d) >= d ? Number.NaN : value)),
      }))
    : motions;
  const record = prepared(used, d);
  const candidate = termsOf(record, coordinates, choice, inputs);
  const fitted = fitCandidate(candidate, record, { velocities: choice.velocities.model, inputs });
  return fitted === undefined ? undefined : { record, fitted };
}
