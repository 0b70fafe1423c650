import type { VectorField } from "../mechanics/index.js";
import type { HeldOutError } from "./adaptation.js";
import { follow } from "./motion.js";
import type { Recording } from "./recording.js";

/** What predicts the held-out end of a record without having seen it. */
export interface Predictor {
  readonly field: VectorField;
  /** A state of every motion before its held-out end, and its time. */
  readonly starts: readonly { readonly time: number; readonly state: Float64Array }[];
  /** Time over which the motion changes. */
  readonly tick: number;
  /** Share of every motion that was kept back. */
  readonly share: number;
}

/** Samples of every motion that are not held out. */
export function samplesSeen({ motions }: Recording, share: number): number[] {
  return motions.map(({ times }) => times.length - Math.max(1, Math.round(share * times.length)));
}

/** Measured components of a record's states. */
export function measuredComponents({ space, momenta }: Recording): number[] {
  const size = momenta === "positions" ? space.dimension : 2 * space.dimension;
  return Array.from({ length: size }, (_, a) => a);
}

/** How well the held-out ends are predicted. */
export function heldOutError(record: Recording, { field, starts, tick, share }: Predictor): HeldOutError {
  const d = record.space.dimension;
  const measured = measuredComponents(record);
  const seen = samplesSeen(record, share);
  const squares = new Float64Array(2 * d);
  const spreads = new Float64Array(2 * d);
  let samples = 0;
  record.motions.forEach((motion, m) => {
    const { time, state } = starts[m] as Predictor["starts"][number];
    const from = seen[m] as number;
    const times = motion.times.subarray(from);
    const predicted = follow(field, state, time, times, { tick });
    samples += times.length;
    for (const a of measured) {
      const values = a < d ? motion.positions : (motion.momenta as Float64Array);
      const value = (i: number) => values[i * d + (a % d)] as number;
      const mean = motion.times.reduce((sum, _, i) => sum + value(i) / motion.times.length, 0);
      times.forEach((_, i) => {
        squares[a] = (squares[a] as number) + ((predicted[i * 2 * d + a] as number) - value(from + i)) ** 2;
      });
      motion.times.forEach((_, i) => {
        spreads[a] = (spreads[a] as number) + ((value(i) - mean) ** 2 * times.length) / motion.times.length;
      });
    }
  });
  const ratio = measured.reduce((sum, a) => sum + (squares[a] as number) / (spreads[a] as number) / measured.length, 0);
  return {
    share,
    samples,
    relative: Math.sqrt(ratio),
    components: Array.from(squares, (value, a) => (measured.includes(a) ? Math.sqrt(value / samples) : null)),
  };
}
