import type { MeasuredMotion } from "../shooting/record.js";
import { groupStarts } from "./groups.js";

/** Rows a tick that are kept, and rows from which on a record is compressed at all. */
const ROWS_A_TICK = 4;
const COMPRESSED_FROM = 500;

/**
 * Brings densely sampled motions to about four rows a tick: neighbouring rows become one, the mean of what a parabola through them leaves plus the parabola's value in
 * the middle, which keeps all that they say of slower changes. Near `jumps` of what acts, ascending times at which no parabola goes through a motion, and where it changes faster, there are more of them (`groupStarts`). Each result says how many
 * measurements it stands for.
 */
export function compress(
  motions: readonly MeasuredMotion[],
  dimension: number,
  tick: number,
  jumps: readonly number[] = [],
): MeasuredMotion[] {
  return motions.map((motion) => {
    const N = motion.times.length;
    const span = (motion.times[N - 1] as number) - (motion.times[0] as number);
    const group = Math.floor(((N - 1) / span) * (tick / ROWS_A_TICK));
    return N < COMPRESSED_FROM || group < 2 ? motion : grouped(motion, 2 * dimension, group, jumps);
  });
}

function grouped(motion: MeasuredMotion, size: number, most: number, jumps: readonly number[]): MeasuredMotion {
  const { times, values, repeats } = motion;
  const starts = groupStarts(motion, size, { most, jumps });
  const count = starts.length;
  const result = {
    times: new Float64Array(count),
    values: new Float64Array(count * size).fill(Number.NaN),
    repeats: new Float64Array(count),
  };
  starts.forEach((from, g) => {
    const to = starts[g + 1] ?? times.length;
    let [middle, weight] = [0, 0];
    for (let i = from; i < to; i++) {
      middle += (times[i] as number) / (to - from);
      weight += repeats?.[i] ?? 1;
    }
    result.times[g] = middle;
    result.repeats[g] = weight;
    for (let c = 0; c < size; c++) {
      const value = middleOf(times, values, size, c, from, to, middle);
      if (value !== undefined) result.values[g * size + c] = value;
    }
  });
  return result;
}

/** Value in the middle of a group: the mean less what the curvature of a wider neighbourhood adds to it, to the fourth order where its rows are even. Undefined where half is missing. */
function middleOf(
  times: Float64Array,
  values: Float64Array,
  size: number,
  c: number,
  from: number,
  to: number,
  middle: number,
): number | undefined {
  let [sum, n, spread] = [0, 0, 0];
  for (let i = from; i < to; i++) {
    const value = values[i * size + c] as number;
    if (Number.isNaN(value)) continue;
    sum += value;
    n++;
    spread += ((times[i] as number) - middle) ** 2;
  }
  if (n < (to - from) / 2) return undefined;
  const own = sum / n;
  const [a, b] = [from - (to - from), to + (to - from)];
  const [before, after] = [
    meanOfRows(times, values, size, c, Math.max(0, a), from),
    meanOfRows(times, values, size, c, to, Math.min(times.length, b)),
  ];
  if (before === undefined || after === undefined) return own;
  // Second divided difference of the three means: half the curvature.
  const curvature =
    ((after.value - own) / (after.time - middle) - (own - before.value) / (middle - before.time)) /
    (after.time - before.time);
  const value = own - curvature * (spread / n);
  const length = to - from;
  if (n < length || from < 2 * length || to + 2 * length > times.length) return value;
  return value + fourthOrder(times, values, size, c, from, length);
}

/** Steps between groups that differ by more than this share are not equal. */
const EQUAL = 1e-3;

/**
 * What a parabola misses of the value in the middle of a group of `n` rows, from the fourth difference of the means of five groups in equal steps. The mean of n equal steps is, in the unit of a row, x with m2 / 2 of its second derivative and m4 / 24 of its
 * fourth, where m2 = (n^2 - 1) / 12 and m4 = (n^2 - 1) (3 n^2 - 7) / 240. 0 where steps are not equal or rows are missing.
 */
function fourthOrder(
  times: Float64Array,
  values: Float64Array,
  size: number,
  c: number,
  from: number,
  n: number,
): number {
  const means = [-2, -1, 0, 1, 2].map((k) => meanOfRows(times, values, size, c, from + k * n, from + (k + 1) * n));
  const first = means[0]?.time ?? Number.NaN;
  const step = ((means[4]?.time ?? Number.NaN) - first) / 4;
  let difference = 0;
  for (const [k, mean] of means.entries()) {
    if (mean === undefined || mean.rows < n || !(Math.abs(mean.time - first - k * step) <= EQUAL * step)) return 0;
    difference += ([1, -4, 6, -4, 1][k] as number) * mean.value;
  }
  const square = n * n;
  const [m2, m4] = [(square - 1) / 12, ((square - 1) * (3 * square - 7)) / 240];
  return (m2 / (24 * square) + ((m2 * m2) / 4 - m4 / 24) / (square * square)) * difference;
}

/** Mean of a column over some rows, and of their times; undefined where none was measured. */
export function meanOfRows(
  times: Float64Array,
  values: Float64Array,
  size: number,
  c: number,
  from: number,
  to: number,
): { value: number; time: number; rows: number } | undefined {
  let [value, time, n] = [0, 0, 0];
  for (let i = from; i < to; i++) {
    const x = values[i * size + c] as number;
    if (Number.isNaN(x)) continue;
    value += x;
    time += times[i] as number;
    n++;
  }
  return n === 0 ? undefined : { value: value / n, time: time / n, rows: n };
}
