import { percent } from "../../base/text.js";

/** An error of this size, relative to a motion's spread, is the motion itself: guessing its mean gives about as much. */
const MOTION = 1;

/** An error relative to a motion's spread in words: as a share of it, or, where there is no sense in a number, that it is more than the motion. */
export function errorText(relative: number): string {
  if (Number.isNaN(relative)) return "not followed";
  return relative > MOTION ? "more than 100 %" : percent(relative);
}

/** What is known of a law whose prediction is uncertain. */
export interface UncertainLaw {
  /** Held-out error that is to be expected, relative to the motion's spread. */
  readonly expected: number;
  /** Whether the record wanders from the law. */
  readonly wanders: boolean;
  /** Whether a force of time acts of which nothing is known beyond what was seen. */
  readonly unknownForce: boolean;
}

/** In words, why a motion cannot be predicted to its end; undefined where what is uncertain about its law is less than the motion itself. */
export function unpredictable({ expected, wanders, unknownForce }: UncertainLaw): string | undefined {
  if (expected <= MOTION) return undefined;
  if (unknownForce) return "a force of time acts on it whose course after what was learned from is not known";
  if (wanders) return "it wanders from its law, and what it wanders by grows until nothing of the prediction is left";
  return "it is unstable, or its law is not known well enough: laws and states that the record cannot tell apart lead further apart than the motion reaches";
}
