/**
 * Linear centred kernel alignment of two sets of activations of the same n inputs (Kornblith et al. 2019, eq. 4):
 * |Y^T X|^2 / (|X^T X| |Y^T Y|) with columns about their means and Frobenius norms. 1 for representations that are equal up to
 * rotations and scale, whatever the numbers of columns; 0 where one of them is constant. Rows are inputs.
 */
export function linearCka(x: ArrayLike<number>, y: ArrayLike<number>, rows: number): number {
  const [a, b] = [centred(x, rows), centred(y, rows)];
  const norm = Math.sqrt(crossSquare(a, a, rows) * crossSquare(b, b, rows));
  return norm > 0 ? crossSquare(a, b, rows) / norm : 0;
}

function centred(values: ArrayLike<number>, rows: number): Float64Array {
  const columns = values.length / rows;
  const result = Float64Array.from(values);
  for (let c = 0; c < columns; c++) {
    let mean = 0;
    for (let r = 0; r < rows; r++) mean += (result[r * columns + c] as number) / rows;
    for (let r = 0; r < rows; r++) result[r * columns + c] = (result[r * columns + c] as number) - mean;
  }
  return result;
}

/** Squared Frobenius norm of X^T Y. */
function crossSquare(x: Float64Array, y: Float64Array, rows: number): number {
  const [p, q] = [x.length / rows, y.length / rows];
  let total = 0;
  for (let i = 0; i < p; i++)
    for (let j = 0; j < q; j++) {
      let product = 0;
      for (let r = 0; r < rows; r++) product += (x[r * p + i] as number) * (y[r * q + j] as number);
      total += product * product;
    }
  return total;
}
