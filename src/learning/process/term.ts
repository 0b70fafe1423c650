import { type FeatureMap, type FeaturePoints, featuresOf } from "./features.js";
import type { RadialKernel } from "./radial.js";

/** One additive part of H: a zero-mean stationary Gaussian process on features of the state. */
export interface StationaryTerm {
  readonly radial: RadialKernel;
  /** The state itself where it is left out. */
  readonly features?: FeatureMap | undefined;
}

/** Hyperparameters of a term. */
export interface StationaryScales {
  /** Variance of H. */
  readonly variance: number;
  /** Length scale of every feature. */
  readonly lengths: Float64Array;
}

/**
 * Covariances of a term's H and of its derivatives at given points. With e_m = (z_m - z'_m) / l_m^2 and f the radial
 * kernel,
 *
 *     cov(H, H')       = f
 *     cov(H, d'_m H')  = -2 f' e_m
 *     cov(d_m H, d'_n H') = -2 f' delta_mn / l_m^2 - 4 f'' e_m e_n
 *
 * (for the RBF kernel: k (delta_mn / l_m^2 - e_m e_n)), and by the chain rule J^T ... J' for the derivatives in the state.
 * Rows of matrices: derivatives, point by point [point][component], then energies, one a point.
 */
export class StationaryCovariance {
  readonly points: FeaturePoints;
  readonly #radial: RadialKernel;
  readonly #stateSize: number;
  readonly #f = new Float64Array(4);
  readonly #e: Float64Array;
  readonly #left: Float64Array;
  readonly #right: Float64Array;
  readonly #block: Float64Array;
  readonly #work: Float64Array;

  constructor({ radial, features }: StationaryTerm, states: Float64Array, stateSize: number) {
    this.#radial = radial;
    this.#stateSize = stateSize;
    this.points = featuresOf(features, states, stateSize);
    const { size } = this.points;
    this.#e = new Float64Array(size);
    this.#left = new Float64Array(stateSize);
    this.#right = new Float64Array(stateSize);
    this.#block = new Float64Array(size * size);
    this.#work = new Float64Array(size * stateSize);
  }

  /** Adds the covariances of all derivatives, and energies where `energies`, to the lower triangle of `gram`. */
  addTo(gram: Float64Array, { variance, lengths }: StationaryScales, energies: boolean): void {
    const { count, size, jacobians } = this.points;
    const n = this.#stateSize;
    const order = count * n + (energies ? count : 0);
    const f = this.#f;
    const inverse = inverseSquares(lengths);
    for (let i = 0; i < count; i++)
      for (let j = 0; j <= i; j++) {
        this.#separate(i, j, inverse);
        const first = -2 * variance * (f[1] as number);
        const second = -4 * variance * (f[2] as number);
        const left = this.#pull(i, this.#left);
        const right = this.#pull(j, this.#right);
        for (let a = 0; a < n; a++) {
          const row = (i * n + a) * order + j * n;
          const product = second * (left[a] as number);
          for (let b = 0; b < n; b++) gram[row + b] = (gram[row + b] as number) + product * (right[b] as number);
          if (jacobians === undefined) gram[row + a] = (gram[row + a] as number) + first * (inverse[a] as number);
        }
        if (jacobians !== undefined)
          for (let m = 0; m < size; m++) {
            const weight = first * (inverse[m] as number);
            const [from, to] = [(i * size + m) * n, (j * size + m) * n];
            for (let a = 0; a < n; a++) {
              const slope = weight * (jacobians[from + a] as number);
              if (slope === 0) continue;
              const row = (i * n + a) * order + j * n;
              for (let b = 0; b < n; b++)
                gram[row + b] = (gram[row + b] as number) + slope * (jacobians[to + b] as number);
            }
          }
        if (!energies) continue;
        const [rowI, rowJ] = [(count * n + i) * order, (count * n + j) * order];
        gram[rowI + count * n + j] = (gram[rowI + count * n + j] as number) + variance * (f[0] as number);
        for (let b = 0; b < n; b++) {
          gram[rowI + j * n + b] = (gram[rowI + j * n + b] as number) + first * (right[b] as number);
          if (j < i) gram[rowJ + i * n + b] = (gram[rowJ + i * n + b] as number) - first * (left[b] as number);
        }
      }
  }

  /**
   * Adds sum over all entries of W_rs dK_rs / d theta to `gradient`, theta = (log variance, log lengths...), for a
   * symmetric matrix of weights W of the form that `addTo` fills, both triangles given.
   */
  contract(
    weights: Float64Array,
    { variance, lengths }: StationaryScales,
    energies: boolean,
    gradient: Float64Array,
  ): void {
    const { count, size } = this.points;
    const n = this.#stateSize;
    const order = count * n + (energies ? count : 0);
    const [f, e, block] = [this.#f, this.#e, this.#block];
    const inverse = inverseSquares(lengths);
    const slopes = new Float64Array(2 * size);
    for (let i = 0; i < count; i++)
      for (let j = 0; j <= i; j++) {
        this.#separate(i, j, inverse);
        // Off the diagonal each pair stands for two blocks.
        const twice = (i === j ? 1 : 2) * variance;
        const [f0, f1, f2, f3] = f as unknown as [number, number, number, number];
        this.#pullBlock(weights, order, i, j);
        let diagonal = 0;
        let quadratic = 0;
        for (let m = 0; m < size; m++) {
          diagonal += (block[m * size + m] as number) * (inverse[m] as number);
          let row = 0;
          for (let k = 0; k < size; k++) row += (block[m * size + k] as number) * (e[k] as number);
          quadratic += row * (e[m] as number);
        }
        let [total, energyTerm, linear] = [-2 * f1 * diagonal - 4 * f2 * quadratic, 0, 0];
        if (energies) {
          energyTerm = weights[(count * n + i) * order + count * n + j] as number;
          this.#pullEnergyRows(weights, order, i, j, slopes);
          for (let m = 0; m < size; m++)
            linear += ((slopes[m] as number) - (slopes[size + m] as number)) * (e[m] as number);
          total += f0 * energyTerm - 2 * f1 * linear;
        }
        gradient[0] = (gradient[0] as number) + twice * total;
        const common = 4 * f2 * diagonal + 8 * f3 * quadratic - 2 * f1 * energyTerm + 4 * f2 * linear;
        for (let m = 0; m < size; m++) {
          const em = e[m] as number;
          let cross = 0;
          for (let k = 0; k < size; k++)
            cross += ((block[m * size + k] as number) + (block[k * size + m] as number)) * (e[k] as number);
          let value = (common * em * em) / (inverse[m] as number) + 8 * f2 * em * cross;
          value += 4 * f1 * (inverse[m] as number) * (block[m * size + m] as number);
          if (energies) value += 4 * f1 * em * ((slopes[m] as number) - (slopes[size + m] as number));
          gradient[1 + m] = (gradient[1 + m] as number) + twice * value;
        }
      }
  }

  /** e and f between two of the points. */
  #separate(i: number, j: number, inverse: Float64Array): void {
    const { size, z } = this.points;
    const e = this.#e;
    let rho = 0;
    for (let m = 0; m < size; m++) {
      const delta = (z[i * size + m] as number) - (z[j * size + m] as number);
      const scaled = delta * (inverse[m] as number);
      e[m] = scaled;
      rho += delta * scaled;
    }
    this.#radial.evaluate(rho, this.#f);
  }

  /** J^T e at a point. */
  #pull(point: number, out: Float64Array): Float64Array {
    const { size, jacobians } = this.points;
    if (jacobians === undefined) return this.#e;
    const n = this.#stateSize;
    out.fill(0);
    for (let m = 0; m < size; m++) {
      const factor = this.#e[m] as number;
      const from = (point * size + m) * n;
      for (let a = 0; a < n; a++) out[a] = (out[a] as number) + factor * (jacobians[from + a] as number);
    }
    return out;
  }

  /** block = J_i W_ij J_j^T. */
  #pullBlock(weights: Float64Array, order: number, i: number, j: number): void {
    const { size, jacobians } = this.points;
    const n = this.#stateSize;
    const [block, work] = [this.#block, this.#work];
    if (jacobians === undefined) {
      for (let a = 0; a < n; a++)
        for (let b = 0; b < n; b++) block[a * n + b] = weights[(i * n + a) * order + j * n + b] as number;
      return;
    }
    work.fill(0);
    for (let m = 0; m < size; m++)
      for (let a = 0; a < n; a++) {
        const slope = jacobians[(i * size + m) * n + a] as number;
        if (slope === 0) continue;
        const row = (i * n + a) * order + j * n;
        for (let b = 0; b < n; b++)
          work[m * n + b] = (work[m * n + b] as number) + slope * (weights[row + b] as number);
      }
    for (let m = 0; m < size; m++)
      for (let k = 0; k < size; k++) {
        let total = 0;
        const from = (j * size + k) * n;
        for (let b = 0; b < n; b++) total += (work[m * n + b] as number) * (jacobians[from + b] as number);
        block[m * size + k] = total;
      }
  }

  /** Weights of cov(H_i, d H_j) and of cov(H_j, d H_i) in the features: [0, m) and [m, 2m). */
  #pullEnergyRows(weights: Float64Array, order: number, i: number, j: number, out: Float64Array): void {
    const { count, size, jacobians } = this.points;
    const n = this.#stateSize;
    const write = (row: number, point: number, to: number) => {
      const start = (count * n + row) * order + point * n;
      for (let m = 0; m < size; m++) {
        if (jacobians === undefined) {
          out[to + m] = weights[start + m] as number;
          continue;
        }
        let total = 0;
        const from = (point * size + m) * n;
        for (let b = 0; b < n; b++) total += (weights[start + b] as number) * (jacobians[from + b] as number);
        out[to + m] = total;
      }
    };
    write(i, j, 0);
    write(j, i, size);
  }
}

/** 1 / l^2. */
export function inverseSquares(lengths: Float64Array): Float64Array {
  return lengths.map((length) => 1 / (length * length));
}
