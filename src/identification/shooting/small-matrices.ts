/** Adds a symmetric matrix of which the lower triangle is given. */
export function addSymmetric(Y: Float64Array, lower: Float64Array, D: number): void {
  for (let i = 0; i < D; i++)
    for (let j = 0; j <= i; j++) {
      const value = lower[i * D + j] as number;
      Y[i * D + j] = (Y[i * D + j] as number) + value;
      if (i !== j) Y[j * D + i] = (Y[j * D + i] as number) + value;
    }
}

/** Writes T^T Y T for T = [[B], [0, 1]], with the upper rows B [size][D], to M [D][D]; `space` [D][D] is written over. */
export function congruence(
  Y: Float64Array,
  B: Float64Array,
  size: number,
  D: number,
  M: Float64Array,
  space: Float64Array,
): void {
  // Y T, then T^T of it.
  const YT = space;
  for (let a = 0; a < D; a++) {
    const row = a * D;
    for (let b = 0; b < D; b++) YT[row + b] = b < size ? 0 : (Y[row + b] as number);
    for (let i = 0; i < size; i++) {
      const y = Y[row + i] as number;
      for (let b = 0; b < D; b++) YT[row + b] = (YT[row + b] as number) + y * (B[i * D + b] as number);
    }
  }
  for (let a = 0; a < D; a++) {
    const row = a * D;
    for (let b = 0; b <= a; b++) M[row + b] = a < size ? 0 : (YT[row + b] as number);
    for (let i = 0; i < size; i++) {
      const left = B[i * D + a] as number;
      for (let b = 0; b <= a; b++) M[row + b] = (M[row + b] as number) + left * (YT[i * D + b] as number);
    }
    for (let b = 0; b < a; b++) M[b * D + a] = M[row + b] as number;
  }
}

export function symmetrise(Y: Float64Array, D: number): void {
  for (let a = 0; a < D; a++)
    for (let b = 0; b < a; b++) {
      const value = ((Y[a * D + b] as number) + (Y[b * D + a] as number)) / 2;
      Y[a * D + b] = value;
      Y[b * D + a] = value;
    }
}

/** Inverse of the left square of a matrix [size][D] by Gauss and Jordan with pivots, and the log of its determinant's absolute value. */
export function inverseOf(
  matrix: Float64Array,
  size: number,
  D: number,
): { values: Float64Array; logDeterminant: number } | undefined {
  const A = new Float64Array(size * size);
  const B = new Float64Array(size * size);
  for (let i = 0; i < size; i++) {
    B[i * size + i] = 1;
    for (let j = 0; j < size; j++) A[i * size + j] = matrix[i * D + j] as number;
  }
  let log = 0;
  for (let c = 0; c < size; c++) {
    let pivot = c;
    for (let i = c + 1; i < size; i++)
      if (Math.abs(A[i * size + c] as number) > Math.abs(A[pivot * size + c] as number)) pivot = i;
    const value = A[pivot * size + c] as number;
    if (!(Math.abs(value) > 0) || !Number.isFinite(value)) return undefined;
    log += Math.log(Math.abs(value));
    for (const X of [A, B])
      for (let j = 0; j < size; j++) {
        const swapped = X[c * size + j] as number;
        X[c * size + j] = (X[pivot * size + j] as number) / value;
        if (pivot !== c) X[pivot * size + j] = swapped;
      }
    for (let i = 0; i < size; i++) {
      if (i === c) continue;
      const share = A[i * size + c] as number;
      if (share === 0) continue;
      for (const X of [A, B])
        for (let j = 0; j < size; j++)
          X[i * size + j] = (X[i * size + j] as number) - share * (X[c * size + j] as number);
    }
  }
  return { values: B, logDeterminant: log };
}
