import { upperMedian } from "../../numerics/index.js";
import type { Motion } from "../recording.js";

/** So many repeats are a sensor that hangs, in so many rows at least; they are at most this share of all, and of the other rows so few repeat the one before. */
const [REPEATS, FEWEST_ROWS, MOST, OTHERS] = [5, 32, 0.3, 0.05];

/**
 * Rows in the middle of a motion that repeat one another to the last digit in every column though no others do, and into or out of which it steps as far as between other rows: what moves and is measured with noise does not
 * stand still from one row to the next, and what comes to rest does so slowly. A sensor, or what writes its values down, has hung.
 */
export function stuckRows({ times, positions, velocities, momenta }: Motion): Set<number> {
  const N = times.length;
  const stuck = new Set<number>();
  if (N < FEWEST_ROWS) return stuck;
  const columns = [positions, velocities, momenta].filter((values) => values !== undefined);
  const widths = columns.map((values) => values.length / N);
  const step = (k: number, c: number, i: number) => {
    const [values, width] = [columns[k] as Float64Array, widths[k] as number];
    return Math.abs((values[i * width + c] as number) - (values[(i - 1) * width + c] as number));
  };
  const each = widths.flatMap((width, k) => Array.from({ length: width }, (_, c) => [k, c] as const));
  const repeats = (i: number) => i > 0 && i < N && each.every(([k, c]) => step(k, c, i) === 0);
  let others = 0;
  const runs: (readonly [number, number])[] = [];
  for (let i = 1; i < N; ) {
    if (!repeats(i)) {
      i++;
      continue;
    }
    let end = i;
    while (repeats(end)) end++;
    if (end - i >= REPEATS && end < N) runs.push([i, end]);
    else others += end - i;
    i = end;
  }
  if (runs.length === 0 || others > OTHERS * N) return stuck;
  const usual = each.map(
    ([k, c]) =>
      upperMedian(Array.from({ length: N - 1 }, (_, i) => step(k, c, i + 1)).filter((x) => x > 0)) ||
      Number.POSITIVE_INFINITY,
  );
  for (const [first, end] of runs) {
    const moves = each.some(([k, c], at) => {
      const into = first > 1 ? step(k, c, first - 1) : 0;
      return Math.max(into, step(k, c, end)) >= (usual[at] as number);
    });
    if (moves) for (let i = first; i < end; i++) stuck.add(i);
  }
  return stuck.size <= MOST * N ? stuck : new Set();
}
