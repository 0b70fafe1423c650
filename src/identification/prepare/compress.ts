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

/** Value in the middle of a group: the mean less what the curvature of a wider neighbourhood adds to it. Undefined where half is missing. */
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
  return own - curvature * (spread / n);
}

/** Mean of a column over some rows, and of their times; undefined where none was measured. */
export function meanOfRows(
  times: Float64Array,
  values: Float64Array,
  size: number,
  c: number,
  from: number,
  to: number,
): { value: number; time: number } | undefined {
  let [value, time, n] = [0, 0, 0];
  for (let i = from; i < to; i++) {
    const x = values[i * size + c] as number;
    if (Number.isNaN(x)) continue;
    value += x;
    time += times[i] as number;
    n++;
  }
  return n === 0 ? undefined : { value: value / n, time: time / n };
}
