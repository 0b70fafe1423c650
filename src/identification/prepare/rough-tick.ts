import type { MeasuredMotion } from "../shooting/record.js";
import { type LocalFit, smoothLocally } from "../shooting/smooth.js";
import { meanOfRows } from "./compress.js";
import { wanders } from "./turns.js";

/** Rows of a stretch by which a record's tick is first estimated. */
const STRETCH = 400;
/** A stretch tells something where a coordinate crosses its mean so often. */
const CROSSINGS = 4;
/** Fewer points say nothing of a curve. */
const FEWEST = 8;
/** Means hide something where rows are so many times the noise from the curve through them, and from so much of what the coordinate does on. */
const [SEEN, LEAST_SEEN] = [3, 1e-4];

/** A coordinate of a motion, blocks of rows averaged. */
interface Blocks {
  readonly times: Float64Array;
  readonly values: Float64Array;
  /** Whether they are of all rows. */
  readonly all: boolean;
}

/**
 * The time over which densely sampled motions change, estimated on a stretch of each after averaging as many rows as can be without losing turns. Of a coordinate that does not come back, as an angle that turns on and on, by
 * what it does beside its mean motion; of an angle that wanders over many turns by its sine.
 */
export function roughTick(
  motions: readonly MeasuredMotion[],
  dimension: number,
  angles: readonly boolean[] = [],
): number {
  let tick = Number.POSITIVE_INFINITY;
  for (const motion of motions)
    for (let c = 0; c < dimension; c++) {
      const own = angles[c] === true ? withinTurn(motion, c, 2 * dimension) : motion;
      tick = Math.min(tick, tickOf(own, c, 2 * dimension));
    }
  return tick;
}

/** A motion with the sine in the place of an angle that wanders over many turns, whose slow changes are as large as anything. */
function withinTurn(motion: MeasuredMotion, c: number, size: number): MeasuredMotion {
  const angle = motion.values.filter((_, k) => k % size === c);
  if (!wanders(motion.times, angle)) return motion;
  return { ...motion, values: motion.values.map((value, k) => (k % size === c ? Math.sin(value) : value)) };
}

function tickOf(motion: MeasuredMotion, c: number, size: number): number {
  for (let block = 1; ; block *= 2) {
    const blocks = blocksOf(motion, c, size, block);
    if (crossingsOf(blocks.values) < CROSSINGS) {
      if (!blocks.all) continue;
      const beside = tickBeside(motion, c, size);
      if (beside !== undefined) return beside;
    }
    if (blocks.times.length < FEWEST) return Number.POSITIVE_INFINITY;
    return changes(smoothLocally(blocks), blocks.times);
  }
}

/** The same of what a coordinate does beside its mean motion, after averaging as many rows as leave no more than noise about a smooth curve through the means; undefined where there are too few. */
function tickBeside(motion: MeasuredMotion, c: number, size: number): number | undefined {
  const rows = blocksOf(motion, c, size, 1);
  if (rows.times.length < FEWEST) return undefined;
  const noise = scatterOf(rows.values);
  let block = 1;
  while (STRETCH * block < motion.times.length) block *= 2;
  for (; ; block /= 2) {
    const { times, values } = blocksOf(motion, c, size, block);
    const line = lineThrough(times, values);
    const smooth = smoothLocally({ times, values: values.map((x, i) => x - line(times[i] as number)) });
    // The rows in the middle: what the means hide is everywhere.
    const left = rootMeanSquare(
      rows.values.map((x, i) => x - line(rows.times[i] as number) - smooth.at(rows.times[i] as number)[0]),
    );
    const path = rootMeanSquare(times.map((time) => smooth.at(time)[0]));
    if (block === 1 || left <= SEEN * Math.max(noise, LEAST_SEEN * path)) return changes(smooth, times, true);
  }
}

/** The stretch in the middle, of as many blocks of rows as make a few turns. */
function blocksOf({ times, values }: MeasuredMotion, c: number, size: number, block: number): Blocks {
  const rows = Math.min(times.length, STRETCH * block);
  const from = Math.floor((times.length - rows) / 2);
  const [t, x]: [number[], number[]] = [[], []];
  for (let i = from; i + block <= from + rows; i += block) {
    const mean = meanOfRows(times, values, size, c, i, i + block);
    if (mean === undefined) continue;
    t.push(mean.time);
    x.push(mean.value);
  }
  return { times: Float64Array.from(t), values: Float64Array.from(x), all: rows === times.length };
}

/** The straight line through some points, by least squares. */
function lineThrough(times: Float64Array, values: Float64Array): (time: number) => number {
  const n = times.length;
  const [t0, x0] = [times, values].map((all) => all.reduce((sum, value) => sum + value / n, 0)) as [number, number];
  let [above, below] = [0, 0];
  times.forEach((t, i) => {
    above += (t - t0) * ((values[i] as number) - x0);
    below += (t - t0) ** 2;
  });
  return (time) => x0 + (above / below) * (time - t0);
}

/** Noise of evenly sampled values, by their fourth differences, which are hardly of what changes over more than some rows. */
function scatterOf(values: Float64Array): number {
  const differences: number[] = [];
  for (let i = 2; i + 2 < values.length; i++) {
    const [a, b, c, d, e] = values.subarray(i - 2, i + 3) as unknown as [number, number, number, number, number];
    differences.push(a - 4 * b + 6 * c - 4 * d + e);
  }
  // Of the binomial coefficients, the sum of squares.
  return rootMeanSquare(differences) / Math.sqrt(70);
}

/** The time over which a smoothed coordinate changes: a radian of an oscillation. `beside`: where slow changes are large, that over which its velocity does. */
function changes(smooth: LocalFit, times: Float64Array, beside = false): number {
  const jets = Array.from(times, (time) => smooth.at(time));
  const mean = jets.reduce((sum, jet) => sum + jet[0] / jets.length, 0);
  const q = rootMeanSquare(jets.map((jet) => jet[0] - mean));
  const [v, a] = [rootMeanSquare(jets.map((jet) => jet[1])), rootMeanSquare(jets.map((jet) => jet[2]))];
  if (!(q > 0 && a > 0 && v > 0)) return Number.POSITIVE_INFINITY;
  return Math.min(Math.sqrt(q / a), q / v, beside ? v / a : Number.POSITIVE_INFINITY);
}

const rootMeanSquare = (values: ArrayLike<number>): number =>
  Math.sqrt(Array.from(values).reduce((sum, value) => sum + value ** 2 / values.length, 0));

/** How often values cross their mean. */
function crossingsOf(values: ArrayLike<number>): number {
  const mean = Array.from(values).reduce((sum, value) => sum + value / values.length, 0);
  let crossings = 0;
  for (let i = 1; i < values.length; i++)
    if (((values[i] as number) - mean) * ((values[i - 1] as number) - mean) < 0) crossings++;
  return crossings;
}
