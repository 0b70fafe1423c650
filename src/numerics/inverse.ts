import type { Cholesky } from "./cholesky.js";
import { dot, dotTile, TILE } from "./dot.js";

/**
 * A^-1 of a factorised matrix, row-major [n][n] and symmetric: A^-1 = X X^T with X = L^-T. Twice the work of the
 * factorisation; for solving equations use `choleskySolve`.
 */
export function choleskyInverse(factor: Cholesky): Float64Array {
  const n = factor.size;
  const x = transposedInverse(factor);
  const inverse = new Float64Array(n * n);
  const products = new Float64Array(TILE.rows * TILE.columns);
  const put = (row: number, column: number, value: number) => {
    inverse[row * n + column] = value;
    inverse[column * n + row] = value;
  };
  for (let i = 0; i < n; i += TILE.rows) {
    const rows = Math.min(TILE.rows, n - i);
    // A row of X begins at its diagonal: the products with rows up to i begin at i.
    let j = 0;
    if (rows === TILE.rows)
      for (; j < i; j += TILE.columns) {
        dotTile(x, i * n + i, x, j * n + i, n, n - i, products);
        for (let r = 0; r < TILE.rows; r++) {
          put(i + r, j, products[2 * r] as number);
          put(i + r, j + 1, products[2 * r + 1] as number);
        }
      }
    for (let row = i; row < i + rows; row++)
      for (let column = j; column <= row; column++)
        put(row, column, dot(x, row * n + row, x, column * n + row, n - row));
  }
  return inverse;
}

/**
 * The blocks [size][size] on the diagonal of A^-1, the first `count` of them, one after the other. About a third of the work of
 * the whole inverse.
 */
export function inverseDiagonalBlocks(factor: Cholesky, size: number, count: number): Float64Array {
  const n = factor.size;
  const x = transposedInverse(factor);
  const blocks = new Float64Array(count * size * size);
  for (let block = 0; block < count; block++)
    for (let a = 0; a < size; a++)
      for (let b = 0; b <= a; b++) {
        const [row, column] = [block * size + a, block * size + b];
        // Row r of X begins at its diagonal.
        const value = dot(x, row * n + row, x, column * n + row, n - row);
        blocks[(block * size + a) * size + b] = value;
        blocks[(block * size + b) * size + a] = value;
      }
  return blocks;
}

/** X = L^-T, upper triangular: row j holds the solution of L x = e_j. */
function transposedInverse({ size: n, lower }: Cholesky): Float64Array {
  const x = new Float64Array(n * n);
  const products = new Float64Array(TILE.rows * TILE.columns);
  for (let j = 0; j < n; j += TILE.rows) {
    const rows = Math.min(TILE.rows, n - j);
    // Up to here the four right-hand sides begin at different places.
    const head = Math.min(n, j + TILE.rows);
    for (let row = j; row < j + rows; row++)
      for (let i = row; i < (rows === TILE.rows ? head : n); i++) {
        const rest = (i === row ? 1 : 0) - dot(lower, i * n + row, x, row * n + row, i - row);
        x[row * n + i] = rest / (lower[i * n + i] as number);
      }
    if (rows < TILE.rows) continue;
    let i = head;
    for (; i + TILE.columns <= n; i += TILE.columns) {
      dotTile(x, j * n + j, lower, i * n + j, n, i - j, products);
      const below = lower[(i + 1) * n + i] as number;
      for (let r = 0; r < TILE.rows; r++) {
        const at = (j + r) * n + i;
        const first = -(products[2 * r] as number) / (lower[i * n + i] as number);
        x[at] = first;
        x[at + 1] = (-(products[2 * r + 1] as number) - first * below) / (lower[(i + 1) * n + i + 1] as number);
      }
    }
    for (; i < n; i++)
      for (let row = j; row < j + rows; row++)
        x[row * n + i] = -dot(lower, i * n + row, x, row * n + row, i - row) / (lower[i * n + i] as number);
  }
  return x;
}
