import { cholesky, logDeterminant, solveLower, solveLowerTransposed } from "../../numerics/index.js";
import { congruence, inverseOf, symmetrise } from "./small-matrices.js";

/** From one segment to the next: the new y, and what takes a later state back. */
export interface Gain {
  readonly y: Float64Array;
  readonly constant: number;
  readonly logarithms: number;
  readonly freedom: number;
  readonly inverse: Float64Array;
  readonly transition: Float64Array;
  readonly gap: Float64Array;
  /** The deviation where the segments meet is gain (x, delta) - offset. */
  readonly gain: Float64Array;
  readonly offset: Float64Array;
}

/**
 * Carries what is known of a segment's state and the coefficients, as Y and y of (1/2) z.Y z - y.z, over to the next segment: the continuation by `transition`, which misses the next state by `gap`, but for a normal deviation with the
 * given `variances`. The new Y is written to `ahead` [D][D]; `space` [D][D] is written over. Undefined where a matrix cannot be factorised.
 */
export function carry(
  Y: Float64Array,
  y: Float64Array,
  transition: Float64Array,
  gap: Float64Array,
  variances: Float64Array,
  size: number,
  D: number,
  { ahead: M, space }: { readonly ahead: Float64Array; readonly space: Float64Array },
): Gain | undefined {
  const inverse = inverseOf(transition, size, D);
  if (inverse === undefined) return undefined;
  // Psi^-1 = [[F^-1, -F^-1 G], [0, 1]], of which the upper rows are kept.
  const B = new Float64Array(size * D);
  for (let i = 0; i < size; i++) {
    for (let j = 0; j < size; j++) B[i * D + j] = inverse.values[i * size + j] as number;
    for (let k = size; k < D; k++) {
      let value = 0;
      for (let j = 0; j < size; j++)
        value -= (inverse.values[i * size + j] as number) * (transition[j * D + k] as number);
      B[i * D + k] = value;
    }
  }
  congruence(Y, B, size, D, M, space);
  const m = new Float64Array(D);
  for (let k = 0; k < D; k++) {
    let value = k < size ? 0 : (y[k] as number);
    for (let i = 0; i < size; i++) value += (B[i * D + k] as number) * (y[i] as number);
    m[k] = value;
  }
  // The continuation misses the next state by the gap.
  let constant = 0;
  for (let i = 0; i < size; i++) {
    constant += (m[i] as number) * (gap[i] as number);
    let value = 0;
    for (let j = 0; j < size; j++) value += (M[i * D + j] as number) * (gap[j] as number);
    constant += (value * (gap[i] as number)) / 2;
  }
  const shifted = m.slice();
  for (let k = 0; k < D; k++)
    for (let i = 0; i < size; i++) shifted[k] = (shifted[k] as number) + (M[k * D + i] as number) * (gap[i] as number);
  // Minimum over the deviation w: K w = M_x y - m_x, with K = Q^-1 + M_xx, scaled by the deviations.
  const deviations = variances.map(Math.sqrt);
  const K = new Float64Array(size * size);
  for (let i = 0; i < size; i++)
    for (let j = 0; j < size; j++)
      K[i * size + j] =
        (M[i * D + j] as number) * (deviations[i] as number) * (deviations[j] as number) + (i === j ? 1 : 0);
  const factor = cholesky(K, size);
  if (factor === undefined) return undefined;
  const logarithms = inverse.logDeterminant + logDeterminant(factor) / 2;
  let freedom = size;
  // Right-hand sides: units, the columns of M, and what is shifted.
  const columns = new Float64Array((size + D + 1) * size);
  for (let i = 0; i < size; i++) {
    columns[i * size + i] = 1;
    const deviation = deviations[i] as number;
    for (let k = 0; k < D; k++) columns[(size + k) * size + i] = (M[i * D + k] as number) * deviation;
    columns[(size + D) * size + i] = (shifted[i] as number) * deviation;
  }
  solveLower(factor, columns);
  solveLowerTransposed(factor, columns);
  const gain = new Float64Array(size * D);
  const offset = new Float64Array(size);
  for (let i = 0; i < size; i++) {
    freedom -= columns[i * size + i] as number;
    const deviation = deviations[i] as number;
    for (let k = 0; k < D; k++) gain[i * D + k] = (columns[(size + k) * size + i] as number) * deviation;
    offset[i] = (columns[(size + D) * size + i] as number) * deviation;
  }
  const newy = shifted.slice();
  const lefts = new Float64Array(size);
  for (let a = 0; a < D; a++) {
    lefts.set(M.subarray(a * D, a * D + size));
    for (let i = 0; i < size; i++) {
      const left = lefts[i] as number;
      newy[a] = (newy[a] as number) - left * (offset[i] as number);
      if (left === 0) continue;
      for (let b = 0; b < D; b++) M[a * D + b] = (M[a * D + b] as number) - left * (gain[i * D + b] as number);
    }
  }
  for (let i = 0; i < size; i++) constant -= ((shifted[i] as number) * (offset[i] as number)) / 2;
  symmetrise(M, D);
  return { y: newy, constant, logarithms, freedom, inverse: inverse.values, transition, gap, gain, offset };
}

/** Replaces a later state's change by the earlier one's. */
export function stepBack(
  { inverse, transition, gap, gain, offset }: Gain,
  later: Float64Array,
  delta: Float64Array,
  size: number,
  P: number,
): void {
  const D = size + P;
  const ahead = new Float64Array(size);
  for (let i = 0; i < size; i++) {
    let w = -(offset[i] as number);
    for (let j = 0; j < size; j++) w += (gain[i * D + j] as number) * (later[j] as number);
    let rest = (later[i] as number) - (gap[i] as number);
    for (let k = 0; k < P; k++) {
      w += (gain[i * D + size + k] as number) * (delta[k] as number);
      rest -= (transition[i * D + size + k] as number) * (delta[k] as number);
    }
    ahead[i] = rest - w;
  }
  for (let i = 0; i < size; i++) {
    let value = 0;
    for (let j = 0; j < size; j++) value += (inverse[i * size + j] as number) * (ahead[j] as number);
    later[i] = value;
  }
}
