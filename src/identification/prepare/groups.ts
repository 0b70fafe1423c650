import { firstAfter } from "../law/input-signal.js";
import type { MeasuredMotion } from "../shooting/record.js";

/** How a motion's rows are cut into groups. */
export interface Grouping {
  /** Rows in a group at most. */
  readonly most: number;
  /** Ascending times at which no parabola goes through the motion. */
  readonly jumps: readonly number[];
}

/** Blocks of rows by whose means a group is judged. */
const BLOCKS = 5;
/** Coefficients of a fourth difference; the root of the sum of their squares. */
const FOURTH = [1, -4, 6, -4, 1] as const;
const FOURTH_SIZE = Math.sqrt(70);
/**
 * A fourth difference of means may be so many times what noise makes of it. Of a motion x(t) it is w^4 x'''' of blocks that are w long, while the middle that is taken of a group is off by 0.0047 of that: a fifth of the
 * mean's own deviation at this bound.
 */
const PLAIN = 5;
/** Where differences are taken, in lengths of a block beside the group: an oscillation's may vanish at one of them. */
const BESIDE = [-0.5, 0.5] as const;
/** Noise of a mean is taken for no less than this share of the column's spread: an oscillation at four groups a radian is plain. */
const LEAST_NOISE = 1.5e-4;

/**
 * First rows of groups whose rows may become one: as many as `most`, fewer beside gaps, jumps and the ends, where groups are no longer than they are away from these, and wherever the motion changes so fast that a parabola through
 * the means would miss it by more than noise hides.
 *
 * @param values rows of `size` columns, NaN where nothing was measured
 */
export function groupStarts({ times, values }: MeasuredMotion, size: number, { most, jumps }: Grouping): number[] {
  const N = times.length;
  const usual = ((times[N - 1] as number) - (times[0] as number)) / (N - 1);
  const columns = Array.from({ length: size }, (_, c) => columnOf(values, c, size));
  const noises = columns.map(
    ({ scatter, spread }) =>
      (length: number) =>
        Math.max(scatter / Math.sqrt(length), LEAST_NOISE * spread),
  );
  const isPlain = (from: number, length: number, start: number, end: number): boolean => {
    if (start + BLOCKS * length > end) return false;
    const middle = from - Math.floor(BLOCKS / 2) * length;
    const places = BESIDE.map((share) => Math.round(middle + share * length));
    return columns.every(({ means }, c) => {
      const bound = PLAIN * FOURTH_SIZE * (noises[c] as (n: number) => number)(length);
      return places.every((place) => {
        const first = Math.max(start, Math.min(end - BLOCKS * length, place));
        const difference = FOURTH.reduce((sum, factor, k) => sum + factor * means(first + k * length, length), 0);
        return !(Math.abs(difference) > bound);
      });
    });
  };
  const starts: number[] = [];
  for (const [start, end] of stretches(times, usual, jumps)) {
    for (let from = start; from < end; ) {
      let length = Math.min(most, end - from);
      // As many rows on either side tell how a group is bent.
      const fits = (n: number) => n <= from - start && n <= end - (from + n);
      while (length > 1 && !(fits(length) && isPlain(from, length, start, end))) length = Math.floor(length / 2);
      starts.push(from);
      from += length;
    }
  }
  return starts;
}

/** Rows between gaps and jumps, each from its first to after its last. */
function stretches(times: Float64Array, usual: number, jumps: readonly number[]): (readonly [number, number])[] {
  const cuts = [0];
  let jump = firstAfter(jumps, times[0] as number);
  for (let i = 1; i < times.length; i++) {
    const [before, now] = [times[i - 1] as number, times[i] as number];
    let jumped = false;
    for (; (jumps[jump] ?? Number.POSITIVE_INFINITY) <= now; jump++) jumped = true;
    if (jumped || now - before > 3 * usual) cuts.push(i);
  }
  return cuts.map((from, k) => [from, cuts[k + 1] ?? times.length] as const);
}

/** A column: means of its rows, about its first value; its scatter from row to row and its spread. */
function columnOf(values: Float64Array, c: number, size: number) {
  const N = values.length / size;
  const origin = values[c] as number;
  const totals = new Float64Array(N + 1);
  for (let i = 0; i < N; i++) totals[i + 1] = (totals[i] as number) + ((values[i * size + c] as number) - origin);
  const means = (from: number, length: number) =>
    ((totals[from + length] as number) - (totals[from] as number)) / length;
  const mean = means(0, N);
  let [squares, count, spread] = [0, 0, 0];
  for (let i = 0; i < N; i++) {
    spread += ((values[i * size + c] as number) - origin - mean) ** 2 / N;
    if (i + BLOCKS > N) continue;
    const difference = FOURTH.reduce((sum, factor, k) => sum + factor * (values[(i + k) * size + c] as number), 0);
    squares += difference ** 2;
    count++;
  }
  return { means, scatter: Math.sqrt(squares / count) / FOURTH_SIZE, spread: Math.sqrt(spread) };
}
