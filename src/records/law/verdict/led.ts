import { dot, leastSquares, leftOf } from "../../../numerics/index.js";
import { quotedName } from "../../columns/names.js";
import { columnOf, noiseOf } from "../../motions/glance.js";
import type { Motion, Recording } from "../../recording.js";
import { judgedRows, longestOf, ownFrequency } from "./own-frequency.js";

/** A coordinate is led that keeps to one oscillation but for so many times its noise and this share of its size, over so many periods at least; another is not that leaves so many times its noise. */
const [KEEPS, SHARE, PERIODS, LEAVES] = [1.5, 0.02, 3, 5];
/** Shares of what the record's length tells apart by which a frequency is made sharp. */
const STEPS = [1 / 8, 1 / 32, 1 / 128, 1 / 512];
/** Steps of one size at most: the next smaller ones reach as far as one of them. */
const TRIES = 4;

/**
 * In words, that a coordinate goes on as one oscillation whatever the others do, as an exciter does that a motor turns: it is led from outside, and no law of the record's own is to be looked for in it. Empty where there is none.
 */
export function ledIn({ motions, space }: Recording): string[] {
  if (space.dimension < 2) return [];
  const longest = longestOf(motions);
  const found = space.coordinates.map(({ position }, c) => ({ name: position.name, ...oscillationOf(longest, c) }));
  const led = found.filter(
    ({ left, noise, size, periods }) =>
      left <= Math.max(KEEPS * noise, 1e-6 * size) && left < SHARE * size && periods >= PERIODS,
  );
  const free = found.filter(({ left, noise }) => left > LEAVES * noise);
  if (led.length === 0 || led.length + free.length < found.length || free.length === 0) return [];
  return led.map(
    ({ name }) =>
      `${name} goes on as one even oscillation whatever ${free.map((own) => own.name).join(" and ")} does: if it is led from outside and drives the motion, say option inputs ${quotedName(name)}`,
  );
}

/** The oscillation that is nearest to a coordinate: what it leaves, root mean square, the coordinate's noise and size, and over how many periods it was seen. */
function oscillationOf(motion: Motion, c: number): { left: number; noise: number; size: number; periods: number } {
  const { N, told } = judgedRows(motion);
  const values = columnOf(motion, c, motion.positions.length / motion.times.length).subarray(0, N);
  const times = motion.times.subarray(0, N);
  const left = (w: number): number => {
    const columns = [times.map(() => 1), times.map((t) => Math.cos(w * t)), times.map((t) => Math.sin(w * t))];
    const rest = leftOf(columns, leastSquares(columns, values), values);
    return Math.sqrt(dot(rest, 0, rest, 0, N) / N);
  };
  let w = ownFrequency(motion, c);
  let least = left(w);
  for (const share of STEPS)
    for (const way of [-1, 1])
      for (let step = 0; step < TRIES; step++) {
        const next = w + way * share * told;
        const own = left(next);
        if (!(own < least)) break;
        [w, least] = [next, own];
      }
  const mean = values.reduce((sum, value) => sum + value / N, 0);
  const size = Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2 / N, 0));
  return { left: least, noise: noiseOf(values), size, periods: w / told };
}
