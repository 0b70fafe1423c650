import { cholesky, choleskySolve, usualStep } from "../../numerics/index.js";
import type { MeasuredMotion } from "../shooting/record.js";
import { smoothLocally } from "../shooting/smooth.js";

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
/** Splines through noisy positions reach further. */
const LONG_REACHES = [...REACHES, 12, 20];
/** Steps between rows that differ by more than this share are not equal. */
const EQUAL_STEPS = 0.02;
/** Fewer rows a weight say nothing. */
const ROWS_A_WEIGHT = 4;

/** Rows of equally spaced positions, and the value that stands beside their middle. */
interface FilterRows {
  readonly rows: readonly Float64Array[];
  readonly values: readonly number[];
}

/**
 * The best filter from positions to the velocity column of coordinate `c`, of the reach that predicts left-out rows best. Undefined where rows are not equally
 * spaced or too few.
 */
export function filterOf(
  motions: readonly MeasuredMotion[],
  c: number,
  dimension: number,
  reaches = REACHES,
): PositionFilter | undefined {
  const columns = motions.map(({ times, values }) => ({
    times,
    positions: columnOf(values, c, 2 * dimension),
    velocities: columnOf(values, dimension + c, 2 * dimension),
  }));
  return bestFilter(columns, reaches);
}

interface Columns {
  readonly times: Float64Array;
  readonly positions: Float64Array;
  readonly velocities: Float64Array;
}

function bestFilter(columns: readonly Columns[], reaches: readonly number[] = REACHES): PositionFilter | undefined {
  let best: (PositionFilter & { readonly error: number }) | undefined;
  for (const reach of reaches) {
    const width = 2 * reach + 1;
    const { rows, values } = filterRows(columns, reach);
    if (rows.length < ROWS_A_WEIGHT * width) break;
    const weights = solve(rows, values, width);
    if (weights === undefined) break;
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

function filterRows(columns: readonly Columns[], reach: number): FilterRows {
  const rows: Float64Array[] = [];
  const values: number[] = [];
  for (const { times, positions, velocities } of columns) {
    const step = usualStep(times);
    for (let i = reach; i + reach < times.length; i++) {
      const row = positions.subarray(i - reach, i + reach + 1);
      const value = velocities[i] as number;
      const even = Math.abs((times[i + reach] as number) - (times[i - reach] as number) - 2 * reach * step);
      if (even > EQUAL_STEPS * step || Number.isNaN(value) || row.some(Number.isNaN)) continue;
      rows.push(row);
      values.push(value);
    }
  }
  return { rows, values };
}

function solve(rows: readonly Float64Array[], values: readonly number[], width: number): Float64Array | undefined {
  const A = new Float64Array(width * width);
  const b = new Float64Array(width);
  rows.forEach((row, i) => {
    for (let k = 0; k < width; k++) {
      b[k] = (b[k] as number) + (row[k] as number) * (values[i] as number);
      for (let l = 0; l <= k; l++)
        A[k * width + l] = (A[k * width + l] as number) + (row[k] as number) * (row[l] as number);
    }
  });
  const factor = cholesky(A, width, { smallest: 1e-15, largest: 1e-12 });
  return factor === undefined ? undefined : choleskySolve(factor, b);
}

const columnOf = (values: Float64Array, c: number, size: number) =>
  Float64Array.from({ length: values.length / size }, (_, i) => values[i * size + c] as number);

/** Rows of a motion by which scatter is judged. */
const MOST_JUDGED = 1500;

const firstRows = ({ times, values }: MeasuredMotion, size: number) => ({
  times: times.subarray(0, MOST_JUDGED),
  values: values.subarray(0, MOST_JUDGED * size),
});

/** Positions whose scatter about a smooth curve is not noise (its neighbours agree too well) say nothing of derived velocities. */
const NOISY = 1;
/** The least share of the velocities' scatter that a filter of the positions' scatter explains where it makes them. */
const EXPLAINS = 0.7;

/**
 * Whether the scatter of a velocity column is made from that of the positions beside it: both about smooth curves through the same window, so that what a filter makes of the
 * positions it makes of their scatter too.
 */
export function scatterIsDerived(motions: readonly MeasuredMotion[], c: number, dimension: number): boolean {
  let [steps, squares] = [0, 0];
  const columns = motions.map((motion): Columns => {
    const { times, values } = firstRows(motion, 2 * dimension);
    const positions = columnOf(values, c, 2 * dimension);
    const velocities = columnOf(values, dimension + c, 2 * dimension);
    if (positions.some(Number.isNaN) || velocities.some(Number.isNaN))
      return { times, positions: positions.map(() => Number.NaN), velocities };
    const smooth = smoothLocally({ times, values: positions });
    const other = smoothLocally({ times, values: velocities }, smooth.width);
    const scatter = positions.map((value, i) => value - smooth.at(times[i] as number)[0]);
    scatter.forEach((value, i) => {
      squares += value * value;
      if (i > 0) steps += (value - (scatter[i - 1] as number)) ** 2;
    });
    return {
      times,
      positions: scatter,
      velocities: velocities.map((value, i) => value - other.at(times[i] as number)[0]),
    };
  });
  if (!(steps > NOISY * squares)) return false;
  const filter = bestFilter(columns);
  if (filter === undefined) return false;
  const { values } = filterRows(columns, filter.reach);
  const all = values.reduce((sum, value) => sum + value * value, 0) / values.length;
  return filter.residual ** 2 < (1 - EXPLAINS) * all;
}

/** The same with filters that may reach as far as a spline through noisy positions does. */
export const longFilterOf = (motions: readonly MeasuredMotion[], c: number, dimension: number) =>
  filterOf(motions, c, dimension, LONG_REACHES);
