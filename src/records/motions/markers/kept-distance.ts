/** A distance is kept that varies by less than this share, and by less than so many times the noise of the points, but for rounding. */
const [SHARE, NOISE, ROUNDING] = [0.02, 5, 1e-9];
/** A point is a pivot that moves less than this share of what the others move. */
export const PIVOT = 0.03;
/** An arm swings by at least this angle: over less of it, a circle may be any curve. */
export const LEAST_SWING = 0.4;

/** The mean of distances and their standard deviation, where they are kept. `noise`: standard deviation of the points' places. */
export function keptDistance(
  distances: readonly number[],
  noise: number,
): { readonly length: number; readonly deviation: number } | undefined {
  const count = distances.length;
  const length = distances.reduce((sum, value) => sum + value / count, 0);
  const deviation = Math.sqrt(distances.reduce((sum, value) => sum + (value - length) ** 2 / count, 0));
  return deviation < SHARE * length && deviation <= NOISE * noise + ROUNDING * length
    ? { length, deviation }
    : undefined;
}
