import type { Recording } from "../../recording.js";
import { parabola, slopeAt } from "./parabola.js";

/** Impacts: instants at which a velocity jumps. */
export interface Impacts {
  readonly count: number;
  /** About when, in the record's unit of time. */
  readonly times: readonly number[];
  /** The coordinate that bounces. */
  readonly coordinate: string;
  /** Rows before impacts, by motion: between each and the second one after it. */
  readonly rows: readonly (readonly number[])[];
  /** Median share of the kinetic energy that is left after an impact. */
  readonly kept: number;
}

/** A jump of the velocity is an impact that is so many times the usual change from row to row, and this share of the usual speed. */
const [JUMP_TIMES, JUMP_SHARE] = [6, 0.8];
/** Impacts happen at one place: within this share of the coordinate's range. */
const ONE_PLACE = 0.15;
/** What is thrown back at a place is so mostly when it comes there; noise turns a smooth swing around suddenly once in a while. */
const MOST_VISITS = 0.5;
/** At more than this share of the rows there are none: the motion is only sampled too rarely. */
const MOST = 0.2;
/** One sudden turn may be many things. */
const FEWEST = 2;
/** An impact takes up to so many rows. */
const ROWS = 3;
/** The flights on either side are followed by parabolas through this share of the rows to the next impact, within these numbers. */
const [FLIGHT, SHORTEST, LONGEST] = [2 / 3, 3, 20];

/**
 * Instants at which a coordinate turns around from one row to the next though it hardly changes its velocity elsewhere, all of them at one place: a ball on a floor, a cart against
 * a wall. Undefined where there are none.
 */
export function impactsOf({ motions, space }: Recording): Impacts | undefined {
  const d = space.dimension;
  let best: Impacts | undefined;
  for (let c = 0; c < d; c++) {
    const times: number[] = [];
    const places: number[] = [];
    const kept: number[] = [];
    const all: number[][] = [];
    let [rows, low, high] = [0, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
    for (const { times: t, positions } of motions) {
      const N = t.length;
      const x = (i: number) => positions[i * d + c] as number;
      const speeds = Array.from(
        { length: N - 1 },
        (_, i) => (x(i + 1) - x(i)) / ((t[i + 1] as number) - (t[i] as number)),
      );
      const jumps = speeds.slice(1).map((speed, i) => speed - (speeds[i] as number));
      const usual = median(jumps.map(Math.abs));
      const speed = Math.sqrt(speeds.reduce((sum, value) => sum + value * value, 0) / speeds.length);
      const found: number[] = [];
      rows += N;
      for (let i = 0; i < N; i++) {
        low = Math.min(low, x(i));
        high = Math.max(high, x(i));
      }
      for (let i = 1; i < jumps.length; i++) {
        // Over the rows that an impact may take.
        const total = jumps.slice(i, i + 2).reduce((sum, value) => sum + value, 0);
        if (Math.abs(total) < Math.max(JUMP_TIMES * usual, JUMP_SHARE * speed)) continue;
        if (i < 2 || i + 3 >= speeds.length) continue;
        if ((speeds[i - 1] as number) * (speeds[i + 2] as number) >= 0) continue;
        found.push(i + 1);
        i += ROWS;
      }
      all.push(found);
      found.forEach((row, k) => {
        const [earlier, later] = [found[k - 1] ?? 0, found[k + 1] ?? N - 1];
        const velocities = throughImpact(t, x, row, row - earlier, later - row);
        times.push(t[row] as number);
        places.push(x(row));
        if (velocities !== undefined) kept.push((velocities[1] / velocities[0]) ** 2);
      });
    }
    if (times.length < FEWEST || times.length > MOST * rows || kept.length === 0) continue;
    if (Math.max(...places) - Math.min(...places) > ONE_PLACE * (high - low)) continue;
    const place = median(places);
    const reached = motions.reduce(
      (sum, { positions }) => sum + visits(positions, d, c, place, ONE_PLACE * (high - low)),
      0,
    );
    if (times.length < MOST_VISITS * reached) continue;
    if (best === undefined || times.length > best.count)
      best = {
        count: times.length,
        times,
        rows: all,
        coordinate: space.coordinates[c]?.position.name ?? "",
        kept: median(kept),
      };
  }
  return best;
}

/** How often a coordinate comes near a place. */
function visits(positions: Float64Array, d: number, c: number, place: number, near: number): number {
  let count = 0;
  let inside = false;
  for (let k = c; k < positions.length; k += d) {
    const is = Math.abs((positions[k] as number) - place) < near;
    if (is && !inside) count++;
    inside = is;
  }
  return count;
}

/**
 * Velocities before and after an impact between rows `row` and `row` + 2: where the parabola through the rows before it meets the one through those after. Undefined where the motion does not turn around, or too
 * few rows are near.
 */
function throughImpact(
  t: Float64Array,
  x: (i: number) => number,
  row: number,
  before: number,
  after: number,
): readonly [number, number] | undefined {
  const [origin, end] = [t[row] as number, t[row + 2] as number];
  // As many on both sides, so that what parabolas miss of both flights is alike.
  const count = Math.min(LONGEST, Math.floor(FLIGHT * Math.min(before, after - 2)));
  if (count < SHORTEST) return undefined;
  const rowsFrom = (first: number, step: number) => Array.from({ length: count }, (_, k) => first + step * k);
  const [left, right] = [parabola(t, x, rowsFrom(row, -1), origin), parabola(t, x, rowsFrom(row + 2, 1), origin)];
  const [a, b, c] = [0, 1, 2].map((k) => (left[k] as number) - (right[k] as number)) as [number, number, number];
  // Of the two instants at which they meet, the one that is near.
  const root = Math.sqrt(Math.max(0, b * b - 4 * a * c));
  const middle = (end - origin) / 2;
  const nearest = [-b - root, -b + root]
    .map((q) => (2 * a) / q)
    .filter((u) => Math.abs(u - middle) <= 2 * middle)
    .sort((u, w) => Math.abs(u - middle) - Math.abs(w - middle))[0];
  const at = nearest ?? middle;
  const [arrives, leaves] = [slopeAt(left, at), slopeAt(right, at)];
  return arrives * leaves < 0 ? [arrives, leaves] : undefined;
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? 0;
}
