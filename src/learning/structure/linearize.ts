import { componentVariances } from "../../numerics/index.js";
import { rowOf } from "../gaussian/rows.js";
import type { FittedStructure, StructureData } from "./likelihood.js";
import { StructureMean } from "./mean.js";
import type { NoiseModel } from "./noise.js";

/** Observed states and derivatives of H, in units. */
export interface Observed {
  readonly stateSize: number;
  readonly count: number;
  /** [count][2d] */
  readonly states: Float64Array;
  /** dH/dx [count][2d] */
  readonly gradients: Float64Array;
}

/** Before any law is known, the slope of H at a point is the derivative observed there, and that of dH/dx is left out. */
export function firstNoiseModel({ stateSize, count, states, gradients }: Observed): NoiseModel {
  const slopes = new Float64Array(count * (stateSize + 1) * stateSize);
  for (let i = 0; i < count; i++)
    slopes.set(gradients.subarray(i * stateSize, (i + 1) * stateSize), (i * (stateSize + 1) + stateSize) * stateSize);
  return { stateScale: deviations(states, stateSize), gradientScale: deviations(gradients, stateSize), slopes };
}

/** Smallest scale of a component against the mean of all: one that stands still may still be noisy. */
const LEAST = 1e-3;

/** Standard deviation of every component over the points, not less than `LEAST` of their mean. */
function deviations(values: Float64Array, size: number): Float64Array {
  const found = componentVariances(values, size).map(Math.sqrt);
  const least = (LEAST * found.reduce((sum, value) => sum + value, 0)) / size || Number.MIN_VALUE;
  return found.map((value) => Math.max(value, least));
}

/** Step of the central differences of dH/dx, in units. */
const STEP = 1e-4;

/**
 * The observations as rows at the states that are likeliest under the fitted law, noise of states included to first order
 * there: y = dH/dx(x') + H'' (x - x') + noise with x' the state expected from all observations. Repeated, this is a
 * Gauss-Newton iteration for the states.
 */
export function linearize(observed: Observed, { likelihood, theta, conditioned }: FittedStructure): StructureData {
  const { stateSize, count, states, gradients } = observed;
  const { data, rows } = likelihood;
  const relative = Math.exp(2 * (likelihood.noiseOf(theta).at(-1) as number));
  const weights = likelihood.spread(conditioned.weights);
  const { stateScale, slopes } = data.noise;
  // Expected noise of a state: -(its variance) x (slopes of its rows)^T x (weights of its rows).
  const better = states.slice();
  for (let i = 0; i < count; i++)
    for (let k = 0; k < stateSize; k++) {
      let sum = 0;
      for (let a = 0; a < stateSize + (rows.energies ? 1 : 0); a++)
        sum += (slopes[(i * (stateSize + 1) + a) * stateSize + k] as number) * (weights[rowOf(rows, i, a)] as number);
      const at = i * stateSize + k;
      better[at] = (better[at] as number) + relative * (stateScale[k] as number) ** 2 * sum;
    }
  const mean = new StructureMean({ likelihood, theta }, conditioned.weights);
  const found = slopesAt(mean, better, stateSize);
  const [moved, energies] = [gradients.slice(), new Float64Array(count)];
  for (let i = 0; i < count; i++)
    for (let a = 0; a <= stateSize; a++) {
      let change = 0;
      for (let k = 0; k < stateSize; k++)
        change +=
          (found[(i * (stateSize + 1) + a) * stateSize + k] as number) *
          ((states[i * stateSize + k] as number) - (better[i * stateSize + k] as number));
      if (a < stateSize) moved[i * stateSize + a] = (moved[i * stateSize + a] as number) - change;
      else energies[i] = -change;
    }
  return { ...data, states: better, gradients: moved, energies, noise: { ...data.noise, slopes: found } };
}

/** Derivatives of dH/dx and of H at states [count][2d], in their components [count][2d + 1][2d]. */
function slopesAt(mean: StructureMean, states: Float64Array, stateSize: number): Float64Array {
  const count = states.length / stateSize;
  const slopes = new Float64Array(count * (stateSize + 1) * stateSize);
  const [above, below] = [new Float64Array(stateSize), new Float64Array(stateSize)];
  for (let i = 0; i < count; i++) {
    const state = states.slice(i * stateSize, (i + 1) * stateSize);
    const from = i * (stateSize + 1) * stateSize;
    mean.evaluate(state, slopes.subarray(from + stateSize * stateSize, from + (stateSize + 1) * stateSize));
    for (let k = 0; k < stateSize; k++) {
      const value = state[k] as number;
      state[k] = value + STEP;
      mean.evaluate(state, above);
      state[k] = value - STEP;
      mean.evaluate(state, below);
      state[k] = value;
      for (let a = 0; a < stateSize; a++)
        slopes[from + a * stateSize + k] = ((above[a] as number) - (below[a] as number)) / (2 * STEP);
    }
  }
  return slopes;
}
