import { turningSpread } from "../identification/index.js";
import type { VectorField } from "../mechanics/index.js";
import type { HeldOutError } from "./adaptation.js";
import { followMotion } from "./motion.js";
import type { Recording } from "./recording.js";

/** States [times][2d] that are predicted for a motion, by number, at ascending times. */
export type Predicted = (motion: number, times: Float64Array) => Float64Array;

/** What predicts the held-out end of a record without having seen it. */
export interface Predictor {
  readonly field: VectorField;
  /** A state of every motion before its held-out end, and its time. */
  readonly starts: readonly { readonly time: number; readonly state: Float64Array }[];
  /** Time over which the motion changes. */
  readonly tick: number;
}

/** A predictor's motions. */
export function motionsOf({ field, starts, tick }: Predictor): Predicted {
  return (m, times) => {
    const { time, state } = starts[m] as Predictor["starts"][number];
    return followMotion(field, state, time, times, { tick });
  };
}

/** Samples of every motion that are not held out. */
export function samplesSeen({ motions }: Recording, share: number): number[] {
  return motions.map(({ times }) => times.length - Math.max(1, Math.round(share * times.length)));
}

/** Measured components of a record's states. */
export function measuredComponents({ space: { dimension: d }, momenta, integrated }: Recording): number[] {
  const size = momenta === "positions" ? d : 2 * d;
  const all = Array.from({ length: size }, (_, a) => a);
  return integrated === true ? all.filter((a) => a >= d) : all;
}

/** A component that varies less than so many times its noise, or than this share of its size, does not move. */
export const STILL_NOISE = 3;
const STILL_SHARE = 1e-9;

/**
 * How well the held-out ends are predicted: every component's error over its own spread in the record; of an angle that turns on and on over that beside its mean turning. One that does not move, such as a constant momentum, has no spread to
 * compare with and takes no part in the relative error.
 *
 * `noise` is that of every component, where it is known; the truth is the record, or `truth` in its place.
 */
export function measureHeldOut(
  record: Recording,
  share: number,
  noise: readonly (number | null)[],
  predicted: Predicted,
  truth?: Predicted,
): HeldOutError {
  const d = record.space.dimension;
  const measured = measuredComponents(record);
  const seen = samplesSeen(record, share);
  const squares = new Float64Array(2 * d);
  const spreads = new Float64Array(2 * d);
  const sizes = new Float64Array(2 * d);
  const all: Float64Array[] = [];
  let samples = 0;
  record.motions.forEach((motion, m) => {
    const from = seen[m] as number;
    const times = motion.times.subarray(from);
    const own = predicted(m, times);
    all.push(own);
    const other = truth?.(m, times);
    samples += times.length;
    for (const a of measured) {
      const values =
        a < d ? motion.positions : record.momenta === "given" ? (motion.momenta as Float64Array) : velocitiesOf(motion);
      const value = (i: number) => values[i * d + (a % d)] as number;
      const mean = motion.times.reduce((sum, _, i) => sum + value(i) / motion.times.length, 0);
      times.forEach((_, i) => {
        const expected = other === undefined ? value(from + i) : (other[i * 2 * d + a] as number);
        squares[a] = (squares[a] as number) + ((own[i * 2 * d + a] as number) - expected) ** 2;
      });
      const turning =
        a < d && record.coordinateKinds?.[a] === "angle"
          ? turningSpread(
              motion.times,
              motion.times.map((_, i) => value(i)),
            )
          : undefined;
      motion.times.forEach((_, i) => {
        const square = turning === undefined ? (value(i) - mean) ** 2 : turning ** 2;
        spreads[a] = (spreads[a] as number) + (square * times.length) / motion.times.length;
        sizes[a] = Math.max(sizes[a] as number, Math.abs(value(i)));
      });
    }
  });
  const beyond = (limit: (a: number) => number) =>
    measured.filter(
      (a) => Math.sqrt((spreads[a] as number) / samples) > Math.max(limit(a), STILL_SHARE * (sizes[a] as number)),
    );
  const above = beyond((a) => STILL_NOISE * (noise[a] ?? 0));
  // Velocities that were computed from positions have no noise of their own: where the position does not move, they hold its noise.
  const clear = above.filter(
    (a) => a < d || (noise[a] ?? null) !== null || !measured.includes(a - d) || above.includes(a - d),
  );
  // Where all is taken for noise, that is no measure of anything, least of all of a good prediction.
  const moving = clear.length > 0 ? clear : beyond(() => 0);
  const ratio = moving.reduce((sum, a) => sum + (squares[a] as number) / (spreads[a] as number) / moving.length, 0);
  return {
    share,
    samples,
    relative: Math.sqrt(ratio),
    predicted: all,
    components: Array.from(squares, (value, a) => (measured.includes(a) ? Math.sqrt(value / samples) : null)),
  };
}

function velocitiesOf({ velocities, momenta }: Recording["motions"][number]): Float64Array {
  return velocities ?? (momenta as Float64Array);
}
