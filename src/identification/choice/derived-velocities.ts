import { cholesky, choleskySolve } from "../../numerics/index.js";
import type { MeasuredMotion } from "../shooting/record.js";

/**
 * A velocity column as a sum of neighbouring positions, v_n = sum_j h_j q_(n+j) for j from -`reach` to `reach`: what programs do that differentiate and smooth positions.
 */
export interface PositionFilter {
  readonly reach: number;
  /** [2 reach + 1]. */
  readonly weights: Float64Array;
  /** Root mean square of what the filter leaves of the column. */
  readonly residual: number;
  /** Rows that it was found from. */
  readonly rows: number;
}

const REACHES = [1, 2, 3, 5, 8];
/** Steps between rows that differ by more than this share are not equal. */
const EQUAL_STEPS = 0.02;
/** Fewer rows a weight say nothing. */
const ROWS_A_WEIGHT = 4;

/**
 * The best filter from positions to the velocity column of coordinate `c`, of the reach that predicts left-out rows best. Undefined where rows are not equally
 * spaced or too few.
 */
export function filterOf(motions: readonly MeasuredMotion[], c: number, dimension: number): PositionFilter | undefined {
  const size = 2 * dimension;
  let best: (PositionFilter & { readonly error: number }) | undefined;
  for (const reach of REACHES) {
    const width = 2 * reach + 1;
    const A = new Float64Array(width * width);
    const b = new Float64Array(width);
    const rows: Float64Array[] = [];
    const values: number[] = [];
    for (const { times, values: all } of motions) {
      const step = ((times.at(-1) as number) - (times[0] as number)) / (times.length - 1);
      for (let i = reach; i + reach < times.length; i++) {
        const row = Float64Array.from({ length: width }, (_, k) => all[(i + k - reach) * size + c] as number);
        const value = all[i * size + dimension + c] as number;
        const even = Math.abs((times[i + reach] as number) - (times[i - reach] as number) - 2 * reach * step);
        if (even > EQUAL_STEPS * step || Number.isNaN(value) || row.some(Number.isNaN)) continue;
        rows.push(row);
        values.push(value);
        for (let k = 0; k < width; k++) {
          b[k] = (b[k] as number) + (row[k] as number) * value;
          for (let l = 0; l <= k; l++)
            A[k * width + l] = (A[k * width + l] as number) + (row[k] as number) * (row[l] as number);
        }
      }
    }
    if (rows.length < ROWS_A_WEIGHT * width) break;
    const factor = cholesky(A, width, { smallest: 1e-15, largest: 1e-12 });
    if (factor === undefined) break;
    const weights = choleskySolve(factor, b);
    let squares = 0;
    rows.forEach((row, i) => {
      let r = values[i] as number;
      for (let k = 0; k < width; k++) r -= (weights[k] as number) * (row[k] as number);
      squares += r * r;
    });
    const left = 1 - width / rows.length;
    const residual = Math.sqrt(squares / rows.length / left);
    const error = residual / Math.sqrt(left);
    // A longer filter must pay.
    if (best === undefined || error < 0.9 * best.error) best = { reach, weights, residual, rows: rows.length, error };
  }
  return best;
}
