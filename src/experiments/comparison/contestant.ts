import type { Learner } from "../../learning/index.js";

/** What a method may know before it meets the held-out system. */
export interface ContestantContext {
  /** Name of the system that it will be tested on, which must not have been trained on. */
  readonly heldOut: string;
  /** Seed of what was trained and is tuned beforehand. */
  readonly seed: number;
  /** Folder of trained models, for methods that need them; null where none was given: then those of the package are taken. */
  readonly models: string | null;
}

/** A method of the comparison. */
export interface Contestant {
  /** Name for people, where it takes too long to ask the learner. */
  readonly title?: string;
  /** What it is, in half a sentence, for tables. */
  readonly summary: string;
  /** How its own settings were chosen. */
  readonly tuning: string;
  /** It has been trained: its models are in the folder of models, or come with the package where none is named (`packagedModels`). */
  readonly needsModels?: boolean;
  /** Takes a minute or more to tune: compared only where it is named. */
  readonly slow?: boolean;
  /** It knows what no learner may know: others are held against it, it does not compete. */
  readonly limit?: boolean;
  learner(context: ContestantContext): Learner | Promise<Learner>;
}
