import { leastSquares, leftOf, realPower } from "../../../numerics/index.js";

/** Powers of the angle that a camera's distortion, or a pivot beside the centre, makes of a distance. */
const POWERS = 4;
/** What they leave of it is more than so many times the noise of the point, and less white than this, where the distance changes in time. */
const [TIMES, WHITE] = [2.5, 0.5];
/** Rows of a motion that are looked at: swings in a row show a string that gives. */
const MOST_ROWS = 20_000;

/**
 * Whether a distance changes from one swing to the next, as of a bob on a spring or a string that gives: what no function of the angle explains hangs together from row to row and is more than noise.
 *
 * @param arrows by motion, from the pivot to the point, [row][x, y]
 */
export function stretches(arrows: readonly Float64Array[], noise: number): boolean {
  const all = arrows.flatMap((xy) =>
    Array.from(
      { length: Math.min(MOST_ROWS, xy.length / 2) },
      (_, i) => [xy[2 * i] as number, xy[2 * i + 1] as number] as const,
    ),
  );
  const [mx, my] = [0, 1].map((k) => all.reduce((sum, arrow) => sum + (arrow[k] as number) / all.length, 0)) as [
    number,
    number,
  ];
  // Angles from the middle direction.
  const angles = all.map(([x, y]) => Math.atan2(mx * y - my * x, mx * x + my * y));
  const lengths = all.map(([x, y]) => Math.hypot(x, y));
  const columns = Array.from({ length: POWERS + 1 }, (_, n) => angles.map((angle) => realPower(angle, n)));
  const left = leftOf(columns, leastSquares(columns, lengths), lengths);
  const squares = left.reduce((sum, value) => sum + value * value, 0);
  const steps = left.reduce((sum, value, i) => sum + (i === 0 ? 0 : (value - (left[i - 1] as number)) ** 2), 0);
  return Math.sqrt(squares / left.length) > TIMES * noise && steps / 2 < WHITE * squares;
}
