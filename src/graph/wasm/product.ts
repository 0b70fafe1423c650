import type { FunctionBody } from "./function-body.js";

/** Row-major matrices at byte addresses: a stack of [rows, inner] times a stack of [inner, columns]. */
export interface ProductLayout {
  readonly a: number;
  readonly b: number;
  readonly result: number;
  readonly stack: number;
  readonly rows: number;
  readonly inner: number;
  readonly columns: number;
}

const SIZE = 4;
/** Vectors of four columns that are summed up side by side: with two rows, all that the sixteen vector registers hold. */
const BLOCK = 4;

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

function blocks(columns: number): Strip[][] {
  const strips: Strip[] = [];
  for (let column = 0; column < columns; ) {
    const single = column + 4 > columns;
    strips.push({ column, single });
    column += single ? 1 : 4;
  }
  return Array.from({ length: Math.ceil(strips.length / BLOCK) }, (_, i) => strips.slice(i * BLOCK, (i + 1) * BLOCK));
}

function emitBlock(
  code: FunctionBody,
  { a, b, result, inner, columns }: ProductLayout,
  pointers: { readonly a: number; readonly b: number; readonly result: number },
  rows: number,
  strips: readonly Strip[],
): void {
  const sums = Array.from({ length: rows }, () => strips.map(() => code.local("v128")));
  for (const sum of sums.flat()) code.splat(0).set(sum);
  const [factors, next] = [sums.map(() => code.local("v128")), code.local("v128")];
  const [left, right] = [code.local("i32"), code.local("i32")];
  code.get(pointers.a).set(left).get(pointers.b).set(right);
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
          .load(b + (k * columns + column) * SIZE, single)
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
    code.advance(left, unrolled * SIZE).advance(right, unrolled * columns * SIZE);
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
