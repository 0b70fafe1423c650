import { cached } from "../../base/cached.js";
import { generateArithmetic } from "./dop853-code.js";
import { DENSE, DENSE_STAGES, ERROR3, ERROR5, SOLUTION, STAGES } from "./dop853-coefficients.js";
import type { Arithmetic } from "./dop853-step.js";
import { type WeightedSum, weightedSum } from "./weighted-sum.js";

/** States of more numbers are left to loops: code written out would become too long to be compiled well. */
const MAX_WRITTEN_OUT = 16;

const written = new Map<number, Arithmetic>();

/**
 * The arithmetic for states of `size` numbers: written out, every number in a variable of its own, which is several times as fast
 * as loops over so few. Loops for larger states, and where generating code is forbidden; the values are the same bit for bit.
 */
export function arithmeticFor(size: number): Arithmetic {
  if (size > MAX_WRITTEN_OUT) return loops;
  return cached(written, size, () => {
    try {
      return generateArithmetic(size);
    } catch (error) {
      if (error instanceof EvalError) return loops;
      throw error;
    }
  });
}

const [stageSums, denseStageSums, denseSums] = [STAGES.slice(1), DENSE_STAGES, DENSE].map((rows) =>
  rows.map(weightedSum),
) as [WeightedSum[], WeightedSum[], WeightedSum[]];
const [solutionSum, error3Sum, error5Sum] = [SOLUTION, ERROR3, ERROR5].map(weightedSum) as [
  WeightedSum,
  WeightedSum,
  WeightedSum,
];

/** The arithmetic as loops, for states of any size. */
export const loops: Arithmetic = {
  attempt(field, { state, next, slopes, at, polynomial }, h, tolerance) {
    for (let s = 0; s < stageSums.length; s++) {
      (stageSums[s] as WeightedSum)(slopes, h, at, state);
      field(at, slopes[s + 1] as Float64Array);
    }
    solutionSum(slopes, h, next, state);
    // The dense output comes later, so its arrays are free.
    const [sum3, sum5] = polynomial as [Float64Array, Float64Array];
    error3Sum(slopes, 1, sum3);
    error5Sum(slopes, 1, sum5);
    let [squares3, squares5] = [0, 0];
    for (let i = 0; i < state.length; i++) {
      const scale = tolerance * (1 + Math.max(Math.abs(state[i] as number), Math.abs(next[i] as number)));
      const [e3, e5] = [(sum3[i] as number) / scale, (sum5[i] as number) / scale];
      squares3 += e3 * e3;
      squares5 += e5 * e5;
    }
    const denominator = squares5 + 0.01 * squares3;
    return denominator > 0 ? (Math.abs(h) * squares5) / Math.sqrt(denominator * state.length) : denominator;
  },

  prepareDense(field, { state, next, slopes, at, polynomial }, h) {
    for (let k = 0; k < denseStageSums.length; k++) {
      (denseStageSums[k] as WeightedSum)(slopes, h, at, state);
      field(at, slopes[13 + k] as Float64Array);
    }
    const [first, last] = [slopes[0] as Float64Array, slopes[12] as Float64Array];
    const [f0, f1, f2] = polynomial as [Float64Array, Float64Array, Float64Array];
    for (let i = 0; i < state.length; i++) {
      const change = (next[i] as number) - (state[i] as number);
      f0[i] = change;
      f1[i] = h * (first[i] as number) - change;
      f2[i] = 2 * change - h * ((first[i] as number) + (last[i] as number));
    }
    for (let k = 0; k < denseSums.length; k++)
      (denseSums[k] as WeightedSum)(slopes, h, polynomial[3 + k] as Float64Array);
  },
};
