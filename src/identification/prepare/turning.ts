import type { CoordinateKind } from "../choice/form-builder.js";
import type { SmoothedRecord } from "./smoothed.js";
import { turningSpread } from "./turns.js";

/** Sizes [2d] of a record's columns that what a law leaves of them is held against: their spreads; of an angle that turns on and on that beside its mean turning, and of its velocity that about the mean. Momenta, which often are constant, keep theirs. */
export function judgedSpreads(
  { motions, states, columnSpreads, dimension: d, momenta }: SmoothedRecord,
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
    if (momenta) return;
    const speeds = states.map((own) => mean([...column(own, d + c)]));
    const beside = Math.sqrt(Math.max(0, (sizes[d + c] as number) ** 2 - mean(speeds.map((speed) => speed ** 2))));
    sizes[d + c] = beside;
  });
  return sizes;
}
