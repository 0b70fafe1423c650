import { leastSquares } from "../../numerics/index.js";
import type { Motion } from "../recording.js";
import { columnOf, noiseOf } from "./glance.js";

/** Rows that stay at one end of the range, in so many rows at least each time and so many times; or once in so many rows. */
const [STAYS, TIMES, ONCE] = [3, 2, 6];
/** Rows before and after such a stay from which it is told where the motion would have gone, at least and at most. */
const [FEWEST, AROUND] = [4, 6];
/** It would have gone beyond that end by so many times the noise, so many times the least step between values, and this share of the range. */
const [NOISE, LEAST_STEP, SHARE] = [4, 3, 0.01];
/** More than this share of the rows is no motion beyond a limit. */
const MOST = 0.6;

export interface Clipped {
  readonly rows: ReadonlySet<number>;
  /** Where what coordinate stays. */
  readonly limits: readonly { readonly coordinate: number; readonly value: number }[];
}

/**
 * Rows in which a coordinate stays at the very end of its range, to the last digit, though what comes before and after leads beyond it: a sensor at its limit, or a stop. A turning point that is written with few digits stays too, but where the
 * motion would have turned; what dry friction holds came to rest there.
 *
 * @param d coordinates
 */
export function clippedRows(motion: Motion, d: number): Clipped {
  const N = motion.times.length;
  const rows = new Set<number>();
  const limits: Clipped["limits"][number][] = [];
  for (let coordinate = 0; coordinate < d; coordinate++) {
    const x = columnOf(motion, coordinate, d);
    for (const side of [1, -1]) {
      const value = x.reduce((end, own) => (side * own > side * end ? own : end), Number.NEGATIVE_INFINITY * side);
      const stays = staysAt(x, value);
      if (!goBeyond(motion.times, x, value, side, stays)) continue;
      limits.push({ coordinate, value });
      for (let i = 0; i < N; i++) if (x[i] === value) rows.add(i);
    }
  }
  return rows.size <= MOST * N ? { rows, limits } : { rows: new Set(), limits: [] };
}

type Stay = readonly [first: number, end: number];

/** Where values equal the given one in several rows. */
function staysAt(x: Float64Array, value: number): Stay[] {
  const stays: Stay[] = [];
  for (let i = 0; i < x.length; i++) {
    if (x[i] !== value) continue;
    const first = i;
    while (x[i + 1] === value) i++;
    if (i + 1 - first >= STAYS) stays.push([first, i + 1]);
  }
  return stays;
}

function goBeyond(times: Float64Array, x: Float64Array, value: number, side: number, stays: readonly Stay[]): boolean {
  const inner = stays.filter(([first, end]) => first >= FEWEST && end + FEWEST <= x.length);
  const enough = inner.length >= TIMES || inner.some(([first, end]) => end - first >= ONCE);
  if (!enough) return false;
  const [low, high, step] = spacingOf(x);
  const free = x.filter((own) => own !== value);
  const beyond = Math.max(NOISE * (noiseOf(free) || 0), LEAST_STEP * step, SHARE * (high - low));
  const excess = inner.map(([first, end]) => {
    const middle = ((times[first] as number) + (times[end - 1] as number)) / 2;
    const from = Math.max(0, first - AROUND, lastAt(x, value, first));
    const to = Math.min(x.length, end + AROUND, nextAt(x, value, end));
    const before = indices(from, first);
    const after = indices(end, to);
    if (before.length < FEWEST || after.length < FEWEST) return 0;
    const over = (rows: readonly number[]) => side * (parabolaAt(times, x, rows, middle) - value);
    // What comes to rest leads back from where it rests, though between its ways to and fro an arc goes beyond it.
    return Math.min(over([...before, ...after]), Math.max(over(before), over(after)));
  });
  const sorted = excess.sort((a, b) => a - b);
  return (sorted[sorted.length >> 1] as number) > beyond;
}

const indices = (from: number, to: number): number[] => Array.from({ length: to - from }, (_, k) => from + k);

/** The row after the last one before `row` that has the value; 0 where there is none. */
const lastAt = (x: Float64Array, value: number, row: number): number => x.subarray(0, row).lastIndexOf(value) + 1;

/** The next row from `row` on that has the value; the number of rows where there is none. */
function nextAt(x: Float64Array, value: number, row: number): number {
  const at = x.indexOf(value, row);
  return at < 0 ? x.length : at;
}

/** The parabola of least squares through some rows, at a time. */
function parabolaAt(times: Float64Array, x: Float64Array, rows: readonly number[], at: number): number {
  const t = rows.map((i) => (times[i] as number) - at);
  const columns = [t.map(() => 1), t, t.map((own) => own * own)];
  return leastSquares(
    columns,
    rows.map((i) => x[i] as number),
  )[0] as number;
}

/** Least and largest value, and the least step between different ones. */
function spacingOf(x: Float64Array): [low: number, high: number, step: number] {
  const sorted = x.slice().sort();
  let step = Number.POSITIVE_INFINITY;
  for (let i = 1; i < sorted.length; i++) {
    const own = (sorted[i] as number) - (sorted[i - 1] as number);
    if (own > 0) step = Math.min(step, own);
  }
  return [sorted[0] as number, sorted.at(-1) as number, Number.isFinite(step) ? step : 0];
}
