import type { FeatureMap, FeaturePoints } from "./features.js";
import type { RadialKernel } from "./radial.js";
import { inverseSquares, type StationaryScales } from "./term.js";

/** A term's part of the posterior at new states; the formulas are those of `StationaryCovariance`. Allocates nothing a call. */
export class TermPrediction {
  readonly #radial: RadialKernel;
  readonly #features: FeatureMap | undefined;
  readonly #points: FeaturePoints;
  readonly #variance: number;
  readonly #inverse: Float64Array;
  readonly #size: number;
  /** Weights of derivatives in the features [count][m]. */
  readonly #slopes: Float64Array;
  readonly #energies: Float64Array;
  readonly #z: Float64Array;
  readonly #otherZ: Float64Array;
  readonly #jacobian: Float64Array;
  readonly #e: Float64Array;
  readonly #inFeatures: Float64Array;
  readonly #f = new Float64Array(4);

  constructor(
    radial: RadialKernel,
    features: FeatureMap | undefined,
    points: FeaturePoints,
    { variance, lengths }: StationaryScales,
    stateSize: number,
  ) {
    const { count, size } = points;
    this.#radial = radial;
    this.#features = features;
    this.#points = points;
    this.#variance = variance;
    this.#inverse = inverseSquares(lengths);
    this.#size = stateSize;
    this.#slopes = new Float64Array(count * size);
    this.#energies = new Float64Array(count);
    this.#z = new Float64Array(size);
    this.#otherZ = new Float64Array(size);
    this.#jacobian = new Float64Array(size * stateSize);
    this.#e = new Float64Array(size);
    this.#inFeatures = new Float64Array(size);
  }

  /** `weights`: of derivatives [count][2d], then of energies [count]. */
  setWeights(weights: Float64Array): void {
    const { count, size, jacobians } = this.#points;
    const n = this.#size;
    this.#energies.set(weights.subarray(count * n));
    if (jacobians === undefined) this.#slopes.set(weights.subarray(0, count * n));
    else
      for (let i = 0; i < count; i++)
        for (let m = 0; m < size; m++) {
          let total = 0;
          const from = (i * size + m) * n;
          for (let a = 0; a < n; a++) total += (jacobians[from + a] as number) * (weights[i * n + a] as number);
          this.#slopes[i * size + m] = total;
        }
  }

  energy(state: Float64Array): number {
    const { count, size } = this.#points;
    const z = this.#locate(state, this.#z);
    let total = 0;
    for (let j = 0; j < count; j++) {
      this.#separate(z, j);
      let along = 0;
      for (let m = 0; m < size; m++) along += (this.#e[m] as number) * (this.#slopes[j * size + m] as number);
      total += (this.#f[0] as number) * (this.#energies[j] as number) - 2 * (this.#f[1] as number) * along;
    }
    return this.#variance * total;
  }

  addGradient(state: Float64Array, out: Float64Array): void {
    const { count, size } = this.#points;
    const z = this.#locate(state, this.#z);
    const [e, slopes, inverse] = [this.#e, this.#slopes, this.#inverse];
    const gradient = this.#inFeatures.fill(0);
    for (let j = 0; j < count; j++) {
      this.#separate(z, j);
      let along = 0;
      for (let m = 0; m < size; m++) along += (e[m] as number) * (slopes[j * size + m] as number);
      const first = -2 * (this.#f[1] as number);
      const factor = -first * (this.#energies[j] as number) - 4 * (this.#f[2] as number) * along;
      for (let m = 0; m < size; m++)
        gradient[m] =
          (gradient[m] as number) +
          factor * (e[m] as number) +
          first * (inverse[m] as number) * (slopes[j * size + m] as number);
    }
    for (let m = 0; m < size; m++) gradient[m] = (gradient[m] as number) * this.#variance;
    this.#addPulled(gradient, out);
  }

  /** Adds cov(d_a H(state), everything) to row a of `cross` [2d][count 2d + count] and the prior variances to `prior`. */
  addGradientCovariances(state: Float64Array, cross: Float64Array, prior: Float64Array): void {
    const { count, size, jacobians } = this.#points;
    const n = this.#size;
    const order = count * n + count;
    const z = this.#locate(state, this.#z);
    const [e, inverse] = [this.#e, this.#inverse];
    const column = new Float64Array(size);
    const pulled = new Float64Array(n);
    const put = (to: number) => {
      this.#addPulled(column, pulled.fill(0));
      for (let a = 0; a < n; a++) cross[a * order + to] = (cross[a * order + to] as number) + (pulled[a] as number);
    };
    for (let j = 0; j < count; j++) {
      this.#separate(z, j);
      const first = 2 * this.#variance * (this.#f[1] as number);
      const second = 4 * this.#variance * (this.#f[2] as number);
      for (let m = 0; m < size; m++) column[m] = first * (e[m] as number);
      put(count * n + j);
      for (let b = 0; b < n; b++) {
        let along = 0;
        for (let k = 0; k < size; k++) {
          const slope = jacobians === undefined ? Number(k === b) : (jacobians[(j * size + k) * n + b] as number);
          along += slope * (e[k] as number);
        }
        for (let m = 0; m < size; m++) {
          const slope = jacobians === undefined ? Number(m === b) : (jacobians[(j * size + m) * n + b] as number);
          column[m] = -first * (inverse[m] as number) * slope - second * (e[m] as number) * along;
        }
        put(j * n + b);
      }
    }
    this.#radial.evaluate(0, this.#f);
    const curvature = -2 * this.#variance * (this.#f[1] as number);
    for (let a = 0; a < n; a++)
      for (let m = 0; m < size; m++) {
        const slope = this.#features === undefined ? Number(m === a) : (this.#jacobian[m * n + a] as number);
        prior[a] = (prior[a] as number) + curvature * (inverse[m] as number) * slope * slope;
      }
  }

  /** Adds sign cov(H(state), everything) to `cross` [count 2d + count]. */
  addEnergyCovariances(state: Float64Array, cross: Float64Array, sign: number): void {
    const { count, size, jacobians } = this.#points;
    const n = this.#size;
    const z = this.#locate(state, this.#z);
    for (let j = 0; j < count; j++) {
      this.#separate(z, j);
      const energyAt = count * n + j;
      cross[energyAt] = (cross[energyAt] as number) + sign * this.#variance * (this.#f[0] as number);
      const factor = -2 * sign * this.#variance * (this.#f[1] as number);
      for (let m = 0; m < size; m++) {
        const slope = factor * (this.#e[m] as number);
        if (jacobians === undefined) cross[j * n + m] = (cross[j * n + m] as number) + slope;
        else
          for (let b = 0; b < n; b++)
            cross[j * n + b] = (cross[j * n + b] as number) + slope * (jacobians[(j * size + m) * n + b] as number);
      }
    }
  }

  /** Prior variance of H(state) - H(reference). */
  differenceVariance(state: Float64Array, reference: Float64Array): number {
    const z = this.#locate(state, this.#z);
    const other = this.#locate(reference, this.#otherZ);
    let rho = 0;
    for (let m = 0; m < z.length; m++)
      rho += ((z[m] as number) - (other[m] as number)) ** 2 * (this.#inverse[m] as number);
    this.#radial.evaluate(rho, this.#f);
    return 2 * this.#variance * (1 - (this.#f[0] as number));
  }

  /** Features of a state; leaves its Jacobian behind. */
  #locate(state: Float64Array, z: Float64Array): Float64Array {
    if (this.#features === undefined) {
      z.set(state);
      return z;
    }
    this.#jacobian.fill(0);
    this.#features.evaluate(state, z, this.#jacobian);
    return z;
  }

  #separate(z: Float64Array, j: number): void {
    const { size, z: points } = this.#points;
    let rho = 0;
    for (let m = 0; m < size; m++) {
      const delta = (z[m] as number) - (points[j * size + m] as number);
      const scaled = delta * (this.#inverse[m] as number);
      this.#e[m] = scaled;
      rho += delta * scaled;
    }
    this.#radial.evaluate(rho, this.#f);
  }

  /** Adds J^T times a gradient in the features, at the state located last. */
  #addPulled(gradient: Float64Array, out: Float64Array): void {
    const n = this.#size;
    if (this.#features === undefined) {
      for (let a = 0; a < n; a++) out[a] = (out[a] as number) + (gradient[a] as number);
      return;
    }
    for (let m = 0; m < gradient.length; m++) {
      const slope = gradient[m] as number;
      for (let a = 0; a < n; a++) out[a] = (out[a] as number) + slope * (this.#jacobian[m * n + a] as number);
    }
  }
}
