import type { CoordinateKind } from "../choice/form-builder.js";
import type { SmoothedRecord } from "./smoothed.js";

/** An angle turns on and on that goes over more than a turn and ends no further back than this share of its range. */
const BACK = 0.1;
const TURN = 2 * Math.PI;
/** Root mean square of an angle about its mean that is as often everywhere on a turn. */
const ANYWHERE = Math.PI / Math.sqrt(3);

/**
 * By how much an angle varies that turns on and on: the root mean square of its values [N] at `times` beside its mean turning, at most that of an angle that is anywhere on a turn. How far it has come says nothing: beside that
 * everything would be small. Undefined for an angle that does not turn on.
 */
export function turningSpread(times: ArrayLike<number>, values: ArrayLike<number>): number | undefined {
  const N = values.length;
  let [low, high, time, mean] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 0, 0];
  for (let i = 0; i < N; i++) {
    const value = values[i] as number;
    low = Math.min(low, value);
    high = Math.max(high, value);
    time += (times[i] as number) / N;
    mean += value / N;
  }
  const way = Math.abs((values[N - 1] as number) - (values[0] as number));
  if (!(high - low > TURN && way > (1 - BACK) * (high - low))) return undefined;
  let [above, below, squares] = [0, 0, 0];
  for (let i = 0; i < N; i++) {
    const [s, x] = [(times[i] as number) - time, (values[i] as number) - mean];
    above += s * x;
    below += s * s;
    squares += x * x;
  }
  return Math.min(ANYWHERE, Math.sqrt(Math.max(0, squares - (above * above) / below) / N));
}

/** Sizes [2d] of a record's columns that what a law leaves of them is held against: their spreads; of an angle that turns on and on that beside its mean turning, and of its velocity that about the mean. */
export function judgedSpreads(
  { motions, states, columnSpreads, dimension: d }: SmoothedRecord,
  kinds: readonly CoordinateKind[],
): Float64Array {
  const sizes = columnSpreads.slice();
  kinds.forEach((kind, c) => {
    if (kind !== "angle") return;
    const column = (own: Float64Array, k: number) => own.filter((_, at) => at % (2 * d) === k);
    const turning = states.map((own, m) => turningSpread(motions[m]?.times ?? [], column(own, c)));
    if (turning.includes(undefined)) return;
    const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value / values.length, 0);
    sizes[c] = Math.sqrt(mean(turning.map((size = 0) => size ** 2)));
    const speeds = states.map((own) => mean([...column(own, d + c)]));
    const beside = Math.sqrt(Math.max(0, (sizes[d + c] as number) ** 2 - mean(speeds.map((speed) => speed ** 2))));
    sizes[d + c] = beside;
  });
  return sizes;
}
