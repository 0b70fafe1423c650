import type { MeasuredMotion } from "../shooting/record.js";
import { type LocalFit, smoothLocally } from "../shooting/smooth.js";
import { meanOf } from "./compress.js";

/** Rows of a stretch by which a record's tick is first estimated. */
const STRETCH = 400;
/** A stretch tells something where a coordinate crosses its mean so often. */
const CROSSINGS = 4;
/** Fewer points say nothing of a curve. */
const FEWEST = 8;
/** What a coordinate does beside its mean motion is seen where it is so many times the noise. */
const SEEN = 3;

/** A coordinate of a motion, blocks of rows averaged. */
interface Blocks {
  readonly times: Float64Array;
  readonly values: Float64Array;
  /** Whether they are of all rows. */
  readonly all: boolean;
}

/**
 * The time over which densely sampled motions change, estimated on a stretch of each after averaging as many rows as can be without losing turns. Of a coordinate that does not come back, as an angle that turns on and on, by
 * what it does beside its mean motion.
 */
export function roughTick(motions: readonly MeasuredMotion[], dimension: number): number {
  let tick = Number.POSITIVE_INFINITY;
  for (const motion of motions)
    for (let c = 0; c < dimension; c++) tick = Math.min(tick, tickOf(motion, c, 2 * dimension));
  return tick;
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

/** The same of what a coordinate does beside its mean motion, on the shortest stretch that shows it; undefined where none does. */
function tickBeside(motion: MeasuredMotion, c: number, size: number): number | undefined {
  for (let block = 1; ; block *= 2) {
    const blocks = blocksOf(motion, c, size, block);
    if (blocks.times.length < FEWEST) return undefined;
    const values = besideLine(blocks);
    const smooth = smoothLocally({ times: blocks.times, values });
    const path = blocks.times.map((time) => smooth.at(time)[0]);
    const visible = rootMeanSquare(path) > SEEN * smooth.noise && crossingsOf(path) >= CROSSINGS;
    if (visible) return changes(smooth, blocks.times);
    if (blocks.all) return undefined;
  }
}

/** The stretch in the middle, of as many blocks of rows as make a few turns. */
function blocksOf({ times, values }: MeasuredMotion, c: number, size: number, block: number): Blocks {
  const rows = Math.min(times.length, STRETCH * block);
  const from = Math.floor((times.length - rows) / 2);
  const [t, x]: [number[], number[]] = [[], []];
  for (let i = from; i + block <= from + rows; i += block) {
    const mean = meanOf(times, values, size, c, i, i + block);
    if (mean === undefined) continue;
    t.push(mean.time);
    x.push(mean.value);
  }
  return { times: Float64Array.from(t), values: Float64Array.from(x), all: rows === times.length };
}

/** Values less the straight line through them. */
function besideLine({ times, values }: Blocks): Float64Array {
  const n = times.length;
  const [t0, x0] = [times, values].map((all) => all.reduce((sum, value) => sum + value / n, 0)) as [number, number];
  let [above, below] = [0, 0];
  times.forEach((t, i) => {
    above += (t - t0) * ((values[i] as number) - x0);
    below += (t - t0) ** 2;
  });
  return values.map((x, i) => x - x0 - (above / below) * ((times[i] as number) - t0));
}

/** The time over which a smoothed coordinate changes: a radian of an oscillation. */
function changes(smooth: LocalFit, times: Float64Array): number {
  const jets = Array.from(times, (time) => smooth.at(time));
  const mean = jets.reduce((sum, jet) => sum + jet[0] / jets.length, 0);
  const q = rootMeanSquare(jets.map((jet) => jet[0] - mean));
  const [v, a] = [rootMeanSquare(jets.map((jet) => jet[1])), rootMeanSquare(jets.map((jet) => jet[2]))];
  return q > 0 && a > 0 && v > 0 ? Math.min(Math.sqrt(q / a), q / v) : Number.POSITIVE_INFINITY;
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
