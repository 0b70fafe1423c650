/**
 * The energy as sums of kernels, H(z) = kinetic part + sum over terms of v sum_j b_j . d/dz_j exp(-|(z - z_j) / l|^2 / 2),
 * each term on some of the components of a state. All in the units of `ModelUnits`.
 */
export interface EnergyTerm {
  /** Components of a state that the term depends on. */
  readonly components: readonly number[];
  readonly variance: number;
  /** Length scale of every one of these components. */
  readonly lengths: Float64Array;
}

/** One term with its centres [M][components] and their weights, of the same shape. */
export interface WeightedTerm extends EnergyTerm {
  readonly centres: Float64Array;
  readonly weights: Float64Array;
}

/** Adds the term's energy to the result and its gradient to `gradient` [2d]. */
export function addTerm(term: WeightedTerm, z: ArrayLike<number>, gradient: Float64Array): number {
  const { components, variance, lengths, centres, weights } = term;
  const size = components.length;
  const count = centres.length / size;
  const e = new Float64Array(size);
  let energy = 0;
  for (let j = 0, from = 0; j < count; j++, from += size) {
    let square = 0;
    let product = 0;
    for (let a = 0; a < size; a++) {
      const u = ((z[components[a] as number] as number) - (centres[from + a] as number)) / (lengths[a] as number);
      square += u * u;
      const scaled = u / (lengths[a] as number);
      e[a] = scaled;
      product += scaled * (weights[from + a] as number);
    }
    const k = variance * Math.exp(-square / 2);
    energy += k * product;
    for (let a = 0; a < size; a++) {
      const c = components[a] as number;
      const own = (weights[from + a] as number) / ((lengths[a] as number) * (lengths[a] as number));
      gradient[c] = (gradient[c] as number) + k * (own - product * (e[a] as number));
    }
  }
  return energy;
}

/**
 * How large the parts are that add up to a term's energy and, at most, to a component of its gradient: what rounding is
 * relative to. Weights of either sign can be far larger than what is left of them.
 */
export function termMagnitudes(term: WeightedTerm, z: ArrayLike<number>): { energy: number; gradient: number } {
  const { components, variance, lengths, centres, weights } = term;
  const size = components.length;
  let [energy, gradient] = [0, 0];
  for (let from = 0; from < centres.length; from += size) {
    let [square, product, largest] = [0, 0, 0];
    for (let a = 0; a < size; a++) {
      const length = lengths[a] as number;
      const u = Math.abs((z[components[a] as number] as number) - (centres[from + a] as number)) / length;
      square += u * u;
      product += (u * Math.abs(weights[from + a] as number)) / length;
      largest = Math.max(largest, Math.abs(weights[from + a] as number) / length ** 2, (product * u) / length);
    }
    const k = variance * Math.exp(-square / 2);
    energy += k * product;
    gradient += k * largest;
  }
  return { energy, gradient };
}

/**
 * Adds variance times P D P^T to the lower triangle of `gram` [n][n], where D is the covariance of the term's derivatives between the
 * states and P [n][M][components] what observations make of these derivatives, whose row r is zero outside the states from
 * `ranges[2 r]` to `ranges[2 r + 1]`.
 */
export function addTermCovariance(
  { components, variance, lengths }: EnergyTerm,
  states: Float64Array,
  stateSize: number,
  P: Float64Array,
  ranges: Int32Array,
  gram: Float64Array,
): void {
  const size = components.length;
  const M = states.length / stateSize;
  const width = M * size;
  const n = ranges.length / 2;
  const D = derivativeCovariance({ components, variance, lengths }, states, stateSize);
  const product = new Float64Array(width);
  for (let r = 0; r < n; r++) {
    product.fill(0);
    const [begin, end] = [(ranges[2 * r] as number) * size, (ranges[2 * r + 1] as number) * size];
    for (let j = begin; j < end; j++) {
      const weight = P[r * width + j] as number;
      if (weight === 0) continue;
      const row = j * width;
      for (let c = 0; c < width; c++) product[c] = (product[c] as number) + weight * (D[row + c] as number);
    }
    for (let s = 0; s <= r; s++) {
      let total = 0;
      const last = (ranges[2 * s + 1] as number) * size;
      for (let c = (ranges[2 * s] as number) * size; c < last; c++)
        total += (product[c] as number) * (P[s * width + c] as number);
      gram[r * n + s] = (gram[r * n + s] as number) + total;
    }
  }
}

/** cov(d_a H(z_i), d_b H(z_j)) = v k (delta_ab / l_a^2 - e_a e_b), both triangles, [M][components] squared. */
function derivativeCovariance({ components, variance, lengths }: EnergyTerm, states: Float64Array, stateSize: number) {
  const size = components.length;
  const M = states.length / stateSize;
  const width = M * size;
  const D = new Float64Array(width * width);
  const e = new Float64Array(size);
  for (let i = 0; i < M; i++)
    for (let j = 0; j <= i; j++) {
      let square = 0;
      for (let a = 0; a < size; a++) {
        const c = components[a] as number;
        const u =
          ((states[i * stateSize + c] as number) - (states[j * stateSize + c] as number)) / (lengths[a] as number);
        square += u * u;
        e[a] = u / (lengths[a] as number);
      }
      const k = variance * Math.exp(-square / 2);
      for (let a = 0; a < size; a++)
        for (let b = 0; b < size; b++) {
          const l = lengths[a] as number;
          const value = k * ((a === b ? 1 / (l * l) : 0) - (e[a] as number) * (e[b] as number));
          D[(i * size + a) * width + j * size + b] = value;
          D[(j * size + b) * width + i * size + a] = value;
        }
    }
  return D;
}

/** sum over waves of amplitude cos(frequency . (x - centre) + phase): random Fourier features of a term's prior. */
export interface WaveTerm {
  readonly components: readonly number[];
  readonly centre: Float64Array;
  /** [waves][components]. */
  readonly frequencies: Float64Array;
  readonly phases: Float64Array;
  readonly amplitudes: Float64Array;
}

/** Adds the waves' energy to the result and its gradient to `gradient` [2d]. */
export function addWaves(
  { components, centre, frequencies, phases, amplitudes }: WaveTerm,
  z: ArrayLike<number>,
  gradient: Float64Array,
): number {
  const size = components.length;
  let energy = 0;
  for (let w = 0; w < phases.length; w++) {
    let angle = phases[w] as number;
    for (let a = 0; a < size; a++)
      angle += (frequencies[w * size + a] as number) * ((z[components[a] as number] as number) - (centre[a] as number));
    const amplitude = amplitudes[w] as number;
    energy += amplitude * Math.cos(angle);
    const slope = -amplitude * Math.sin(angle);
    for (let a = 0; a < size; a++) {
      const c = components[a] as number;
      gradient[c] = (gradient[c] as number) + slope * (frequencies[w * size + a] as number);
    }
  }
  return energy;
}
