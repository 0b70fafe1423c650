import type { Motion, Recording } from "../../recording.js";
import type { PlanePoint } from "./circle.js";
import { pointNoise } from "./point-noise.js";
import type { MarkerPoint } from "./points.js";

/** A point that keeps its distance from another, or from a place that is not seen. */
export interface Arm {
  readonly end: MarkerPoint;
  readonly from: MarkerPoint | PlanePoint;
  readonly length: number;
  readonly deviation: number;
}

/** From an arm's beginning to its end, x and y of every row. */
export function arrows(
  record: Recording,
  { positions, times }: Motion,
  { end, from }: Pick<Arm, "end" | "from">,
): Float64Array {
  const d = record.space.dimension;
  const xy = new Float64Array(2 * times.length);
  for (let i = 0; i < times.length; i++) {
    const at = (c: number) => positions[i * d + c] as number;
    const [x, y] = "x" in from ? [at(from.x), at(from.y)] : from;
    xy[2 * i] = at(end.x) - x;
    xy[2 * i + 1] = at(end.y) - y;
  }
  return xy;
}

/** Angles from the direction in which y falls, in which it grows for pixels, which count downwards. */
export function anglesOf(record: Recording, motion: Motion, arm: Arm): Float64Array {
  const down = isPixels(record) ? 1 : -1;
  const xy = arrows(record, motion, arm);
  return motion.times.map((_, i) => Math.atan2(xy[2 * i] as number, down * (xy[2 * i + 1] as number)));
}

export const isPixels = ({ space }: Recording) => /^(px|pixels?)$/i.test(space.coordinates[0]?.position.unit ?? "");

/** Angles without the jumps of a whole turn. */
export function withTurns(angles: Float64Array): Float64Array {
  let turns = 0;
  return angles.map((value, i) => {
    const step = i === 0 ? 0 : value - (angles[i - 1] as number);
    if (step > Math.PI) turns--;
    else if (step < -Math.PI) turns++;
    return value + 2 * Math.PI * turns;
  });
}

export function armNoise(record: Recording, { end, from }: Pick<Arm, "end" | "from">): number {
  return "x" in from ? Math.hypot(noise(record, end), noise(record, from)) : noise(record, end);
}

export const noise = (record: Recording, { x, y }: MarkerPoint): number => pointNoise(record, [x, y]);
