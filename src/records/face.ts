import { adaptRecord } from "./adapt.js";
import type { Adaptation, AdaptRecordOptions } from "./adaptation.js";
import { type Prediction, predictMotion } from "./predict.js";
import { type ReadOptions, readRecord } from "./read.js";
import type { Recording } from "./recording.js";
import { blobSource, bytesSource } from "./source.js";

/** A file of measurements: a browser's `File`, or a name (whose ending says the format) with bytes or text. */
export type RecordFile = File | { readonly name: string; readonly content: Uint8Array | string };

/** A record with what was learned from it. */
export interface AdaptedRecord extends Adaptation {
  readonly record: Recording;
}

/**
 * Learns the energy of a measured motion from a CSV, Parquet or NPZ file; the same in Node and in browsers. What the columns mean
 * is recognised from their names or said in the options.
 *
 * Throws `UserError` for what cannot be read. A record that is not conservative is fitted all the same: look at
 * `check.verdict` before believing `predict`.
 */
export async function adapt(file: RecordFile, options: ReadOptions & AdaptRecordOptions = {}): Promise<AdaptedRecord> {
  const record = await readRecord(sourceOf(file), options);
  return { record, ...adaptRecord(record, options) };
}

function sourceOf(file: RecordFile) {
  if (file instanceof Blob) return blobSource(file.name, file);
  const { name, content } = file;
  return bytesSource(name, typeof content === "string" ? new TextEncoder().encode(content) : content);
}

export interface PredictRecordOptions {
  /** How far beyond the end of the record, in its unit of time. */
  readonly duration: number;
  /** Points, the end of the record included. */
  readonly points?: number;
  /** Which of the record's motions; the first by default. */
  readonly motion?: number;
}

/** How a measured motion goes on after its record, with standard deviations. */
export function predict(
  adapted: AdaptedRecord,
  { duration, points = 101, motion = 0 }: PredictRecordOptions,
): Prediction {
  const times = adapted.record.motions[motion]?.times;
  const found = adapted.motions[motion];
  if (times === undefined || found === undefined) throw new RangeError(`the record has no motion ${motion}`);
  const end = times.at(-1) as number;
  const grid = Float64Array.from({ length: points }, (_, i) => end + (duration * i) / (points - 1));
  return predictMotion(adapted.model, { ...found.start, drawn: found.drawnStarts }, grid, adapted);
}
