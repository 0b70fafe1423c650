import type { FunctionBody } from "./function-body.js";
import { emitLoops } from "./loops.js";

/** Row-major matrices at byte addresses: a stack of [rows, inner] times a stack of [inner, columns]. */
export interface ProductLayout {
  readonly a: number;
  readonly b: number;
  /** Whether the second matrices lie in the order in which they are read, as `emitPanels` writes them. */
  readonly panels: boolean;
  readonly result: number;
  readonly stack: number;
  readonly rows: number;
  readonly inner: number;
  readonly columns: number;
}

const SIZE = 4;
/** Vectors of four columns whose sums stay in registers side by side: with two rows, all that sixteen registers hold. */
const VECTORS = 4;

/** Four columns, or one where fewer are left. */
interface Strip {
  readonly column: number;
  readonly single: boolean;
}

/**
 * Matrix product. Two rows at a time share every load of the second matrix; their sums stay in registers along the
 * inner axis.
 */
export function emitProduct(code: FunctionBody, layout: ProductLayout): void {
  const { stack, rows, inner, columns } = layout;
  const [a, b, result] = [code.local("i32"), code.local("i32"), code.local("i32")];
  for (const pointer of [a, b, result]) code.integer(0).set(pointer);
  const emitRows = (count: number) => {
    for (const strips of blocks(columns)) emitBlock(code, layout, { a, b, result }, count, strips);
    code.advance(a, count * inner * SIZE).advance(result, count * columns * SIZE);
  };
  code.loop(code.local("i32"), stack, 1, () => {
    const pairs = rows >> 1;
    if (pairs > 0) code.loop(code.local("i32"), pairs, 1, () => emitRows(2));
    if (rows % 2 === 1) emitRows(1);
    code.advance(b, inner * columns * SIZE);
  });
}

/**
 * Copies the second matrices of a product, which stay the same over many of them, from `from` to `b`: the columns of a
 * block side by side, so that memory is read from one end to the other.
 */
export function emitPanels(code: FunctionBody, layout: ProductLayout, from: number): void {
  const { b, stack, inner, columns } = layout;
  for (const strips of blocks(columns)) {
    const { start, width } = extent(strips);
    const matrix = inner * columns * SIZE;
    const to = { offset: b + start * inner * SIZE, strides: [matrix, width * SIZE, SIZE] };
    const source = { offset: from + start * SIZE, strides: [matrix, columns * SIZE, SIZE] };
    emitLoops(code, [stack, inner, width], [to, source], 0, (element) => element.store(0, () => element.load(1)));
  }
}

/** Whether two products read the same second matrices in the same order. */
export function samePanels(x: ProductLayout, y: ProductLayout): boolean {
  return x.inner === y.inner && x.columns === y.columns;
}

/** First column and number of columns of a block. */
function extent(strips: readonly Strip[]): { start: number; width: number } {
  const start = (strips[0] as Strip).column;
  const { column, single } = strips.at(-1) as Strip;
  return { start, width: column + (single ? 1 : 4) - start };
}

function blocks(columns: number): Strip[][] {
  const strips: Strip[] = [];
  for (let column = 0; column < columns; ) {
    const single = column + 4 > columns;
    strips.push({ column, single });
    column += single ? 1 : 4;
  }
  const count = Math.ceil(strips.length / VECTORS);
  return Array.from({ length: count }, (_, i) => strips.slice(i * VECTORS, (i + 1) * VECTORS));
}

function emitBlock(
  code: FunctionBody,
  { a, b, panels, result, inner, columns }: ProductLayout,
  pointers: { readonly a: number; readonly b: number; readonly result: number },
  rows: number,
  strips: readonly Strip[],
): void {
  const sums = Array.from({ length: rows }, () => strips.map(() => code.local("v128")));
  for (const sum of sums.flat()) code.splat(0).set(sum);
  const [factors, next] = [sums.map(() => code.local("v128")), code.local("v128")];
  const [left, right] = [code.local("i32"), code.local("i32")];
  code.get(pointers.a).set(left).get(pointers.b).set(right);
  const { start, width } = extent(strips);
  const [first, stride] = panels ? [b + start * inner * SIZE, width * SIZE] : [b + start * SIZE, columns * SIZE];
  // With one row the loop's own work weighs more: two steps at once.
  const unrolled = rows === 1 && inner % 2 === 0 ? 2 : 1;
  code.loop(code.local("i32"), inner, unrolled, () => {
    for (let k = 0; k < unrolled; k++) {
      factors.forEach((factor, row) => {
        code
          .get(left)
          .load(a + (row * inner + k) * SIZE, true)
          .set(factor);
      });
      strips.forEach(({ column, single }, i) => {
        code
          .get(right)
          .load(first + k * stride + (column - start) * SIZE, single)
          .set(next);
        sums.forEach((sum, row) => {
          const local = sum[i] as number;
          code
            .get(local)
            .get(next)
            .get(factors[row] as number)
            .lane("mul")
            .lane("add")
            .set(local);
        });
      });
    }
    code.advance(left, unrolled * SIZE).advance(right, unrolled * stride);
  });
  sums.forEach((sum, row) => {
    strips.forEach(({ column, single }, i) => {
      code
        .get(pointers.result)
        .get(sum[i] as number)
        .store(result + (row * columns + column) * SIZE, single);
    });
  });
}
