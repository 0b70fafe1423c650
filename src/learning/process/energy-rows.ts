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

/** The lower triangle of T A T^T, A given by its lower triangle with `points` energies: differences of rows and columns. */
export function differenceRows(a: Float64Array, derivatives: number, points: number, pairs: EnergyPairs): Float64Array {
  const order = derivatives + points;
  const result = new Float64Array((derivatives + pairs.count) ** 2);
  const width = derivatives + pairs.count;
  for (let row = 0; row < derivatives; row++) result.set(a.subarray(row * order, row * order + row + 1), row * width);
  const energy = (i: number, j: number) =>
    a[(derivatives + Math.max(i, j)) * order + derivatives + Math.min(i, j)] as number;
  for (let k = 0; k < pairs.count; k++) {
    const [i, j] = pairOf(pairs, k);
    const [rowI, rowJ] = [(derivatives + i) * order, (derivatives + j) * order];
    const row = (derivatives + k) * width;
    for (let c = 0; c < derivatives; c++) result[row + c] = (a[rowI + c] as number) - (a[rowJ + c] as number);
    for (let l = 0; l <= k; l++) {
      const [m, n] = pairOf(pairs, l);
      result[row + derivatives + l] = energy(i, m) - energy(i, n) - energy(j, m) + energy(j, n);
    }
  }
  return result;
}

/** The adjoint: T^T W T of a symmetric W, both triangles of both. */
export function spreadRows(w: Float64Array, derivatives: number, points: number, pairs: EnergyPairs): Float64Array {
  const width = derivatives + pairs.count;
  const order = derivatives + points;
  const result = new Float64Array(order * order);
  const add = (row: number, column: number, value: number) => {
    result[row * order + column] = (result[row * order + column] as number) + value;
  };
  for (let row = 0; row < derivatives; row++)
    result.set(w.subarray(row * width, row * width + derivatives), row * order);
  for (let k = 0; k < pairs.count; k++) {
    const [i, j] = pairOf(pairs, k);
    for (let c = 0; c < derivatives; c++) {
      const value = w[(derivatives + k) * width + c] as number;
      for (const [point, sign] of [
        [i, 1],
        [j, -1],
      ] as const) {
        add(derivatives + point, c, sign * value);
        add(c, derivatives + point, sign * value);
      }
    }
    for (let l = 0; l < pairs.count; l++) {
      const [m, n] = pairOf(pairs, l);
      const value = w[(derivatives + k) * width + derivatives + l] as number;
      add(derivatives + i, derivatives + m, value);
      add(derivatives + i, derivatives + n, -value);
      add(derivatives + j, derivatives + m, -value);
      add(derivatives + j, derivatives + n, value);
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
