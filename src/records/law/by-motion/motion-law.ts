import type { Constant } from "../formula.js";
import type { Verdict } from "../verdict/verdict.js";

/** The law of one motion of a record whose motions have laws of their own. */
export interface MotionLaw {
  /** Its name, or its number from 1 where it has none. */
  readonly motion: string;
  readonly verdict: Verdict;
  readonly equation: string;
  readonly formula: string;
  readonly constants: readonly Constant[];
  /** What a model of this motion alone misses its held-out end by, relative to its spread. */
  readonly heldOut: number;
}
