import { dot } from "./dot.js";
import { TILE, tileSpace } from "./tile.js";

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
 * Returns undefined where A is not positive definite in float64 (or not finite), even with the largest jitter allowed. L is
 * written into `lower` [n][n], whatever stands there.
 */
export function cholesky(
  a: Float64Array,
  n: number,
  policy: JitterPolicy = NO_JITTER,
  lower: Float64Array = new Float64Array(n * n),
): Cholesky | undefined {
  let trace = 0;
  for (let i = 0; i < n; i++) trace += a[i * n + i] as number;
  if (!Number.isFinite(trace)) return undefined;
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
 * where a pivot is not positive. Rows are taken four at a time, against the finished ones four at a time.
 */
function factorizeInPlace(a: Float64Array, n: number): boolean {
  const space = tileSpace(n * n);
  const { panels, products } = space;
  const whole = n - (n % TILE);
  for (let i = 0; i < whole; i += TILE) {
    for (let j = 0; j < i; j += TILE) {
      space.multiply(i * n, j * n, j);
      solveTile(a, n, i, j, products, panels);
    }
    space.multiply(i * n, i * n, i);
    for (let r = 0; r < TILE; r++)
      for (let c = 0; c <= r; c++) {
        let total = products[TILE * c + r] as number;
        for (let k = i; k < i + c; k++) total += (a[(i + r) * n + k] as number) * (a[(i + c) * n + k] as number);
        if (!finishEntry(a, n, i + r, i + c, total)) return false;
      }
    keepInPanel(panels, i * n, a, n, i, i);
  }
  for (let row = whole; row < n; row++)
    for (let column = 0; column <= row; column++)
      if (!finishEntry(a, n, row, column, dot(a, row * n, a, column * n, column))) return false;
  return true;
}

/** Entry (row, column) of L from that of A and the product of what stands before it in both rows. */
function finishEntry(a: Float64Array, n: number, row: number, column: number, product: number): boolean {
  const at = row * n + column;
  const rest = (a[at] as number) - product;
  if (column < row) a[at] = rest / (a[column * (n + 1)] as number);
  else if (rest > 0 && Number.isFinite(rest)) a[at] = Math.sqrt(rest);
  else return false;
  return true;
}

/**
 * Entries of L in four rows from i and four columns from j < i, from the products of all that stands before them; into the
 * matrix and the panel of the rows.
 */
function solveTile(
  a: Float64Array,
  n: number,
  i: number,
  j: number,
  products: Float64Array,
  panels: Float64Array,
): void {
  const [d0, d1, d2, d3] = [j * n + j, (j + 1) * n + j, (j + 2) * n + j, (j + 3) * n + j];
  const [p0, p1] = [1 / (a[d0] as number), 1 / (a[d1 + 1] as number)];
  const [p2, p3] = [1 / (a[d2 + 2] as number), 1 / (a[d3 + 3] as number)];
  const l10 = a[d1] as number;
  const [l20, l21] = [a[d2] as number, a[d2 + 1] as number];
  const [l30, l31, l32] = [a[d3] as number, a[d3 + 1] as number, a[d3 + 2] as number];
  for (let r = 0; r < TILE; r++) {
    const at = (i + r) * n + j;
    const x0 = ((a[at] as number) - (products[r] as number)) * p0;
    const x1 = ((a[at + 1] as number) - (products[TILE + r] as number) - x0 * l10) * p1;
    const s2 = (products[2 * TILE + r] as number) + x0 * l20 + x1 * l21;
    const s3 = (products[3 * TILE + r] as number) + x0 * l30 + x1 * l31;
    const x2 = ((a[at + 2] as number) - s2) * p2;
    const x3 = ((a[at + 3] as number) - s3 - x2 * l32) * p3;
    a[at] = x0;
    a[at + 1] = x1;
    a[at + 2] = x2;
    a[at + 3] = x3;
    const place = i * n + TILE * j + r;
    panels[place] = x0;
    panels[place + TILE] = x1;
    panels[place + 2 * TILE] = x2;
    panels[place + 3 * TILE] = x3;
  }
}

/** Copies entries in four rows from i and `width` columns from j into the panel of those rows, which begins at `panels[panel]`. */
export function keepInPanel(
  panels: Float64Array,
  panel: number,
  a: Float64Array,
  n: number,
  i: number,
  j: number,
  width: number = TILE,
): void {
  for (let r = 0; r < TILE; r++)
    for (let k = j; k < j + width; k++) panels[panel + TILE * k + r] = a[(i + r) * n + k] as number;
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
