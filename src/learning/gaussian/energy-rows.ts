/**
 * Along a motion H is constant: each pair of neighbouring points of one motion is an observation H(x_i) - H(x_j) = 0.
 * These functions pass between matrices with one row of H a point, after `derivatives` other rows, and matrices with one
 * row a pair in their place.
 */
export interface EnergyPairs {
  /** Points [pair][2]. */
  readonly points: Int32Array;
  readonly count: number;
}

/** Neighbours in the order of the points, motion by motion. */
export function energyPairs(count: number, motions?: ArrayLike<number>): EnergyPairs {
  const last = new Map<number, number>();
  const pairs: number[] = [];
  for (let i = 0; i < count; i++) {
    const motion = motions?.[i] ?? 0;
    const before = last.get(motion);
    if (before !== undefined) pairs.push(i, before);
    last.set(motion, i);
  }
  return { points: Int32Array.from(pairs), count: pairs.length / 2 };
}

/** T v: derivatives as they are, energies as differences. */
export function differenceVector(v: Float64Array, derivatives: number, pairs: EnergyPairs): Float64Array {
  const result = new Float64Array(derivatives + pairs.count);
  result.set(v.subarray(0, derivatives));
  for (let k = 0; k < pairs.count; k++) {
    const [i, j] = pairOf(pairs, k);
    result[derivatives + k] = (v[derivatives + i] as number) - (v[derivatives + j] as number);
  }
  return result;
}

/**
 * The lower triangle of T A T^T, A given by its lower triangle with `points` energies: differences of rows and columns. Writes
 * it into `result`, a square of `derivatives` and the number of pairs.
 */
export function differenceRows(
  a: Float64Array,
  derivatives: number,
  points: number,
  pairs: EnergyPairs,
  result: Float64Array = new Float64Array((derivatives + pairs.count) ** 2),
): Float64Array {
  const order = derivatives + points;
  const width = derivatives + pairs.count;
  for (let row = 0; row < derivatives; row++) result.set(a.subarray(row * order, row * order + row + 1), row * width);
  const energy = (i: number, j: number) =>
    a[i > j ? (derivatives + i) * order + derivatives + j : (derivatives + j) * order + derivatives + i] as number;
  for (let k = 0; k < pairs.count; k++) {
    const [i, j] = pairOf(pairs, k);
    const [rowI, rowJ] = [(derivatives + i) * order, (derivatives + j) * order];
    const row = (derivatives + k) * width;
    for (let c = 0; c < derivatives; c++) result[row + c] = (a[rowI + c] as number) - (a[rowJ + c] as number);
    for (let l = 0; l <= k; l++) {
      const [m, n] = [pairs.points[2 * l] as number, pairs.points[2 * l + 1] as number];
      result[row + derivatives + l] = energy(i, m) - energy(i, n) - energy(j, m) + energy(j, n);
    }
  }
  return result;
}

/** The adjoint: T^T W T of a symmetric W, both triangles of both. Writes it into `result`, whatever stands there. */
export function spreadRows(
  w: Float64Array,
  derivatives: number,
  count: number,
  pairs: EnergyPairs,
  result: Float64Array = new Float64Array((derivatives + count) ** 2),
): Float64Array {
  const { points } = pairs;
  const width = derivatives + pairs.count;
  const order = derivatives + count;
  result.fill(0);
  const add = (at: number, value: number) => {
    result[at] = (result[at] as number) + value;
  };
  for (let row = 0; row < derivatives; row++)
    result.set(w.subarray(row * width, row * width + derivatives), row * order);
  for (let k = 0; k < pairs.count; k++) {
    const i = derivatives + (points[2 * k] as number);
    const j = derivatives + (points[2 * k + 1] as number);
    const from = (derivatives + k) * width;
    for (let c = 0; c < derivatives; c++) {
      const value = w[from + c] as number;
      add(i * order + c, value);
      add(c * order + i, value);
      add(j * order + c, -value);
      add(c * order + j, -value);
    }
    for (let l = 0; l < pairs.count; l++) {
      const m = derivatives + (points[2 * l] as number);
      const n = derivatives + (points[2 * l + 1] as number);
      const value = w[from + derivatives + l] as number;
      add(i * order + m, value);
      add(i * order + n, -value);
      add(j * order + m, -value);
      add(j * order + n, value);
    }
  }
  return result;
}

/** T^T v: weights of energies from weights of pairs. */
export function spreadVector(v: Float64Array, derivatives: number, points: number, pairs: EnergyPairs): Float64Array {
  const result = new Float64Array(derivatives + points);
  result.set(v.subarray(0, derivatives));
  for (let k = 0; k < pairs.count; k++) {
    const [i, j] = pairOf(pairs, k);
    const value = v[derivatives + k] as number;
    result[derivatives + i] = (result[derivatives + i] as number) + value;
    result[derivatives + j] = (result[derivatives + j] as number) - value;
  }
  return result;
}

const pairOf = ({ points }: EnergyPairs, k: number) => [points[2 * k] as number, points[2 * k + 1] as number] as const;
