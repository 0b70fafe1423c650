import type { Jet } from "./jet.js";

/** Standard deviation of a term's function (or number) and its length scale in units of the feature's spread. */
export interface TermScales {
  readonly deviation: number;
  readonly length: number;
}

/** The block of one pair of points, prepared by `prepare`; components of the first point by those of the second. */
interface Block {
  readonly size: number;
  readonly wide: number;
  readonly other: number;
  readonly left: Float64Array;
  readonly right: Float64Array;
  /** w_i / l and w_j / l, [r][components]. */
  readonly bendLeft: Float64Array;
  readonly bendRight: Float64Array;
  /** w_i delta / l and w_j delta / l: by how much left and right differ from v_i and v_j. */
  readonly shiftLeft: Float64Array;
  readonly shiftRight: Float64Array;
  /** |delta|^2 */
  square: number;
  kernel: number;
}

function blockOf(a: Jet, b: Jet): Block {
  const { size } = a;
  const [wide, other] = [a.components.length, b.components.length];
  const array = (length: number) => new Float64Array(length);
  return {
    size,
    wide,
    other,
    left: array(wide),
    right: array(other),
    bendLeft: array(size * wide),
    bendRight: array(size * other),
    shiftLeft: array(wide),
    shiftRight: array(other),
    square: 0,
    kernel: 0,
  };
}

/**
 * Prepares the block of points i and j: with delta = (z_i - z_j) / l and g's kernel s^2 exp(-|delta|^2 / 2), the covariance
 * of components c and e is kernel (left_c right_e + sum_k w_ikc w_jke / l^2), where left = v_i - w_i delta / l and
 * right = v_j + w_j delta / l.
 */
function prepare(block: Block, a: Jet, i: number, b: Jet, j: number, { deviation, length }: TermScales): void {
  const { size, wide, other, left, right, bendLeft, bendRight, shiftLeft, shiftRight } = block;
  const inverse = 1 / length;
  for (let c = 0; c < wide; c++) {
    left[c] = a.v[i * wide + c] as number;
    shiftLeft[c] = 0;
  }
  for (let e = 0; e < other; e++) {
    right[e] = b.v[j * other + e] as number;
    shiftRight[e] = 0;
  }
  let square = 0;
  for (let k = 0; k < size; k++) {
    const delta = ((a.z[i * size + k] as number) - (b.z[j * size + k] as number)) * inverse;
    square += delta * delta;
    for (let c = 0; c < wide; c++) {
      const bend = (a.w[(i * size + k) * wide + c] as number) * inverse;
      bendLeft[k * wide + c] = bend;
      shiftLeft[c] = (shiftLeft[c] as number) + bend * delta;
      left[c] = (left[c] as number) - bend * delta;
    }
    for (let e = 0; e < other; e++) {
      const bend = (b.w[(j * size + k) * other + e] as number) * inverse;
      bendRight[k * other + e] = bend;
      shiftRight[e] = (shiftRight[e] as number) + bend * delta;
      right[e] = (right[e] as number) + bend * delta;
    }
  }
  block.square = square;
  block.kernel = deviation * deviation * (size === 0 ? 1 : Math.exp(-square / 2));
}

/** sum_k w_ikc w_jke / l^2. */
function curvature({ size, wide, other, bendLeft, bendRight }: Block, c: number, e: number): number {
  let sum = 0;
  for (let k = 0; k < size; k++) sum += (bendLeft[k * wide + c] as number) * (bendRight[k * other + e] as number);
  return sum;
}

/**
 * Adds a term's covariance to the lower triangle of the matrix of all observed derivatives, row-major
 * [count * 2d][count * 2d], in the order [point][component]. Blocks on the diagonal are filled on both sides.
 */
export function addCovariance(matrix: Float64Array, jets: readonly Jet[], scales: TermScales, stateSize: number): void {
  for (const a of jets)
    for (const b of jets) {
      const block = blockOf(a, b);
      const { left, right } = block;
      // The last component is H itself, which is not observed.
      const [wide, other] = [block.wide - 1, block.other - 1];
      const count = a.v.length / block.wide;
      const order = count * stateSize;
      for (let i = 0; i < count; i++)
        for (let j = 0; j <= i; j++) {
          prepare(block, a, i, b, j, scales);
          const { kernel } = block;
          for (let c = 0; c < wide; c++) {
            const row = (i * stateSize + (a.components[c] as number)) * order + j * stateSize;
            for (let e = 0; e < other; e++) {
              const at = row + (b.components[e] as number);
              const bend = curvature(block, c, e);
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
      const block = blockOf(a, b);
      const { left, right, shiftLeft, shiftRight } = block;
      const [wide, other] = [block.wide - 1, block.other - 1];
      const count = a.v.length / block.wide;
      const order = count * stateSize;
      for (let i = 0; i < count; i++)
        for (let j = 0; j <= i; j++) {
          prepare(block, a, i, b, j, scales);
          const kernel = block.kernel * (i === j ? 1 : 2);
          const { square } = block;
          for (let c = 0; c < wide; c++) {
            const row = (i * stateSize + (a.components[c] as number)) * order + j * stateSize;
            for (let e = 0; e < other; e++) {
              const weight = kernel * (weights[row + (b.components[e] as number)] as number);
              const bend = curvature(block, c, e);
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
      const block = blockOf(a, b);
      const { left, right } = block;
      const other = block.other - 1;
      const count = b.v.length / block.other;
      const order = count * stateSize;
      for (let j = 0; j < count; j++) {
        prepare(block, a, 0, b, j, scales);
        const { kernel } = block;
        for (let c = 0; c < left.length; c++) {
          const row = (a.components[c] as number) * order + j * stateSize;
          for (let e = 0; e < other; e++) {
            const index = row + (b.components[e] as number);
            const bend = curvature(block, c, e);
            out[index] = (out[index] as number) + kernel * ((left[c] as number) * (right[e] as number) + bend);
          }
        }
      }
    }
}

/** Prior covariance of H at two single states. */
export function energyCovariance(at: readonly Jet[], others: readonly Jet[], scales: TermScales): number {
  let total = 0;
  for (const a of at)
    for (const b of others) {
      const block = blockOf(a, b);
      prepare(block, a, 0, b, 0, scales);
      total += block.kernel * (a.v.at(-1) as number) * (b.v.at(-1) as number);
    }
  return total;
}
