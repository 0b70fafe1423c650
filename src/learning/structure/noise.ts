import type { Random } from "../../base/random.js";
import { orderOf, type Rows, rowOf } from "../gaussian/rows.js";

/**
 * Noise of the observed states and derivatives as noise of the rows. To first order, noise e of a state changes a row r by
 * -(dr / dx) . e (McHutchon and Rasmussen 2011); noise of a derivative is noise of its row. Relative noise multiplies how
 * much each component varies.
 */
export interface NoiseModel {
  /** Standard deviation that a relative noise of 1 means, of every component of the state [2d] and of dH/dx [2d]. */
  readonly stateScale: Float64Array;
  readonly gradientScale: Float64Array;
  /** Derivatives of every point's rows (dH/dx, then H) in its state [count][2d + 1][2d]. */
  readonly slopes: Float64Array;
}

/** Kinds of relative noise, in the order of their hyperparameters: of dH/dq, of dH/dp, of the states. */
export const NOISES = 3;
const STATES = 2;

const kindOf = (component: number, stateSize: number) => (component < stateSize / 2 ? 0 : 1);

/** Covariance of all rows from noise as a function of the logarithms of the relative noises. */
export class NoiseCovariance {
  /** Entries of the lower triangle, the kind of noise they come from, and their value for a relative noise of 1. */
  readonly #places: Int32Array;
  readonly #kinds: Uint8Array;
  readonly #values: Float64Array;
  /** 1 on the diagonal, 2 below it. */
  readonly #multiplicities: Uint8Array;

  constructor({ stateScale, gradientScale, slopes }: NoiseModel, rows: Rows) {
    const { stateSize, count, energies } = rows;
    const order = orderOf(rows);
    const entries: [place: number, kind: number, value: number, multiplicity: number][] = [];
    for (let i = 0; i < count; i++)
      for (let a = 0; a < stateSize + (energies ? 1 : 0); a++) {
        const row = rowOf(rows, i, a);
        if (a < stateSize)
          entries.push([row * (order + 1), kindOf(a, stateSize), (gradientScale[a] as number) ** 2, 1]);
        for (let b = 0; b <= a; b++) {
          const [left, right] = [a, b].map((r) => (i * (stateSize + 1) + r) * stateSize) as [number, number];
          let value = 0;
          for (let k = 0; k < stateSize; k++)
            value += (slopes[left + k] as number) * (slopes[right + k] as number) * (stateScale[k] as number) ** 2;
          if (value !== 0) entries.push([row * order + rowOf(rows, i, b), STATES, value, a === b ? 1 : 2]);
        }
      }
    this.#places = Int32Array.from(entries, ([place]) => place);
    this.#kinds = Uint8Array.from(entries, ([, kind]) => kind);
    this.#values = Float64Array.from(entries, ([, , value]) => value);
    this.#multiplicities = Uint8Array.from(entries, ([, , , multiplicity]) => multiplicity);
  }

  /** Adds it to the lower triangle of the matrix of all rows. */
  addTo(matrix: Float64Array, noise: ArrayLike<number>): void {
    const variances = Float64Array.from(noise, (value) => Math.exp(2 * value));
    this.#places.forEach((place, k) => {
      const variance = variances[this.#kinds[k] as number] as number;
      matrix[place] = (matrix[place] as number) + variance * (this.#values[k] as number);
    });
  }

  /** Adds the sum over the whole symmetric matrix of weights times the derivatives in the logarithms to `gradient`. */
  contract(weights: Float64Array, noise: ArrayLike<number>, gradient: Float64Array): void {
    const sums = new Float64Array(NOISES);
    this.#places.forEach((place, k) => {
      const kind = this.#kinds[k] as number;
      const value = (this.#multiplicities[k] as number) * (this.#values[k] as number);
      sums[kind] = (sums[kind] as number) + value * (weights[place] as number);
    });
    for (let kind = 0; kind < NOISES; kind++)
      gradient[kind] = (gradient[kind] as number) + 2 * Math.exp(2 * (noise[kind] as number)) * (sums[kind] as number);
  }
}

/** Noise of the rows of every derivative, and of H where energies are compared, drawn at random. */
export function drawNoise(noise: ArrayLike<number>, model: NoiseModel, rows: Rows, random: Random): Float64Array {
  const { stateSize, count, energies } = rows;
  const relative = Array.from(noise, Math.exp);
  const drawn = new Float64Array(orderOf(rows));
  for (let i = 0; i < count; i++) {
    const state = model.stateScale.map((scale) => (relative[STATES] as number) * scale * random.normal());
    for (let a = 0; a < stateSize + (energies ? 1 : 0); a++) {
      const own =
        a < stateSize
          ? (relative[kindOf(a, stateSize)] as number) * (model.gradientScale[a] as number) * random.normal()
          : 0;
      const from = (i * (stateSize + 1) + a) * stateSize;
      drawn[rowOf(rows, i, a)] = state.reduce((sum, e, k) => sum - (model.slopes[from + k] as number) * e, own);
    }
  }
  return drawn;
}
