import type { ConservativeCheck } from "./fit/conservative.js";
import type { Fit } from "./fit/fit.js";
import type { SampleChoice } from "./fit/scaled.js";
import type { StructureName } from "./fit/structure.js";
import type { EnergyModel } from "./model.js";

/**
 * How an energy is learned. `process`: a Gaussian process conditioned on the motion. `structured`: the structured process on states
 * and time derivatives, for records that have columns of these. `auto`: both where that is possible; the one that predicts the held-out
 * end better is kept.
 */
export type RecordMethod = "auto" | "process" | "structured";

export interface AdaptRecordOptions {
  /** `auto` by default. */
  readonly method?: RecordMethod;
  /** Share at the end of every motion that is kept back to measure the prediction by. */
  readonly holdOut?: number;
  /** Energies drawn for bands of uncertainty. */
  readonly draws?: number;
  readonly seed?: number;
  /** Told what is being done. */
  readonly onProgress?: (done: number, total: number, what: string) => void;
}

/** How well held-out samples were predicted by a model that had not seen them. */
export interface HeldOutError {
  readonly share: number;
  /** Held-out samples. */
  readonly samples: number;
  /** Root mean square of the error over that of the coordinates about their mean, all measured components together. */
  readonly relative: number;
  /** Root mean square error of every measured component, in its own unit; null where it was not measured. */
  readonly components: readonly (number | null)[];
}

/** What the adaptation found. */
export interface Adaptation {
  readonly learnedBy: Exclude<RecordMethod, "auto">;
  /** Every method that was tried, with the relative error of its held-out prediction. */
  readonly tried: readonly { readonly method: Exclude<RecordMethod, "auto">; readonly relative: number }[];
  readonly model: EnergyModel;
  readonly check: ConservativeCheck;
  readonly heldOut: HeldOutError;
  readonly structure: { readonly name: StructureName; readonly formula: string };
  /** Samples that the model was fitted to, by motion. */
  readonly used: readonly SampleChoice[];
  /** Measurement noise of every component as estimated, in its own unit; null where it was not measured. */
  readonly noise: readonly (number | null)[];
  /** Time over which the motion changes. */
  readonly tick: number;
  /** Whether one initial state explains every motion from beginning to end, and how many samples it does. */
  readonly reach: Fit["reach"];
  /** Root mean square of measurements less fitted motion, in units of the noise: about 1. */
  readonly residual: number;
  /** The fitted motions at the samples' times and after. */
  readonly motions: readonly FittedMotion[];
}

/** A motion as the model has it. */
export interface FittedMotion {
  readonly id: string;
  /** End of the last stretch's start: from there on everything is prediction from one state. */
  readonly start: { readonly time: number; readonly state: Float64Array };
  /** The same for every draw of the model, [draws][2d]. */
  readonly drawnStarts: Float64Array;
}

/** The last fifth of every motion. */
export const DEFAULT_HOLD_OUT = 0.2;
/** A motion with fewer samples is not fitted. */
export const FEWEST_SAMPLES = 8;
