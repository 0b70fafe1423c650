import { upperMedian } from "../../../numerics/index.js";
import type { Motion, Recording } from "../../recording.js";
import { bodiesOf } from "../measured.js";
import { leftBy, parabola, slopeAt, slopeSpread } from "./parabola.js";

/** Collisions of two bodies: instants at which the velocities of both jump, against one another. */
export interface Collisions {
  readonly times: readonly number[];
  /** Rows before collisions, by motion: between each and the second one after it. */
  readonly rows: readonly (readonly number[])[];
  /** The coordinates that jump. */
  readonly coordinates: readonly [string, string];
  /** The mass of the second over that of the first, if nothing else acts on them in that instant; and the share of their relative speed that is left. Of the first collision. */
  readonly massRatio: number;
  readonly restitution: number;
}

/** Parabolas on both sides go through this share of the rows, within these numbers. */
const [WINDOW, SHORTEST, LONGEST] = [1 / 12, 5, 10];
/** A jump is so many times its uncertainty, so many times what is usual, and this share of the speed, for both coordinates. */
const [SURE, JUMP_TIMES, JUMP_SHARE] = [8, 6, 0.3];
/** A parabola explains rows that it leaves no more of than so many times their noise. */
const EXPLAINED = 1.2;
/** More are no collisions that one may tell apart. */
const MOST = 20;

/** Instants at which two bodies change their velocities against one another though they hardly do elsewhere. Undefined where there are none. */
export function collisionsOf(record: Recording): Collisions | undefined {
  const { motions, space, coordinateKinds } = record;
  const d = space.dimension;
  const kinds = space.coordinates.map((_, c) => coordinateKinds?.[c] ?? "unknown");
  const bodies = bodiesOf(record, kinds);
  let best: Collisions | undefined;
  for (let a = 0; a < d; a++)
    for (let b = a + 1; b < d; b++) {
      if (bodies[a] === bodies[b] || kinds[a] === "angle" || kinds[b] === "angle") continue;
      const found = motions.map((motion) => between(motion, d, a, b));
      const times = found.flatMap((own, m) => own.map(({ row }) => motions[m]?.times[row + 1] as number));
      if (times.length === 0 || times.length > MOST || times.length <= (best?.times.length ?? 0)) continue;
      const first = found.flat()[0] as Jump;
      const [before, after] = [first.first, first.second];
      best = {
        times,
        rows: found.map((own) => own.map(({ row }) => row)),
        coordinates: [a, b].map((c) => space.coordinates[c]?.position.name ?? "") as [string, string],
        massRatio: -(before[1] - before[0]) / (after[1] - after[0]),
        restitution: (after[1] - before[1]) / (before[0] - after[0]),
      };
    }
  return best;
}

/** Velocities of the two bodies before and after a collision between rows `row` and `row` + 2. */
interface Jump {
  readonly row: number;
  readonly first: readonly [number, number];
  readonly second: readonly [number, number];
}

function between({ times, positions }: Motion, d: number, a: number, b: number): Jump[] {
  const N = times.length;
  const width = Math.min(LONGEST, Math.floor(WINDOW * N));
  if (width < SHORTEST) return [];
  const along = [a, b].map((c) => (i: number) => positions[i * d + c] as number);
  const [one, other] = along.map((x) => jumpsOf(times, x, width)) as [Jumps, Jumps];
  const sizes = one.values.map((_, k) => Math.min(one.sizes[k] as number, other.sizes[k] as number));
  const found = sizes.flatMap((size, k): number[] => {
    const near = sizes.slice(Math.max(0, k - width), k + width + 1);
    const [x, y] = [one.values[k] as readonly [number, number], other.values[k] as readonly [number, number]];
    const against = (x[1] - x[0]) * (y[1] - y[0]) < 0;
    return size >= 1 && against && near.every((rest) => rest <= size) ? [k + width - 1] : [];
  });
  return found.map((row, k) => {
    const [earlier, later] = [found[k - 1] ?? -2, found[k + 1] ?? N - 1];
    const rows = [row - earlier - 1, later - row - 1] as const;
    const [first, second] = along.map((x, c) => {
      const { noise } = [one, other][c] as Jumps;
      return [-1, 1].map((side, s) => velocityBeside(times, x, row, side, rows[s] as number, width, noise));
    }) as [[number, number], [number, number]];
    return { row, first, second };
  });
}

/** The velocity before or after a collision, by a parabola through as many rows as it explains to their noise. */
function velocityBeside(
  t: Float64Array,
  x: (row: number) => number,
  row: number,
  side: number,
  most: number,
  width: number,
  noise: number,
): number {
  const origin = t[row + 1] as number;
  let velocity = Number.NaN;
  for (let count = width; count <= Math.max(width, most); count *= 2) {
    const rows = Array.from({ length: count }, (_, k) => row + 1 + side * (k + 1));
    const curve = parabola(t, x, rows, origin);
    if (count > width && leftBy(curve, t, x, rows, origin) > EXPLAINED * noise) break;
    velocity = slopeAt(curve, 0);
  }
  return velocity;
}

/** What a coordinate does at every row that has `width` rows on both sides: velocities before and after, and how much their jump is over what a collision needs. */
interface Jumps {
  readonly values: readonly (readonly [number, number])[];
  readonly sizes: readonly number[];
  /** About the noise of a row. */
  readonly noise: number;
}

function jumpsOf(t: Float64Array, x: (row: number) => number, width: number): Jumps {
  const N = t.length;
  const values: [number, number][] = [];
  const left: number[] = [];
  const steps = ((t[N - 1] as number) - (t[0] as number)) / (N - 1);
  for (let row = width - 1; row + 2 + width <= N; row++) {
    const origin = t[row + 1] as number;
    const sides = [row - width + 1, row + 2].map((first) => Array.from({ length: width }, (_, k) => first + k));
    const curves = sides.map((rows) => parabola(t, x, rows, origin));
    values.push(curves.map((curve) => slopeAt(curve, 0)) as [number, number]);
    left.push(Math.max(...sides.map((rows, s) => leftBy(curves[s] as Float64Array, t, x, rows, origin))));
  }
  const jumps = values.map(([before, after]) => Math.abs(after - before));
  const noise = upperMedian(left);
  const uncertain = slopeSpread(noise, width, steps);
  const speed = Math.sqrt(values.reduce((sum, [before]) => sum + before ** 2, 0) / values.length);
  const least = Math.max(SURE * uncertain, JUMP_TIMES * upperMedian(jumps), JUMP_SHARE * speed);
  return { values, sizes: jumps.map((jump) => jump / least), noise };
}
