/** Columns whose part outside the others is below this share of the longest column are taken to depend on them. */
const RANK_TOLERANCE = 1e-12;

/**
 * Least squares: the x that minimises |sum_j x_j a_j - b|, for columns a_j of m numbers each. Householder QR with column
 * pivoting (Golub and Van Loan 2013, section 5.4); columns that depend on the others to rounding get x_j = 0.
 */
export function leastSquares(columns: readonly ArrayLike<number>[], b: ArrayLike<number>): Float64Array {
  const m = b.length;
  const n = columns.length;
  const work = columns.map((column) => Float64Array.from(column));
  const right = Float64Array.from(b);
  const order = work.map((_, j) => j);
  const squareNorm = (v: Float64Array, from: number) => v.subarray(from).reduce((sum, value) => sum + value * value, 0);
  const longest = Math.sqrt(Math.max(0, ...work.map((column) => squareNorm(column, 0))));
  const diagonal: number[] = [];
  for (let k = 0; k < Math.min(m, n); k++) {
    const norms = work.map((column, j) => (j < k ? -1 : squareNorm(column, k)));
    const pivot = norms.indexOf(Math.max(...norms));
    swap(work, k, pivot);
    swap(order, k, pivot);
    const v = work[k] as Float64Array;
    const norm = Math.sqrt(norms[pivot] as number);
    if (!(norm > RANK_TOLERANCE * longest)) break;
    const alpha = (v[k] as number) > 0 ? -norm : norm;
    diagonal.push(alpha);
    v[k] = (v[k] as number) - alpha;
    const scale = 2 / squareNorm(v, k);
    for (const target of [...work.slice(k + 1), right]) {
      let product = 0;
      for (let i = k; i < m; i++) product += (v[i] as number) * (target[i] as number);
      for (let i = k; i < m; i++) target[i] = (target[i] as number) - scale * product * (v[i] as number);
    }
  }
  const x = new Float64Array(n);
  for (let k = diagonal.length - 1; k >= 0; k--) {
    let rest = right[k] as number;
    for (let j = k + 1; j < diagonal.length; j++)
      rest -= ((work[j] as Float64Array)[k] as number) * (x[order[j] as number] as number);
    x[order[k] as number] = rest / (diagonal[k] as number);
  }
  return x;
}

/** What sum_j x_j a_j leaves of b, [m]. */
export function leftOf(
  columns: readonly ArrayLike<number>[],
  x: ArrayLike<number>,
  b: ArrayLike<number>,
): Float64Array {
  return Float64Array.from(b, (value, i) =>
    columns.reduce((rest, column, j) => rest - (x[j] as number) * (column[i] as number), value),
  );
}

function swap<T>(list: T[], i: number, j: number): void {
  [list[i], list[j]] = [list[j] as T, list[i] as T];
}
