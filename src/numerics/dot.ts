/** Scalar products of rows of row-major matrices: the inner loops of everything else on this floor. */

/** sum of a[i + k] b[j + k] over k in [0, count). */
export function dot(a: Float64Array, i: number, b: Float64Array, j: number, count: number): number {
  let total = 0;
  for (let k = 0; k < count; k++) total += (a[i + k] as number) * (b[j + k] as number);
  return total;
}

/** Rows of the first and of the second matrix whose products `dotTile` forms at once. */
export const TILE = { rows: 4, columns: 2 } as const;

/**
 * The products of four rows of `a` (the first begins at i) with two rows of `b` (at j), each over `count` numbers, into
 * out[2 row + column]. Rows of both stand `stride` apart. Six loads feed eight multiplications and the sums stay in
 * registers, which makes it about four times as fast as eight calls of `dot`.
 */
export function dotTile(
  a: Float64Array,
  i: number,
  b: Float64Array,
  j: number,
  stride: number,
  count: number,
  out: Float64Array,
): void {
  const [i1, i2, i3, j1] = [i + stride, i + 2 * stride, i + 3 * stride, j + stride];
  let [s00, s01, s10, s11, s20, s21, s30, s31] = [0, 0, 0, 0, 0, 0, 0, 0];
  for (let k = 0; k < count; k++) {
    const left = b[j + k] as number;
    const right = b[j1 + k] as number;
    const x0 = a[i + k] as number;
    const x1 = a[i1 + k] as number;
    const x2 = a[i2 + k] as number;
    const x3 = a[i3 + k] as number;
    s00 += x0 * left;
    s01 += x0 * right;
    s10 += x1 * left;
    s11 += x1 * right;
    s20 += x2 * left;
    s21 += x2 * right;
    s30 += x3 * left;
    s31 += x3 * right;
  }
  out[0] = s00;
  out[1] = s01;
  out[2] = s10;
  out[3] = s11;
  out[4] = s20;
  out[5] = s21;
  out[6] = s30;
  out[7] = s31;
}
