import type { LearnedLaw } from "../identification/index.js";
import type { ConservativeCheck } from "./fit/conservative.js";
import type { ProcessFit } from "./fit/fit.js";
import type { MotionLaw } from "./law/by-motion/motion-law.js";
import type { LearnedForce } from "./law/force-kinds.js";
import type { LearnedFormula } from "./law/formula.js";
import type { EnergyModel } from "./model.js";
import type { Recording } from "./recording.js";

/**
 * How a motion is learned. `law`: an energy with friction and drive, by multiple shooting over all rows. `process`: a Gaussian process conditioned on the motion. `structured`: the structured process on states
 * and time derivatives, for records that have columns of these. `auto`: the law, and the others where they may do better; the one that predicts the held-out end best is kept.
 */
export type RecordMethod = "auto" | "law" | "process" | "structured";

export interface AdaptRecordOptions {
  /** `auto` by default. */
  readonly method?: RecordMethod;
  /** Share at the end of every motion that is kept back to measure the prediction by. */
  readonly holdOut?: number;
  /** Energies drawn for bands of uncertainty: 16 laws, 32 of the process, at most 6 of the structured process by default. */
  readonly draws?: number;
  readonly seed?: number;
  /** The energy alone, without friction or drive. */
  readonly conservative?: boolean;
  /** False: no closed form of the law is looked for. */
  readonly formula?: boolean;
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
  /** What noise and the uncertainty of the law let expect in its place, where that is known. */
  readonly expected?: number | undefined;
  /** In words, why that is more than the motion itself, so that its end cannot be predicted. */
  readonly unpredictable?: string | undefined;
  /** Root mean square error of every measured component, in its own unit; null where it was not measured. */
  readonly components: readonly (number | null)[];
  /** What was predicted for the held-out samples of every motion, [samples][2d]; unmeasured components are the model's. */
  readonly predicted?: readonly Float64Array[] | undefined;
}

/** Whether canonical momenta are those of a law, p = M(q) v. */
export interface MomentaCheck {
  readonly explained: boolean;
  /** Root mean square of what is left of positions and momenta, relative to their size; of the component that is explained worst. */
  readonly left: number;
}

/** What the adaptation found. */
export interface Adaptation {
  /** The record as it was learned where that is not the one that was given: between impacts, each flight a motion of its own. */
  readonly record?: Recording;
  readonly learnedBy: Exclude<RecordMethod, "auto">;
  /** Every method that was tried, with the relative error of its held-out prediction. */
  readonly tried: readonly { readonly method: Exclude<RecordMethod, "auto">; readonly relative: number }[];
  readonly model: EnergyModel;
  readonly check: ConservativeCheck;
  /** Where canonical momenta were given, whether p = M(q) v with the masses of a law explains them. */
  readonly momenta?: MomentaCheck | undefined;
  /** Friction and drives, where they were looked for. */
  readonly forces: readonly LearnedForce[];
  /** The law in words, where it was learned as one. */
  readonly law?: LearnedFormula | undefined;
  /** Of motions that no one law explains, the law of each, where each has one; `law` is then no more than a description. */
  readonly apart?: readonly MotionLaw[] | undefined;
  /** What the words say, as data. */
  readonly formulaLaw?: LearnedLaw | undefined;
  readonly heldOut: HeldOutError;
  readonly structure: { readonly name: string; readonly formula: string };
  /** Samples that the model was fitted to. */
  readonly used: number;
  /** Measurement noise of every component as estimated, in its own unit; null where it was not measured. */
  readonly noise: readonly (number | null)[];
  /** Time over which the motion changes. */
  readonly tick: number;
  /** Whether one initial state explains every motion from beginning to end, and how many samples it does. */
  readonly reach: ProcessFit["reach"];
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
