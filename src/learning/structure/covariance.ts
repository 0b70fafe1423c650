import type { Jet } from "./jet.js";

/** Standard deviation of a term's function (or number) and its length scale in units of the feature's spread. */
export interface TermScales {
  readonly deviation: number;
  readonly length: number;
}

/** What a pass over the pairs of points does with each block of the covariance of one term. */
interface Buffers {
  readonly delta: Float64Array;
  readonly left: Float64Array;
  readonly right: Float64Array;
  readonly shiftLeft: Float64Array;
  readonly shiftRight: Float64Array;
}

function buffersFor(a: Jet, b: Jet): Buffers {
  const [wide, other] = [a.components.length, b.components.length];
  return {
    delta: new Float64Array(a.size),
    left: new Float64Array(wide),
    right: new Float64Array(other),
    shiftLeft: new Float64Array(wide),
    shiftRight: new Float64Array(other),
  };
}

/**
 * Prepares the block of points i and j: with delta = (z_i - z_j) / l and g's kernel s^2 exp(-|delta|^2 / 2), the covariance
 * of components a and b is kernel (left_a right_b + sum_k w_ika w_jkb / l^2), where left = v_i - w_i delta / l and
 * right = v_j + w_j delta / l. Returns the kernel.
 */
function prepare(a: Jet, i: number, b: Jet, j: number, { deviation, length }: TermScales, buffers: Buffers): number {
  const { delta, left, right, shiftLeft, shiftRight } = buffers;
  const [wide, other, size] = [left.length, right.length, a.size];
  let square = 0;
  for (let k = 0; k < size; k++) {
    const difference = ((a.z[i * size + k] as number) - (b.z[j * size + k] as number)) / length;
    delta[k] = difference / length;
    square += difference * difference;
  }
  for (let c = 0; c < wide; c++) {
    let shift = 0;
    for (let k = 0; k < size; k++) shift += (a.w[(i * size + k) * wide + c] as number) * (delta[k] as number);
    shiftLeft[c] = shift;
    left[c] = (a.v[i * wide + c] as number) - shift;
  }
  for (let c = 0; c < other; c++) {
    let shift = 0;
    for (let k = 0; k < size; k++) shift += (b.w[(j * size + k) * other + c] as number) * (delta[k] as number);
    shiftRight[c] = shift;
    right[c] = (b.v[j * other + c] as number) + shift;
  }
  return deviation * deviation * Math.exp(-square / 2);
}

/** sum_k w_ika w_jkb / l^2. */
function curvature(a: Jet, i: number, c: number, b: Jet, j: number, e: number, length: number): number {
  const { size } = a;
  const [wide, other] = [a.components.length, b.components.length];
  let sum = 0;
  for (let k = 0; k < size; k++)
    sum += (a.w[(i * size + k) * wide + c] as number) * (b.w[(j * size + k) * other + e] as number);
  return sum / (length * length);
}

/**
 * Adds a term's covariance to the lower triangle of the matrix of all observed derivatives, row-major
 * [count * 2d][count * 2d], in the order [point][component]. Blocks on the diagonal are filled on both sides.
 */
export function addCovariance(matrix: Float64Array, jets: readonly Jet[], scales: TermScales, stateSize: number): void {
  for (const a of jets)
    for (const b of jets) {
      const buffers = buffersFor(a, b);
      const { left, right } = buffers;
      // The last component is H itself, which is not observed.
      const [wide, other] = [left.length - 1, right.length - 1];
      const count = a.v.length / left.length;
      const order = count * stateSize;
      for (let i = 0; i < count; i++)
        for (let j = 0; j <= i; j++) {
          const kernel = prepare(a, i, b, j, scales, buffers);
          for (let c = 0; c < wide; c++) {
            const row = (i * stateSize + (a.components[c] as number)) * order + j * stateSize;
            for (let e = 0; e < other; e++) {
              const at = row + (b.components[e] as number);
              const bend = curvature(a, i, c, b, j, e, scales.length);
              matrix[at] = (matrix[at] as number) + kernel * ((left[c] as number) * (right[e] as number) + bend);
            }
          }
        }
    }
}

/**
 * Sums over the whole symmetric matrix of weights (order as in `addCovariance`, lower triangle and diagonal blocks read)
 * times the derivatives of a term's covariance in the logarithms of its deviation and its length.
 */
export function contractCovariance(
  weights: Float64Array,
  jets: readonly Jet[],
  scales: TermScales,
  stateSize: number,
): { deviation: number; length: number } {
  let [byDeviation, byLength] = [0, 0];
  for (const a of jets)
    for (const b of jets) {
      const buffers = buffersFor(a, b);
      const { left, right, shiftLeft, shiftRight, delta } = buffers;
      const [wide, other] = [left.length - 1, right.length - 1];
      const count = a.v.length / left.length;
      const order = count * stateSize;
      for (let i = 0; i < count; i++)
        for (let j = 0; j <= i; j++) {
          const kernel = prepare(a, i, b, j, scales, buffers) * (i === j ? 1 : 2);
          let square = 0;
          for (let k = 0; k < a.size; k++) square += ((delta[k] as number) * scales.length) ** 2;
          for (let c = 0; c < wide; c++) {
            const row = (i * stateSize + (a.components[c] as number)) * order + j * stateSize;
            for (let e = 0; e < other; e++) {
              const weight = kernel * (weights[row + (b.components[e] as number)] as number);
              const bend = curvature(a, i, c, b, j, e, scales.length);
              const value = (left[c] as number) * (right[e] as number) + bend;
              byDeviation += 2 * weight * value;
              byLength +=
                weight *
                (square * value +
                  2 *
                    ((shiftLeft[c] as number) * (right[e] as number) -
                      (left[c] as number) * (shiftRight[e] as number)) -
                  2 * bend);
            }
          }
        }
    }
  return { deviation: byDeviation, length: byLength };
}

/**
 * Covariance of a term's components at one point (jets `at` of a single state) with all observed derivatives:
 * `out` [2d + 1][count * 2d], its last row that of H, is added to.
 */
export function addCrossCovariance(
  out: Float64Array,
  at: readonly Jet[],
  jets: readonly Jet[],
  scales: TermScales,
  stateSize: number,
): void {
  for (const a of at)
    for (const b of jets) {
      const buffers = buffersFor(a, b);
      const { left, right } = buffers;
      const other = right.length - 1;
      const count = b.v.length / right.length;
      const order = count * stateSize;
      for (let j = 0; j < count; j++) {
        const kernel = prepare(a, 0, b, j, scales, buffers);
        for (let c = 0; c < left.length; c++) {
          const row = (a.components[c] as number) * order + j * stateSize;
          for (let e = 0; e < other; e++) {
            const index = row + (b.components[e] as number);
            const bend = curvature(a, 0, c, b, j, e, scales.length);
            out[index] = (out[index] as number) + kernel * ((left[c] as number) * (right[e] as number) + bend);
          }
        }
      }
    }
}
