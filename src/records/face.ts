import { UserError } from "../base/errors.js";
import {
  aChoice,
  aFunction,
  aNumber,
  anInteger,
  anObject,
  aSwitch,
  aText,
  checkOptions,
  type OptionKind,
  texts,
} from "../base/options.js";
import { adaptRecord } from "./adapt.js";
import type { Adaptation, AdaptRecordOptions } from "./adaptation.js";
import type { SavedModel } from "./model-file.js";
import { type PredictedMotion, type PredictRecordOptions, predictSaved } from "./prediction/predict-saved.js";
import { readRecord } from "./read.js";
import type { ReadOptions } from "./read-table.js";
import type { Recording } from "./recording.js";
import { savedModel } from "./saved.js";
import { blobSource, bytesSource } from "./source.js";

/** A file of measurements: a browser's `File`, or a name (whose ending says the format) with bytes or text. */
export type RecordFile = File | { readonly name: string; readonly content: Uint8Array | string };

/** A record with what was learned from it. */
export interface AdaptedRecord extends Adaptation {
  readonly record: Recording;
}

const ADAPT_OPTIONS: Readonly<Record<keyof (ReadOptions & AdaptRecordOptions), OptionKind>> = {
  time: aText,
  id: aText,
  coordinates: texts,
  momenta: texts,
  velocities: texts,
  inputs: texts,
  held: texts,
  markers: texts,
  cartesian: aSwitch,
  rate: aNumber,
  masses: anObject,
  motions: texts,
  skipMissing: aSwitch,
  method: aChoice("auto", "law", "process", "structured"),
  holdOut: aNumber,
  draws: anInteger(0, 1000),
  seed: anInteger(0),
  conservative: aSwitch,
  formula: aSwitch,
  onProgress: aFunction,
};

/**
 * Learns the law of a measured motion from a CSV, Parquet or NPZ file; the same in Node and in browsers. What the columns mean
 * is recognised from their names or said in the options.
 *
 * Throws `UserError` for what cannot be read and for options that do not exist. Look at `check.verdict` and
 * `heldOut` before believing `predict`.
 */
export async function adapt(file: RecordFile, options: ReadOptions & AdaptRecordOptions = {}): Promise<AdaptedRecord> {
  checkOptions("adapt", options, ADAPT_OPTIONS);
  const record = await readRecord(sourceOf(file), options);
  return { record, ...adaptRecord(record, options) };
}

/** What plain JavaScript may pass is looked at too: the path of a file is the likeliest mistake. */
function sourceOf(file: RecordFile) {
  if (file instanceof Blob) return blobSource(file.name, file);
  const { name, content } = Object(file) as Partial<Exclude<RecordFile, File>>;
  if (typeof name !== "string" || !(typeof content === "string" || content instanceof Uint8Array))
    throw new UserError(
      `adapt: ${typeof file === "string" ? `the file name ${JSON.stringify(file)} alone` : "its first argument"} is no record: ` +
        'expected a File or { name: "swing.csv", content }, where content is the bytes or the text of the file',
    );
  return bytesSource(name, typeof content === "string" ? new TextEncoder().encode(content) : content);
}

/**
 * How a measured motion goes on after its record, or from a given state, with standard deviations; of the shape that `simulate` gives.
 *
 * Throws `UserError` for options that mean nothing and for a start far from everything in the record.
 */
export function predict(adapted: AdaptedRecord, options: PredictRecordOptions): PredictedMotion {
  let saved = savedModels.get(adapted);
  if (saved === undefined) {
    saved = savedModel(adapted.record, adapted);
    savedModels.set(adapted, saved);
  }
  return predictSaved(saved, options);
}

const savedModels = new WeakMap<AdaptedRecord, SavedModel>();
