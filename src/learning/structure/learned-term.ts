import { orderOf, type Rows, rowOf } from "../gaussian/rows.js";
import type { TermScales } from "./covariance.js";
import type { LearnedFunctions } from "./learned-functions.js";
import type { Role, StructureTerm } from "./term.js";

/** The role of terms that were learned. */
export const LEARNED: Role = "general learned";

/** A term made of learned functions. */
export const learnedTerm = (learned: LearnedFunctions): StructureTerm => ({
  name: "learned",
  role: LEARNED,
  pieces: [],
  learned,
});

/** The covariance of all rows from learned functions: fixed but for its size. */
export class LearnedCovariance {
  /** Derivatives and values of all functions [row][F]. */
  readonly rows: Float64Array;
  readonly size: number;
  readonly #learned: LearnedFunctions;
  readonly #order: number;
  /** Lower triangle of rows rows^T. */
  readonly #products: Float64Array;

  constructor(learned: LearnedFunctions, states: Float64Array, rows: Rows) {
    const { stateSize, count, energies } = rows;
    const { size } = learned;
    const jets = learned.jets(states);
    const order = orderOf(rows);
    this.size = size;
    this.#learned = learned;
    this.#order = order;
    this.rows = new Float64Array(order * size);
    for (let i = 0; i < count; i++)
      for (let a = 0; a < stateSize + (energies ? 1 : 0); a++) {
        const from = (i * (stateSize + 1) + a) * size;
        this.rows.set(jets.subarray(from, from + size), rowOf(rows, i, a) * size);
      }
    this.#products = new Float64Array(order * order);
    for (let row = 0; row < order; row++)
      for (let column = 0; column <= row; column++) {
        let sum = 0;
        for (let k = 0, r = row * size, c = column * size; k < size; k++, r++, c++)
          sum += (this.rows[r] as number) * (this.rows[c] as number);
        this.#products[row * order + column] = sum;
      }
  }

  /** Adds it to the lower triangle of matrices of all rows, each with scales of its own. */
  addTo(matrices: readonly Float64Array[], scales: readonly TermScales[]): void {
    const products = this.#products;
    matrices.forEach((matrix, m) => {
      const variance = (scales[m] as TermScales).deviation ** 2;
      for (let at = 0; at < products.length; at++)
        matrix[at] = (matrix[at] as number) + variance * (products[at] as number);
    });
  }

  /** The sum over the whole symmetric matrix of weights times the derivative of the covariance in the logarithm of the deviation. */
  contract(weights: Float64Array, { deviation }: TermScales): { deviation: number; length: number } {
    const order = this.#order;
    let sum = 0;
    for (let row = 0; row < order; row++)
      for (let column = 0; column <= row; column++) {
        const at = row * order + column;
        sum += (row === column ? 1 : 2) * (weights[at] as number) * (this.#products[at] as number);
      }
    return { deviation: 2 * deviation * deviation * sum, length: 0 };
  }

  /**
   * Adds what learned functions contribute at other states to the covariances of their derivatives and values with all rows
   * [state][2d + 1][row], to the variances of their derivatives [state][2d] and to the covariances of H [state][state].
   */
  addConditioned(
    to: {
      readonly states: readonly Float64Array[];
      readonly covariances: readonly Float64Array[];
      readonly own: Float64Array;
      readonly energies: Float64Array;
    },
    { deviation }: TermScales,
  ): void {
    const variance = deviation * deviation;
    const { size } = this;
    const jets = to.states.map((state) => this.#learned.jets(state));
    const product = (a: Float64Array, i: number, b: Float64Array, j: number) => {
      let sum = 0;
      for (let k = 0; k < size; k++) sum += (a[i * size + k] as number) * (b[j * size + k] as number);
      return variance * sum;
    };
    const add = (all: Float64Array, at: number, value: number) => {
      all[at] = (all[at] as number) + value;
    };
    jets.forEach((jet, s) => {
      const last = jet.length / size - 1;
      for (let a = 0; a <= last; a++) {
        for (let row = 0; row < this.#order; row++)
          add(to.covariances[s] as Float64Array, a * this.#order + row, product(jet, a, this.rows, row));
        if (a < last) add(to.own, s * last + a, product(jet, a, jet, a));
      }
      jets.forEach((other, o) => {
        add(to.energies, s * jets.length + o, product(jet, last, other, last));
      });
    });
  }

  /** Weights of the functions by weights of the rows. */
  pull(weights: Float64Array): Float64Array {
    const pulled = new Float64Array(this.size);
    for (let row = 0; row < this.#order; row++) {
      const weight = weights[row] as number;
      if (weight === 0) continue;
      for (let k = 0; k < this.size; k++)
        pulled[k] = (pulled[k] as number) + weight * (this.rows[row * this.size + k] as number);
    }
    return pulled;
  }
}
