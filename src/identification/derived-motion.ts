import { cholesky, choleskyInverse, choleskySolve } from "../numerics/index.js";
import type { PositionFilter } from "./choice/derived-velocities.js";
import type { FittedCandidate } from "./choice/fitting/fitted-candidate.js";
import { pathOf } from "./shooting/path.js";
import type { MeasuredMotion } from "./shooting/record.js";

/** A number with its standard deviation. */
export interface Estimate {
  readonly value: number;
  readonly deviation: number;
}

/** What velocity columns that were computed from positions make of the velocities: factor x v(t + lag). */
export interface DerivedMotion {
  /** By coordinate. */
  readonly factors: readonly Estimate[];
  /** The same for all coordinates. */
  readonly lag: Estimate;
}

/** Rows of a motion by which factors and lag are found. */
const MOST_ROWS = 5000;
/** Steps of Gauss and Newton. */
const STEPS = 4;
/**
 * Factors and lag of velocity columns that `filters` make from the positions: least squares between the columns and the velocities of the law's own motion. Their deviations come from the positions' noise
 * as it passes the filter: neighbouring errors of such a column hang together.
 *
 * @param motions as measured: positions, then velocity columns
 */
export function derivedMotion(
  fitted: FittedCandidate,
  motions: readonly MeasuredMotion[],
  filters: readonly PositionFilter[],
  tick: number,
): DerivedMotion | undefined {
  const d = fitted.law.dimension;
  const unknowns = new Float64Array(d + 1).fill(1, 0, d);
  let deviations: Float64Array | undefined;
  for (let step = 0; step < STEPS; step++) {
    const { normal, right, spread } = equations(fitted, motions, filters, unknowns, tick);
    const factor = cholesky(normal, d + 1, { smallest: 1e-15, largest: 1e-12 });
    if (factor === undefined) return undefined;
    choleskySolve(factor, right).forEach((delta, k) => {
      unknowns[k] = (unknowns[k] as number) + (k < d ? delta : Math.max(-tick / 2, Math.min(tick / 2, delta)));
    });
    deviations = sandwich(choleskyInverse(factor), spread, d + 1);
  }
  if (!unknowns.every(Number.isFinite)) return undefined;
  const estimate = (k: number): Estimate => ({ value: unknowns[k] as number, deviation: deviations?.[k] as number });
  return { factors: Array.from({ length: d }, (_, c) => estimate(c)), lag: estimate(d) };
}

/** J^T J, J^T r and J^T C J for residuals r whose covariance is C, each coordinate in units of its column's noise. */
function equations(
  fitted: FittedCandidate,
  motions: readonly MeasuredMotion[],
  filters: readonly PositionFilter[],
  unknowns: Float64Array,
  tick: number,
) {
  const d = fitted.law.dimension;
  const n = d + 1;
  const [normal, right, spread] = [new Float64Array(n * n), new Float64Array(n), new Float64Array(n * n)];
  const lag = unknowns[d] as number;
  motions.forEach(({ times, values }, m) => {
    const rows = Math.min(times.length, MOST_ROWS);
    const path = pathOf(fitted.fit, m, times.subarray(0, rows), lag, tick);
    if (path === undefined) return;
    for (let c = 0; c < d; c++) {
      const { reach, weights } = filters[c] as PositionFilter;
      const factor = unknowns[c] as number;
      const gain = Math.hypot(...weights);
      const noise = (fitted.fit.noise[c] as number) * gain;
      // What passes from one position's error to the sums, through the rows whose values it enters.
      const passed = new Float64Array(rows * 2);
      // At its ends a column is made in another way.
      for (let i = reach; i + reach < rows; i++) {
        const measured = values[i * 2 * d + d + c] as number;
        const [v, a] = [path[(i * 3 + 1) * d + c] as number, path[(i * 3 + 2) * d + c] as number];
        if (!Number.isFinite(measured) || !Number.isFinite(v)) continue;
        const [byFactor, byLag, rest] = [v / noise, (factor * a) / noise, (measured - factor * v) / noise];
        add(normal, n, c, byFactor, byLag);
        right[c] = (right[c] as number) + byFactor * rest;
        right[d] = (right[d] as number) + byLag * rest;
        for (let j = -reach; j <= reach; j++) {
          const at = (i + j) * 2;
          const weight = (weights[j + reach] as number) / gain;
          passed[at] = (passed[at] as number) + weight * byFactor;
          passed[at + 1] = (passed[at + 1] as number) + weight * byLag;
        }
      }
      for (let p = 0; p < passed.length; p += 2) add(spread, n, c, passed[p] as number, passed[p + 1] as number);
    }
  });
  return { normal, right, spread };
}

/** Adds the outer product of a row with one entry for factor c and one for the lag. */
function add(matrix: Float64Array, n: number, c: number, byFactor: number, byLag: number): void {
  const lag = n - 1;
  matrix[c * n + c] = (matrix[c * n + c] as number) + byFactor * byFactor;
  matrix[lag * n + c] = (matrix[lag * n + c] as number) + byFactor * byLag;
  matrix[c * n + lag] = matrix[lag * n + c] as number;
  matrix[lag * n + lag] = (matrix[lag * n + lag] as number) + byLag * byLag;
}

/** Square roots of the diagonal of I S I. */
function sandwich(inverse: Float64Array, spread: Float64Array, n: number): Float64Array {
  return Float64Array.from({ length: n }, (_, i) => {
    let sum = 0;
    for (let k = 0; k < n; k++)
      for (let l = 0; l < n; l++)
        sum += (inverse[i * n + k] as number) * (spread[k * n + l] as number) * (inverse[i * n + l] as number);
    return Math.sqrt(Math.max(0, sum));
  });
}
