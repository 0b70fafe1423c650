import { leastSquares } from "../../../numerics/index.js";

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
