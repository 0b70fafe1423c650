import { type Cholesky, keepInPanel } from "./cholesky.js";
import { dot } from "./dot.js";
import { TILE, type TileSpace, tileSpace } from "./tile.js";

/**
 * A^-1 of a factorised matrix, row-major [n][n] and symmetric: A^-1 = X X^T with X = L^-T. Twice the work of the
 * factorisation; for solving equations use `choleskySolve`. Writes into `inverse` [n][n], whatever stands there.
 */
export function choleskyInverse(
  factor: Cholesky,
  inverse: Float64Array = new Float64Array(factor.size ** 2),
): Float64Array {
  const n = factor.size;
  const { x, space, from } = transposedInverse(factor);
  const { products } = space;
  const whole = n - (n % TILE);
  for (let i = 0; i < whole; i += TILE)
    for (let j = 0; j <= i; j += TILE) {
      multiplyTiles(space, from, n, i, j);
      for (let r = 0; r < TILE; r++)
        for (let c = 0; c < TILE; c++) {
          const value = products[TILE * c + r] as number;
          inverse[(i + r) * n + j + c] = value;
          inverse[(j + c) * n + i + r] = value;
        }
    }
  for (let row = whole; row < n; row++)
    for (let column = 0; column <= row; column++) {
      const value = rowsProduct(x, n, row, column);
      inverse[row * n + column] = value;
      inverse[column * n + row] = value;
    }
  return inverse;
}

/**
 * The blocks [size][size] on the diagonal of A^-1, the first `count` of them, one after the other. About a third of the work of
 * the whole inverse.
 */
export function inverseDiagonalBlocks(factor: Cholesky, size: number, count: number): Float64Array {
  const n = factor.size;
  const { x, space, from } = transposedInverse(factor);
  const { products } = space;
  const blocks = new Float64Array(count * size * size);
  const end = count * size;
  const put = (row: number, column: number, value: number) => {
    const block = Math.floor(row / size);
    if (column > row || column < block * size) return;
    const [a, b] = [row - block * size, column - block * size];
    blocks[(block * size + a) * size + b] = value;
    blocks[(block * size + b) * size + a] = value;
  };
  const whole = end - (end % TILE);
  for (let i = 0; i < whole; i += TILE) {
    // The block of its first row begins in this tile or in one before.
    const first = Math.floor(i / size) * size;
    for (let j = first - (first % TILE); j <= i; j += TILE) {
      multiplyTiles(space, from, n, i, j);
      for (let r = 0; r < TILE; r++) for (let c = 0; c < TILE; c++) put(i + r, j + c, products[TILE * c + r] as number);
    }
  }
  for (let row = whole; row < end; row++)
    for (let column = Math.floor(row / size) * size; column <= row; column++)
      put(row, column, rowsProduct(x, n, row, column));
  return blocks;
}

/** Products of rows of X from i with rows from j <= i. A row of X begins at its diagonal: those of row i begin at i. */
function multiplyTiles(space: TileSpace, from: number, n: number, i: number, j: number): void {
  space.multiply(from + i * n + TILE * i, from + j * n + TILE * i, n - i);
}

const rowsProduct = (x: Float64Array, n: number, row: number, column: number) =>
  dot(x, row * n + row, x, column * n + row, n - row);

interface TransposedInverse {
  /** X, row-major [n][n]: row j holds the solution of L x = e_j. What stands below its diagonal is of no meaning. */
  readonly x: Float64Array;
  /** Both stand in this room: X in panels, from `panels[from]`. */
  readonly space: TileSpace;
  readonly from: number;
}

/** X = L^-T. */
function transposedInverse({ size: n, lower }: Cholesky): TransposedInverse {
  const whole = n - (n % TILE);
  const from = n * n;
  const space = tileSpace(3 * n * n);
  const { panels, products } = space;
  const x = panels.subarray(2 * n * n, 3 * n * n);
  for (let i = 0; i < whole; i += TILE) for (let j = 0; j < i; j += TILE) keepInPanel(panels, i * n, lower, n, i, j);
  const solve = (row: number, i: number) => {
    const rest = (i === row ? 1 : 0) - dot(lower, i * n + row, x, row * n + row, i - row);
    x[row * n + i] = rest / (lower[i * n + i] as number);
  };
  for (let j = 0; j < whole; j += TILE) {
    const rowsPanel = from + j * n;
    // Up to here the four right-hand sides begin at different places; before those the panel holds zeros.
    for (let row = j; row < j + TILE; row++) {
      x.fill(0, row * n + j, row * n + row);
      for (let i = row; i < j + TILE; i++) solve(row, i);
    }
    keepInPanel(panels, rowsPanel, x, n, j, j);
    for (let i = j + TILE; i < whole; i += TILE) {
      space.multiply(rowsPanel + TILE * j, i * n + TILE * j, i - j);
      solveTile(x, lower, n, j, i, products, panels, rowsPanel);
    }
    solveTail(x, lower, n, j, whole);
    keepInPanel(panels, rowsPanel, x, n, j, whole, n - whole);
  }
  for (let row = whole; row < n; row++) for (let i = row; i < n; i++) solve(row, i);
  return { x, space, from };
}

/**
 * Entries of X in four rows from j and four columns from i, from the products of all that stands before them; into the matrix
 * and the panel of the rows.
 */
function solveTile(
  x: Float64Array,
  l: Float64Array,
  n: number,
  j: number,
  i: number,
  products: Float64Array,
  panels: Float64Array,
  panel: number,
): void {
  const [d0, d1, d2, d3] = [i * n + i, (i + 1) * n + i, (i + 2) * n + i, (i + 3) * n + i];
  const [l00, l11] = [l[d0] as number, l[d1 + 1] as number];
  const [l22, l33] = [l[d2 + 2] as number, l[d3 + 3] as number];
  const l10 = l[d1] as number;
  const [l20, l21] = [l[d2] as number, l[d2 + 1] as number];
  const [l30, l31, l32] = [l[d3] as number, l[d3 + 1] as number, l[d3 + 2] as number];
  for (let r = 0; r < TILE; r++) {
    const at = (j + r) * n + i;
    const x0 = -(products[r] as number) / l00;
    const x1 = (-(products[TILE + r] as number) - x0 * l10) / l11;
    const s2 = (products[2 * TILE + r] as number) + x0 * l20 + x1 * l21;
    const s3 = (products[3 * TILE + r] as number) + x0 * l30 + x1 * l31;
    const x2 = -s2 / l22;
    const x3 = (-s3 - x2 * l32) / l33;
    x[at] = x0;
    x[at + 1] = x1;
    x[at + 2] = x2;
    x[at + 3] = x3;
    const place = panel + TILE * i + r;
    panels[place] = x0;
    panels[place + TILE] = x1;
    panels[place + 2 * TILE] = x2;
    panels[place + 3 * TILE] = x3;
  }
}

/** Entries of X in four rows from j and the columns from `whole`, fewer than four. */
function solveTail(x: Float64Array, l: Float64Array, n: number, j: number, whole: number): void {
  for (let i = whole; i < n; i++)
    for (let row = j; row < j + TILE; row++)
      x[row * n + i] = -dot(l, i * n + row, x, row * n + row, i - row) / (l[i * n + i] as number);
}
