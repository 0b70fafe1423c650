import { dot, solveLower } from "../../numerics/index.js";
import { addCovariance, addCrossCovariance } from "./covariance.js";
import type { FittedStructure } from "./fit.js";
import { type Jet, jetsOf } from "./jet.js";

/** One piece's part of the posterior mean of g: kernels at the data with the weights of their values and slopes. */
interface PieceWeights {
  readonly z: Float64Array;
  /** v_j . weights_j [count] */
  readonly value: Float64Array;
  /** w_jk . weights_j / l [count][r] */
  readonly slope: Float64Array;
}

/** Terms whose function has less than this share of the largest deviation play no part in a prediction. */
const NEGLIGIBLE = 1e-12;

/** The posterior of H and its derivatives, in units. */
export class StructurePosterior {
  readonly #fitted: FittedStructure;
  readonly #stateSize: number;
  readonly #pieces: readonly (readonly PieceWeights[])[];
  /** Terms that matter. */
  readonly #active: readonly number[];

  constructor(fitted: FittedStructure) {
    const { likelihood, theta, conditioned } = fitted;
    this.#fitted = fitted;
    this.#stateSize = likelihood.data.stateSize;
    const deviations = likelihood.terms.map((_, t) => likelihood.scalesOf(theta, t).deviation);
    const least = NEGLIGIBLE * Math.max(...deviations);
    this.#active = deviations.flatMap((deviation, t) => (deviation > least ? [t] : []));
    this.#pieces = likelihood.jets.map((jets, t) =>
      jets.map((jet) => pieceWeights(jet, conditioned.weights, this.#stateSize, likelihood.scalesOf(theta, t).length)),
    );
  }

  /** Writes dH/dx (posterior mean) of a state [2d]; returns H, up to a constant. */
  evaluate(state: Float64Array, gradient: Float64Array): number {
    const { likelihood } = this.#fitted;
    gradient.fill(0);
    let energy = 0;
    for (const t of this.#active) {
      const jets = jetsOf(
        likelihood.terms[t] as (typeof likelihood.terms)[number],
        state,
        this.#stateSize,
        likelihood.spreads[t] as number,
      );
      for (const jet of jets) energy += this.#addPiece(t, jet, gradient);
    }
    return energy;
  }

  #addPiece(t: number, jet: Jet, gradient: Float64Array): number {
    const { likelihood, theta } = this.#fitted;
    const scales = likelihood.scalesOf(theta, t);
    const { size, components, v, w } = jet;
    const [value, slope] = meanFunction(this.#pieces[t] as readonly PieceWeights[], jet.z, size, scales.length);
    const width = components.length;
    const variance = scales.deviation ** 2;
    for (let c = 0; c < width - 1; c++) {
      let sum = (v[c] as number) * value;
      for (let k = 0; k < size; k++) sum += (w[k * width + c] as number) * (slope[k] as number);
      const at = components[c] as number;
      gradient[at] = (gradient[at] as number) + variance * sum;
    }
    return variance * (v[width - 1] as number) * value;
  }

  /** Standard deviation of every component of dH/dx at a state. */
  gradientDeviation(state: Float64Array, out: Float64Array): void {
    const { factor, cross, own } = this.#conditionedRows([state]);
    const order = factor.size;
    for (let a = 0; a < out.length; a++) {
      const row = cross.subarray(a * order, (a + 1) * order);
      out[a] = Math.sqrt(Math.max(0, (own[a] as number) - dot(row, 0, row, 0, order)));
    }
  }

  /** Rows L^-1 k of every component at each state, and the prior variances. */
  #conditionedRows(states: readonly Float64Array[]) {
    const { likelihood, theta, conditioned } = this.#fitted;
    const { factor } = conditioned;
    const size = this.#stateSize;
    const cross = new Float64Array(states.length * (size + 1) * factor.size);
    const own = new Float64Array(states.length * size);
    states.forEach((state, s) => {
      const matrix = new Float64Array(size * size);
      likelihood.terms.forEach((term, t) => {
        const scales = likelihood.scalesOf(theta, t);
        const jets = jetsOf(term, state, size, likelihood.spreads[t] as number);
        const rows = cross.subarray(s * (size + 1) * factor.size, (s + 1) * (size + 1) * factor.size);
        addCrossCovariance(rows, jets, likelihood.jets[t] as readonly Jet[], scales, size);
        addCovariance(matrix, jets, scales, size);
      });
      for (let a = 0; a < size; a++) own[s * size + a] = matrix[a * size + a] as number;
    });
    solveLower(factor, cross);
    return { factor, cross, own };
  }
}

function pieceWeights(jet: Jet, weights: Float64Array, stateSize: number, length: number): PieceWeights {
  const { components, size, z, v, w } = jet;
  const width = components.length;
  const count = v.length / width;
  const value = new Float64Array(count);
  const slope = new Float64Array(count * size);
  for (let j = 0; j < count; j++)
    for (let c = 0; c < width - 1; c++) {
      const weight = weights[j * stateSize + (components[c] as number)] as number;
      value[j] = (value[j] as number) + (v[j * width + c] as number) * weight;
      for (let k = 0; k < size; k++)
        slope[j * size + k] =
          (slope[j * size + k] as number) + ((w[(j * size + k) * width + c] as number) * weight) / length;
    }
  return { z, value, slope };
}

/** The mean of g at z over its variance, and its gradient dg / dz [r]. */
function meanFunction(
  pieces: readonly PieceWeights[],
  z: Float64Array,
  size: number,
  length: number,
): [number, Float64Array] {
  let value = 0;
  const slope = new Float64Array(size);
  for (const piece of pieces)
    for (let j = 0; j < piece.value.length; j++) {
      let square = 0;
      let weight = piece.value[j] as number;
      for (let k = 0; k < size; k++) {
        const delta = ((z[k] as number) - (piece.z[j * size + k] as number)) / length;
        square += delta * delta;
        weight += (piece.slope[j * size + k] as number) * delta;
      }
      const kernel = Math.exp(-square / 2);
      value += kernel * weight;
      for (let k = 0; k < size; k++) {
        const delta = ((z[k] as number) - (piece.z[j * size + k] as number)) / length;
        slope[k] = (slope[k] as number) + (kernel * ((piece.slope[j * size + k] as number) - delta * weight)) / length;
      }
    }
  return [value, slope];
}
