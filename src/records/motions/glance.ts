import { usualStep } from "../../numerics/index.js";
import type { Motion, Recording } from "../recording.js";

/** A motion at a glance, before anything is learned. */
export interface MotionGlance {
  readonly id: string;
  readonly samples: number;
  readonly duration: number;
  /** Middle one of the steps between samples, and whether all are within a hundredth of it. */
  readonly step: number;
  readonly even: boolean;
  /** Pauses of more than ten steps. */
  readonly gaps: number;
  /** How often the first coordinate swings about its middle; 0 where it does not come back. */
  readonly periods: number;
  /** By coordinate, a standard deviation of what third differences cannot be motion; NaN for fewer than 8 samples. */
  readonly noise: readonly number[];
}

/** Every motion of a record at a glance. */
export function glance({ motions, space }: Pick<Recording, "motions" | "space">): MotionGlance[] {
  const d = space.dimension;
  return motions.map((motion) => {
    const { id, times } = motion;
    const steps = Float64Array.from(
      { length: Math.max(0, times.length - 1) },
      (_, i) => (times[i + 1] as number) - (times[i] as number),
    );
    const step = usualStep(times);
    return {
      id,
      samples: times.length,
      duration: (times.at(-1) ?? 0) - (times[0] ?? 0),
      step,
      even: steps.every((other) => Math.abs(other - step) <= 0.01 * step + 1e-12),
      gaps: steps.filter((other) => other > 10 * step).length,
      periods: periodsOf(columnOf(motion, 0, d)),
      noise: Array.from({ length: d }, (_, c) => noiseOf(columnOf(motion, c, d))),
    };
  });
}

/** One coordinate's positions. */
export function columnOf(
  { positions, times }: Pick<Motion, "positions" | "times">,
  coordinate: number,
  d: number,
): Float64Array {
  // A loop: `from` would list a million numbers first.
  const column = new Float64Array(times.length);
  for (let i = 0; i < column.length; i++) column[i] = positions[i * d + coordinate] as number;
  return column;
}

/**
 * Standard deviation of the noise in evenly spaced values: third differences of noise have a variance of 20 times its own, those of a
 * motion that is sampled densely are small. Of sparse samples an upper bound.
 */
export function noiseOf(values: Float64Array): number {
  if (values.length < 8) return Number.NaN;
  const squares = new Float64Array(values.length - 3);
  for (let i = 0; i < squares.length; i++)
    squares[i] =
      ((values[i + 3] as number) -
        3 * (values[i + 2] as number) +
        3 * (values[i + 1] as number) -
        (values[i] as number)) **
      2;
  squares.sort();
  // The median of the squares of normal numbers is 0.455 of their mean.
  return Math.sqrt((squares[Math.floor(squares.length / 2)] as number) / 0.4549 / 20);
}

/** Swings from below a band about the middle to above it; the band is a fifth of the range. */
function periodsOf(values: Float64Array): number {
  let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const value of values) {
    if (value < low) low = value;
    if (value > high) high = value;
  }
  const [middle, band] = [(low + high) / 2, (high - low) / 10];
  let [side, crossings] = [0, 0];
  for (const value of values) {
    const now = value > middle + band ? 1 : value < middle - band ? -1 : side;
    if (side !== 0 && now !== side) crossings++;
    side = now;
  }
  return crossings / 2;
}
