import { cube, leastSquares } from "../../../numerics/index.js";

/** The parabola through some rows of x(t) by least squares: its coefficients [3] of powers of t - `origin`. */
export function parabola(
  t: Float64Array,
  x: (row: number) => number,
  rows: readonly number[],
  origin: number,
): Float64Array {
  const s = rows.map((i) => (t[i] as number) - origin);
  return leastSquares([s.map(() => 1), s, s.map((u) => u * u)], rows.map(x));
}

/** Its slope at `u` after the origin. */
export const slopeAt = (p: Float64Array, u: number): number => (p[1] as number) + 2 * (p[2] as number) * u;

/** Root mean square of what a parabola leaves of rows. */
export function leftBy(
  curve: Float64Array,
  t: Float64Array,
  x: (row: number) => number,
  rows: readonly number[],
  origin: number,
): number {
  const [p, q, r] = curve as unknown as [number, number, number];
  const squares = rows.reduce((sum, i) => {
    const u = (t[i] as number) - origin;
    return sum + (x(i) - p - q * u - r * u * u) ** 2;
  }, 0);
  return Math.sqrt(squares / Math.max(1, rows.length - 3));
}

/** How uncertain the difference of two slopes is, each at the end of a parabola through `count` rows `step` apart with this noise: that of one is noise sqrt(192 / n^3) a step. */
export const slopeSpread = (noise: number, count: number, step: number): number =>
  (noise * Math.sqrt((2 * 192) / cube(count))) / step;
