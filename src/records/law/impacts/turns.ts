import { upperMedian } from "../../../numerics/index.js";
import type { Motion } from "../../recording.js";
import { leftBy, parabola, slopeAt, slopeSpread } from "./parabola.js";

/** A sudden turn of one coordinate: a velocity that changes its sign from one row to the next, or over the two that an impact may take. */
export interface Turn {
  /** The row before it: it is over at the second one after. */
  readonly row: number;
  readonly time: number;
  readonly place: number;
  /** 1 where it was going up, -1 where down. */
  readonly way: 1 | -1;
  /** Velocities before and after, where enough rows are near. */
  readonly velocities: readonly [number, number] | undefined;
  /** Whether the velocity jumps beyond doubt: the flights on both sides are seen well, and neither bends so fast that it could turn around by itself. */
  readonly sharp: boolean;
}

/** A sharp turn is followed by so many rows on either side, jumps by so many times what is uncertain about it, and by so many times what the flights bend over an impact's rows. */
const [SHARP_ROWS, SHARP_SURE, SHARP_TIMES] = [5, 20, 4];

/** The velocity jumps by so many times the usual change from row to row about it, by this share of the usual speed about it, and by so many of the finest steps of the record a row. */
const [JUMP_TIMES, JUMP_SHARE, FINEST] = [6, 0.8, 3];
/** What is usual is taken of so many rows on either side: a motion that dies away has weaker impacts at its end. Of what moves slower than this share of the whole, turns are its noise. */
const [ABOUT, SLOWEST] = [25, 0.05];
/** An impact takes up to so many rows. */
const ROWS = 3;
/** The flights on either side are followed by parabolas through this share of the rows to the next turn, within these numbers. */
const [FLIGHT, SHORTEST, LONGEST] = [2 / 3, 3, 20];

/** Places of turns that are looked for more closely: whether a place is one, and for which way. */
export interface Stop {
  readonly way: 1 | -1;
  readonly isNear: (place: number) => boolean;
}

/** A turn at a known place is one of these where its velocity jumps by so many times what is uncertain about it. */
const SURE = 5;
/** It is the farthest within so many rows. */
const FARTHEST = 5;

/**
 * Turns at a place where stronger ones were found, too weak to be told from noise elsewhere: parabolas through the rows before and after meet there with velocities that differ.
 */
export function weakerTurns(
  { times: t, positions }: Motion,
  d: number,
  coordinate: number,
  { way, isNear }: Stop,
  known: readonly Turn[],
): Turn[] {
  const N = t.length;
  const x = (i: number) => positions[i * d + coordinate] as number;
  const isFarthest = (i: number) => {
    for (let k = Math.max(0, i - FARTHEST); k <= Math.min(N - 1, i + FARTHEST); k++)
      if (k < i ? way * x(k) >= way * x(i) : way * x(k) > way * x(i)) return false;
    return true;
  };
  const taken = known.map(({ row }) => row + 1);
  const farthest = Array.from({ length: N }, (_, i) => i).filter((i) => isNear(x(i)) && isFarthest(i));
  const all = [...new Set([...taken, ...farthest])].sort((a, b) => a - b);
  return farthest.flatMap((i): Turn[] => {
    if (taken.some((row) => Math.abs(row - i) <= FARTHEST)) return [];
    const at = all.indexOf(i);
    const [before, after] = [i - (all[at - 1] ?? 0), (all[at + 1] ?? N - 1) - i];
    const through = throughImpact(t, x, i - 1, before, after, SURE);
    return through === undefined ? [] : [{ row: i - 1, time: t[i - 1] as number, place: x(i), way, ...through }];
  });
}

/** The instants at which a coordinate of a motion in `d` coordinates turns around suddenly though it hardly changes its velocity before and after. */
export function suddenTurns({ times: t, positions }: Motion, d: number, coordinate: number): Turn[] {
  const N = t.length;
  const x = (i: number) => positions[i * d + coordinate] as number;
  const steps = Array.from({ length: N - 1 }, (_, i) => x(i + 1) - x(i));
  const speeds = steps.map((step, i) => step / ((t[i + 1] as number) - (t[i] as number)));
  const jumps = speeds.slice(1).map((speed, i) => speed - (speeds[i] as number));
  const sizes = jumps.map(Math.abs);
  const pace = ((t[N - 1] as number) - (t[0] as number)) / (N - 1);
  const finest = steps.reduce(
    (least, step) => (step === 0 ? least : Math.min(least, Math.abs(step))),
    Number.MAX_VALUE,
  );
  const slowest = SLOWEST * rootMeanSquare(speeds);
  const found: number[] = [];
  for (let i = 2; i < jumps.length && i + 3 < speeds.length; i++) {
    if ((speeds[i - 1] as number) * (speeds[i + 2] as number) >= 0) continue;
    // Over the rows that an impact may take.
    const total = Math.abs((jumps[i] as number) + (jumps[i + 1] as number));
    if (total < (FINEST * finest) / pace) continue;
    const [from, to] = [Math.max(0, i - ABOUT), i + ABOUT];
    const usual = rootMeanSquare(speeds.slice(from, to));
    if (usual < slowest || total < JUMP_SHARE * usual || total < JUMP_TIMES * upperMedian(sizes.slice(from, to)))
      continue;
    found.push(i + 1);
    i += ROWS;
  }
  return found.map((row, k): Turn => {
    const [earlier, later] = [found[k - 1] ?? 0, found[k + 1] ?? N - 1];
    return {
      row,
      time: t[row] as number,
      place: x(row),
      way: (speeds[row - 2] as number) > 0 ? 1 : -1,
      ...(throughImpact(t, x, row, row - earlier, later - row) ?? { velocities: undefined, sharp: false }),
    };
  });
}

const rootMeanSquare = (values: readonly number[]) =>
  Math.sqrt(values.reduce((sum, value) => sum + value * value, 0) / values.length);

/**
 * Velocities before and after an impact between rows `row` and `row` + 2: where the parabola through the rows before it meets the one through those after. Undefined where the motion does not turn around, too
 * few rows are near, or the velocities differ by less than `sure` times what the noise makes uncertain about them.
 */
function throughImpact(
  t: Float64Array,
  x: (i: number) => number,
  row: number,
  before: number,
  after: number,
  sure = 0,
): { readonly velocities: readonly [number, number]; readonly sharp: boolean } | undefined {
  const [origin, end] = [t[row] as number, t[row + 2] as number];
  // As many on both sides, so that what parabolas miss of both flights is alike.
  const count = Math.min(LONGEST, Math.floor(FLIGHT * Math.min(before, after - 2)));
  if (count < SHORTEST) return undefined;
  const rowsFrom = (first: number, step: number) => Array.from({ length: count }, (_, k) => first + step * k);
  const sides = [rowsFrom(row, -1), rowsFrom(row + 2, 1)] as const;
  const [left, right] = [parabola(t, x, sides[0], origin), parabola(t, x, sides[1], origin)];
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
  if (arrives * leaves >= 0) return undefined;
  const noise = Math.max(leftBy(left, t, x, sides[0], origin), leftBy(right, t, x, sides[1], origin));
  const jump = Math.abs(leaves - arrives);
  const uncertain = slopeSpread(noise, count, middle);
  if (jump < sure * uncertain) return undefined;
  const bends = Math.max(...[left, right].map((curve) => Math.abs(slopeAt(curve, end - origin) - slopeAt(curve, 0))));
  const sharp = count >= SHARP_ROWS && jump >= Math.max(SHARP_SURE * uncertain, SHARP_TIMES * bends);
  return { velocities: [arrives, leaves], sharp };
}
