import {
  type Cholesky,
  cholesky,
  choleskySolve,
  logDeterminant,
  solveLower,
  solveLowerTransposed,
} from "../../numerics/index.js";

/** The end of a motion: its last state given the coefficients, and what is left about these. */
export interface End {
  /** Change of the state at delta = 0, [2d], and minus its slope, [2d][P]. */
  readonly mean: Float64Array;
  readonly slope: Float64Array;
  /** Factor of the state's precision given the coefficients. */
  readonly precision: Cholesky;
  readonly information: Float64Array;
  readonly right: Float64Array;
  readonly constant: number;
  readonly logarithms: number;
}

/** Eliminates the state from (1/2) z.Y z - y.z with z the state and the coefficients. Undefined where its precision cannot be factorised. */
export function marginalise(Y: Float64Array, y: Float64Array, size: number, D: number): End | undefined {
  const P = D - size;
  const X = new Float64Array(size * size);
  for (let i = 0; i < size; i++) for (let j = 0; j < size; j++) X[i * size + j] = Y[i * D + j] as number;
  const factor = cholesky(X, size);
  if (factor === undefined) return undefined;
  const mean = choleskySolve(factor, y.slice(0, size));
  const slope = new Float64Array(size * P);
  const column = new Float64Array(size);
  for (let k = 0; k < P; k++) {
    for (let i = 0; i < size; i++) column[i] = Y[i * D + size + k] as number;
    solveLower(factor, column);
    solveLowerTransposed(factor, column);
    for (let i = 0; i < size; i++) slope[i * P + k] = column[i] as number;
  }
  const information = new Float64Array(P * P);
  const right = new Float64Array(P);
  let constant = 0;
  for (let i = 0; i < size; i++) constant -= ((y[i] as number) * (mean[i] as number)) / 2;
  for (let k = 0; k < P; k++) {
    let r = y[size + k] as number;
    for (let i = 0; i < size; i++) r -= (Y[(size + k) * D + i] as number) * (mean[i] as number);
    right[k] = r;
    for (let l = 0; l < P; l++) {
      let value = Y[(size + k) * D + size + l] as number;
      for (let i = 0; i < size; i++) value -= (Y[(size + k) * D + i] as number) * (slope[i * P + l] as number);
      information[k * P + l] = value;
    }
  }
  return { mean, slope, precision: factor, information, right, constant, logarithms: logDeterminant(factor) / 2 };
}
