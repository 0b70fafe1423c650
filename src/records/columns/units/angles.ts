import type { ColumnFacts } from "../facts.js";
import { reversals } from "../made/swings.js";
import { unitByStep } from "./encoder-steps.js";

/** Angles of more turns without a unit are rather degrees. */
const MOST_RADIANS = 2.2 * Math.PI;
/** What swings back and forth so often over more than a turn, and not over many, is no arm in radians but one in degrees. */
const [SWINGS, MOST_DEGREES] = [4, 400];

/** Whether an angle without a unit and without a velocity that tells is in degrees, by the steps of its encoder, else by how far it swings; `notes`: what was decided where that is not plain. */
export function angleInDegrees(q: ColumnFacts, notes: string[]): boolean {
  if (q.meaning.kind !== "angle" || q.unit !== undefined) return false;
  const largest = Math.max(Math.abs(q.minimum), Math.abs(q.maximum));
  const reach = Number(largest.toPrecision(3));
  const { name } = q.column;
  const step = unitByStep(q.values);
  if (step === "deg") {
    notes.push(
      `${name} goes in whole parts of a turn of 360 and is taken as degrees; head it "${name} [rad]" if it is in radians`,
    );
    return true;
  }
  if (largest <= MOST_RADIANS) return false;
  if (step === "rad") {
    notes.push(`${name} reaches ${reach} in whole parts of a turn of 2 pi and is taken as radians`);
    return false;
  }
  if (largest < MOST_DEGREES && reversals(q.values) >= SWINGS) {
    notes.push(
      `${name} swings over ${reach} without a unit and is taken as degrees; head it "${name} [rad]" if it is in radians`,
    );
    return true;
  }
  notes.push(
    `${name} reaches ${reach} without a unit and is taken as radians; head it "${name} [deg]" if it is in degrees`,
  );
  return false;
}
