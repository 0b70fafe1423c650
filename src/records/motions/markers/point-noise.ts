import { smoothLocally } from "../../../identification/shooting/smooth.js";
import type { Recording } from "../../recording.js";

/** Rows by which a point's noise is judged: at most, and of a motion at least. */
const [MOST_JUDGED, FEWEST_JUDGED] = [600, 16];

/** Standard deviation of a number that is rounded to a whole one. */
const ROUNDED = 1 / Math.sqrt(12);

/** Noise of a point, of which the numbers of its coordinates are given, about a smooth path; rounding to whole numbers counts too. */
export function pointNoise({ motions, space: { dimension: d } }: Recording, axes: readonly number[]): number {
  let squares = 0;
  let whole = true;
  const judged = motions.filter(({ times }) => times.length >= FEWEST_JUDGED);
  for (const { positions, times } of judged)
    for (const c of axes) {
      const rows = Math.min(times.length, MOST_JUDGED);
      const values = Float64Array.from({ length: rows }, (_, i) => positions[i * d + c] as number);
      squares += smoothLocally({ times: times.subarray(0, rows), values }).noise ** 2 / judged.length;
      whole &&= values.every(Number.isInteger);
    }
  return Math.hypot(Math.sqrt(squares), whole ? ROUNDED : 0);
}
