import { dot, leastSquares, leftOf } from "../../../numerics/index.js";
import { columnOf, noiseOf } from "../../motions/glance.js";
import type { Recording } from "../../recording.js";
import { longestOf } from "./own-frequency.js";

/** A coordinate is followed over so many swings at least, and so many on either side of a change; more are no better told. */
const [FEWEST, BESIDE, MOST] = [12, 4, 400];
/** A change is by so many standard errors and this share at least, and leaves this share of the squares that a bend does, which comes with the size of the swings. */
const [ERRORS, SHARE, LEAVES] = [8, 0.02, 0.25];
/** Swings that are so many times the noise show their size. */
const SEEN = 8;

/** One swing: when it began, how long it took, and half of its range. */
interface Swing {
  readonly at: number;
  readonly period: number;
  readonly size: number;
}

/**
 * In words, that the swings of a coordinate take another time from some moment on, or shrink at another rate, as where a mass is added, a brake is switched on or a string meets a nail: two laws, of which
 * none explains both parts. Empty where there is no such moment.
 */
export function changesIn({ motions, space, time }: Recording): string[] {
  const longest = longestOf(motions);
  const second = time.unit === "" ? "" : ` ${time.unit}`;
  return space.coordinates.flatMap(({ position: { name } }, c) => {
    const x = columnOf(longest, c, space.dimension);
    const swings = swingsOf(longest.times, x);
    if (swings.length < FEWEST || swings.length > MOST) return [];
    const change = periodChange(swings) ?? shrinkChange(swings.filter(({ size }) => size > SEEN * noiseOf(x)));
    if (change === undefined) return [];
    const { before, after, at } = change;
    const moment = `${short(at)}${second}`;
    const parts = `until about ${moment} and`;
    const told =
      change.what === "period"
        ? `take ${short(before)}${second} ${parts} ${short(after)}${second} from then on`
        : `${shrink(before)} ${parts} ${shrink(after)} from then on`;
    return [
      `the swings of ${name} ${told}: something changed there, such as a mass, a length or a brake, and no one law holds before and after; adapt the two parts each for itself`,
    ];
  });
}

const short = (value: number) => Number(value.toPrecision(3));
const shrink = (rate: number) =>
  `${rate > 0 ? "grow" : "shrink"} by ${Number((100 * Math.abs(Math.expm1(rate))).toPrecision(2))} % each`;

/** The swings of a column from one upward passage of its middle to the next. */
function swingsOf(times: Float64Array, x: Float64Array): Swing[] {
  let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  const middle = x.reduce((sum, value) => sum + value / x.length, 0);
  // A passage counts where it comes from far enough below, or noise would pass many times.
  const below = middle - SEEN * noiseOf(x);
  const swings: Swing[] = [];
  let [ready, last] = [false, Number.NaN];
  for (let i = 1; i < x.length; i++) {
    const [a, b] = [x[i - 1] as number, x[i] as number];
    [low, high] = [Math.min(low, b), Math.max(high, b)];
    if (b < below) ready = true;
    if (!ready || a >= middle || b < middle) continue;
    const [t, next] = [times[i - 1] as number, times[i] as number];
    const at = t + ((middle - a) / (b - a)) * (next - t);
    if (!Number.isNaN(last)) swings.push({ at: last, period: at - last, size: (high - low) / 2 });
    [ready, last, low, high] = [false, at, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  }
  return swings;
}

interface Change {
  readonly what: "period" | "size";
  readonly at: number;
  readonly before: number;
  readonly after: number;
}

/** A moment at which periods jump, beside whatever slope they have. */
function periodChange(swings: readonly Swing[]): Change | undefined {
  const periods = swings.map(({ period }) => period);
  const found = bestSplit(periods, (k, i) => (i >= k ? 1 : 0));
  if (found === undefined) return undefined;
  const { split, jump } = found;
  const mean = (own: readonly number[]) => own.reduce((sum, value) => sum + value / own.length, 0);
  const [before, after] = [mean(periods.slice(0, split)), mean(periods.slice(split))];
  if (!(Math.abs(jump) > SHARE * before && Math.abs(after - before) > SHARE * before)) return undefined;
  return { what: "period", at: (swings[split] as Swing).at, before, after };
}

/** A moment at which swings begin to shrink at another rate; rates are natural logarithms a swing. */
function shrinkChange(swings: readonly Swing[]): Change | undefined {
  if (swings.length < FEWEST) return undefined;
  const sizes = swings.map(({ size }) => Math.log(size));
  const found = bestSplit(sizes, (k, i) => Math.max(0, i - k));
  if (found === undefined || !(Math.abs(found.jump) > SHARE)) return undefined;
  // Sizes that jump were pushed, once.
  if ((bestSplit(sizes, (k, i) => (i >= k ? 1 : 0))?.squares ?? Number.POSITIVE_INFINITY) < found.squares)
    return undefined;
  const { split, jump, slope } = found;
  return { what: "size", at: (swings[split] as Swing).at, before: slope, after: slope + jump };
}

/** The split of values that explains them best as a line with something added from there on, where that is sure and better than a bent line. */
function bestSplit(
  values: readonly number[],
  added: (split: number, i: number) => number,
): { split: number; jump: number; slope: number; squares: number } | undefined {
  const n = values.length;
  const ones = values.map(() => 1);
  const line = values.map((_, i) => i);
  const fitted = (columns: readonly (readonly number[])[], to = values) => {
    const weights = leastSquares(columns, to);
    const left = leftOf(columns, weights, to);
    return { weights, squares: dot(left, 0, left, 0, n) };
  };
  const bent = fitted([ones, line, line.map((i) => i * i)]).squares;
  let best: { split: number; squares: number; weights: ArrayLike<number> } | undefined;
  for (let split = BESIDE; split <= n - BESIDE; split++) {
    const own = fitted([ones, line, line.map((i) => added(split, i))]);
    if (best === undefined || own.squares < best.squares) best = { split, ...own };
  }
  if (best === undefined || !(best.squares < LEAVES * bent)) return undefined;
  const { split, squares, weights } = best;
  // What the line explains of the added part says nothing of it.
  const apart = fitted(
    [ones, line],
    line.map((i) => added(split, i)),
  ).squares;
  const jump = weights[2] as number;
  const error = Math.sqrt(squares / (n - 4) / apart);
  return Math.abs(jump) > ERRORS * error ? { split, jump, slope: weights[1] as number, squares } : undefined;
}
