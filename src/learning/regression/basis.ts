import type { LearnedSystem } from "../learner.js";

/** Functions phi_k of a state; with H = sum_k w_k phi_k the field is linear in w, so w has a closed form. */
export interface StateBasis {
  /** Number of functions n. */
  readonly size: number;
  /** Number of components of a state, 2d. */
  readonly stateSize: number;
  /** Writes phi_k [n] and d phi_k / d x_a [n][2d] at a state. */
  evaluate(state: Float64Array, values: Float64Array, gradients: Float64Array): void;
}

/** d phi_k / d x_a at all states [count][2d]: one row a function, [n][count * 2d]. */
export function derivativeRows(basis: StateBasis, states: Float64Array): Float64Array {
  const { size, stateSize } = basis;
  const width = states.length;
  const rows = new Float64Array(size * width);
  const values = new Float64Array(size);
  const gradients = new Float64Array(size * stateSize);
  for (let from = 0; from < width; from += stateSize) {
    basis.evaluate(states.subarray(from, from + stateSize), values, gradients);
    for (let k = 0; k < size; k++) rows.set(gradients.subarray(k * stateSize, (k + 1) * stateSize), k * width + from);
  }
  return rows;
}

/** The system with H = sum_k w_k phi_k. */
export function linearSystem(
  basis: StateBasis,
  weights: Float64Array,
  choices: NonNullable<LearnedSystem["choices"]>,
): LearnedSystem {
  const { size, stateSize } = basis;
  const values = new Float64Array(size);
  const gradients = new Float64Array(size * stateSize);
  const d = stateSize / 2;
  return {
    choices,
    energy(state) {
      basis.evaluate(state, values, gradients);
      return weights.reduce((sum, weight, k) => sum + weight * (values[k] as number), 0);
    },
    vectorField(state, out) {
      basis.evaluate(state, values, gradients);
      out.fill(0);
      for (let k = 0; k < size; k++) {
        const weight = weights[k] as number;
        if (weight === 0) continue;
        const at = k * stateSize;
        for (let a = 0; a < d; a++) {
          out[a] = (out[a] as number) + weight * (gradients[at + d + a] as number);
          out[d + a] = (out[d + a] as number) - weight * (gradients[at + a] as number);
        }
      }
    },
  };
}
