import type { ColumnFacts } from "./facts.js";
import { measures, type Unit } from "./units/units.js";

const TAU = 2 * Math.PI;

/**
 * After how much an angle, or the counts of an encoder, begin anew in their file: undefined for columns that are neither, or whose values
 * reach beyond one turn or never jump by one.
 */
export function periodOf(
  facts: Pick<ColumnFacts, "meaning" | "unit" | "values" | "minimum" | "maximum">,
): number | undefined {
  const { meaning, unit, values, minimum, maximum } = facts;
  const isAngle = meaning.kind === "angle";
  const counts = isBare(unit) && isEncoder(facts) ? ENCODERS : [];
  const angles = !isAngle ? [] : unit !== undefined && measures(unit, "angle") ? [TAU / unit.factor] : [TAU, 360];
  return [...angles, ...counts].find((period) => {
    if (!(maximum - minimum <= 1.02 * period && maximum - minimum > 0.5 * period)) return false;
    let last = Number.NaN;
    for (const value of values) {
      if (Number.isNaN(value)) continue;
      if (Math.abs(value - last) > 0.6 * period) return true;
      last = value;
    }
    return false;
  });
}

/** The counts of a turn of what an encoder counts that turns over; undefined for any other column. */
export function countsOfTurn(facts: ColumnFacts): number | undefined {
  const period = isBare(facts.unit) ? periodOf(facts) : undefined;
  return period !== undefined && ENCODERS.includes(period) ? period : undefined;
}

/** Whether a unit says nothing, as "counts" does. */
const isBare = (unit: Unit | undefined) => unit === undefined || Object.keys(unit.dimensions).length === 0;

/** Counts of a turn of magnetic and optical encoders. */
const ENCODERS = [8, 9, 10, 11, 12, 13, 14, 16].map((bits) => 2 ** bits);
/** An encoder that turns over comes near both ends of its counts. */
const FULL = 0.95;

/** Whether whole numbers may be the counts of an absolute encoder. */
function isEncoder({
  meaning,
  values,
  minimum,
  maximum,
}: Pick<ColumnFacts, "meaning" | "values" | "minimum" | "maximum">) {
  const possible = ["unknown", "counter", "position", "angle"].includes(meaning.kind);
  return (
    possible &&
    minimum >= 0 &&
    ENCODERS.some((counts) => maximum < counts && maximum - minimum > FULL * counts) &&
    values.every((value) => Number.isNaN(value) || Number.isInteger(value))
  );
}

/** Adds whole turns to an angle so that it does not jump. */
export class Unwrapper {
  #turns = 0;
  #last = Number.NaN;
  /** Jumps that were taken back. */
  jumps = 0;

  constructor(readonly period: number) {}

  next(value: number): number {
    const step = value - this.#last;
    if (Math.abs(step) > this.period / 2) {
      this.#turns -= Math.round(step / this.period);
      this.jumps++;
    }
    this.#last = value;
    return value + this.#turns * this.period;
  }
}

/** The same of a column; missing values stay missing. */
export function unwrapped(values: Float64Array, period: number): Float64Array {
  const unwrapper = new Unwrapper(period);
  return values.map((value) => (Number.isNaN(value) ? value : unwrapper.next(value)));
}
