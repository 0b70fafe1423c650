import { dot, dotTile, TILE } from "./dot.js";

/** The lower triangle L of A = L L^T, row-major [n][n]; what stands above the diagonal is not used. */
export interface Cholesky {
  readonly size: number;
  readonly lower: Float64Array;
  /** What was added to the diagonal of A so that it could be factorised; 0 where nothing was. */
  readonly jitter: number;
}

/** What may be added to the diagonal, as multiples of its mean: nothing first, then from `smallest` tenfold to `largest`. */
export interface JitterPolicy {
  readonly smallest: number;
  readonly largest: number;
}

const NO_JITTER: JitterPolicy = { smallest: 1, largest: 0 };

/**
 * Factorises the symmetric matrix A, row-major [n][n], of which only the lower triangle is read; A is left as it is.
 * Returns undefined where A is not positive definite in float64 (or not finite), even with the largest jitter allowed.
 */
export function cholesky(a: Float64Array, n: number, policy: JitterPolicy = NO_JITTER): Cholesky | undefined {
  let trace = 0;
  for (let i = 0; i < n; i++) trace += a[i * n + i] as number;
  if (!Number.isFinite(trace)) return undefined;
  const lower = new Float64Array(n * n);
  for (const relative of jitters(policy)) {
    const jitter = (relative * trace) / n;
    lower.set(a);
    for (let i = 0; i < n; i++) lower[i * n + i] = (lower[i * n + i] as number) + jitter;
    if (factorizeInPlace(lower, n)) return { size: n, lower, jitter };
  }
  return undefined;
}

function* jitters({ smallest, largest }: JitterPolicy): Generator<number> {
  yield 0;
  // The margin keeps rounding from dropping the last of them.
  for (let jitter = smallest; jitter <= largest * 1.001; jitter *= 10) yield jitter;
}

/**
 * Replaces the lower triangle of A by L (Cholesky-Banachiewicz, row by row; Golub and Van Loan 2013, section 4.2); false
 * where a pivot is not positive. Rows are taken four at a time, so that each pass over the rows above serves four.
 */
export function factorizeInPlace(a: Float64Array, n: number): boolean {
  const products = new Float64Array(TILE.rows * TILE.columns);
  for (let i = 0; i < n; i += TILE.rows) {
    const whole = i + TILE.rows <= n;
    if (whole)
      for (let j = 0; j < i; j += TILE.columns) {
        dotTile(a, i * n, a, j * n, n, j, products);
        const pivot = 1 / (a[j * n + j] as number);
        const below = a[(j + 1) * n + j] as number;
        const nextPivot = 1 / (a[(j + 1) * n + j + 1] as number);
        for (let r = 0; r < TILE.rows; r++) {
          const at = (i + r) * n + j;
          const x = ((a[at] as number) - (products[2 * r] as number)) * pivot;
          a[at] = x;
          a[at + 1] = ((a[at + 1] as number) - (products[2 * r + 1] as number) - x * below) * nextPivot;
        }
      }
    for (let row = i; row < Math.min(i + TILE.rows, n); row++)
      for (let column = whole ? i : 0; column <= row; column++) {
        const at = row * n + column;
        const rest = (a[at] as number) - dot(a, row * n, a, column * n, column);
        if (column < row) a[at] = rest / (a[column * n + column] as number);
        else if (rest > 0 && Number.isFinite(rest)) a[at] = Math.sqrt(rest);
        else return false;
      }
  }
  return true;
}

/** log det A. */
export function logDeterminant({ size, lower }: Cholesky): number {
  let total = 0;
  for (let i = 0; i < size; i++) total += Math.log(lower[i * size + i] as number);
  return 2 * total;
}

/** Solves A x = b for one right-hand side [n]; returns x. */
export function choleskySolve(factor: Cholesky, b: ArrayLike<number>): Float64Array {
  const x = Float64Array.from(b);
  solveLower(factor, x);
  solveLowerTransposed(factor, x);
  return x;
}

/** Replaces every row b of `rows` [count][n] by the solution of L x = b. */
export function solveLower({ size, lower }: Cholesky, rows: Float64Array): void {
  for (let start = 0; start < rows.length; start += size)
    for (let i = 0; i < size; i++) {
      const rest = (rows[start + i] as number) - dot(lower, i * size, rows, start, i);
      rows[start + i] = rest / (lower[i * size + i] as number);
    }
}

/** Replaces every row b of `rows` [count][n] by the solution of L^T x = b. */
export function solveLowerTransposed({ size, lower }: Cholesky, rows: Float64Array): void {
  for (let start = 0; start < rows.length; start += size)
    for (let i = size - 1; i >= 0; i--) {
      const x = (rows[start + i] as number) / (lower[i * size + i] as number);
      rows[start + i] = x;
      for (let k = 0; k < i; k++) rows[start + k] = (rows[start + k] as number) - x * (lower[i * size + k] as number);
    }
}
