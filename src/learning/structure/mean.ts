import { type Rows, rowOf } from "../gaussian/rows.js";
import type { TermScales } from "./covariance.js";
import { PieceJet } from "./jet.js";
import type { LearnedFunctions } from "./learned-functions.js";
import { LearnedCovariance } from "./learned-term.js";
import type { FittedStructure } from "./likelihood.js";
import type { StructureTerm } from "./term.js";

/** One piece's part of the posterior mean of g: kernels at the data with the weights of their values and slopes. */
export interface PieceWeights {
  readonly z: Float64Array;
  /** v_j . weights_j [count] */
  readonly value: Float64Array;
  /** w_jk . weights_j / l [count][r] */
  readonly slope: Float64Array;
}

/** Terms whose function has less than this share of the largest deviation play no part in a prediction. */
const NEGLIGIBLE = 1e-12;

/** H and its derivatives as sums of kernels at the data with given weights of the observations, in units: a posterior mean. */
export class StructureMean {
  readonly terms: readonly MeanTerm[];
  /** Of learned terms: their variances and functions. */
  readonly #learned: readonly { variance: number; evaluate: ReturnType<LearnedFunctions["combine"]> }[];
  readonly #slopes: Float64Array;

  constructor({ likelihood, theta }: Pick<FittedStructure, "likelihood" | "theta">, weights: Float64Array) {
    const { terms, jets, spreads, data, rows } = likelihood;
    const scales = terms.map((_, t) => likelihood.scalesOf(theta, t));
    const spread = likelihood.spread(weights);
    const active = activeTerms(scales);
    this.#slopes = new Float64Array(data.stateSize);
    this.#learned = active.flatMap((t) => {
      const covariance = likelihood.termCovariances[t];
      const functions = terms[t]?.learned;
      if (functions === undefined || !(covariance instanceof LearnedCovariance)) return [];
      return [
        { variance: (scales[t] as TermScales).deviation ** 2, evaluate: functions.combine(covariance.pull(spread)) },
      ];
    });
    this.terms = active
      .filter((t) => terms[t]?.learned === undefined)
      .map((t) => {
        const { deviation, length } = scales[t] as TermScales;
        const pieces = (jets[t] as readonly PieceJet[]).map((jet) => pieceWeights(jet, spread, rows, length));
        const size = (jets[t] as readonly PieceJet[])[0]?.size ?? 0;
        return {
          form: terms[t] as StructureTerm,
          spread: spreads[t] as number,
          variance: deviation * deviation,
          length,
          relative: (jets[t] as readonly PieceJet[]).every(({ potential }) => potential),
          pieces,
          constant: size === 0 ? meanNumber(pieces) : undefined,
          jets: (terms[t] as StructureTerm).pieces.map(
            (piece) => new PieceJet(piece, data.stateSize, spreads[t] as number, 1),
          ),
          slope: new Float64Array(size),
          delta: new Float64Array(size),
        };
      });
  }

  /** Writes dH/dx of a state [2d]; returns H, up to a constant. */
  evaluate(state: Float64Array, gradient: Float64Array): number {
    gradient.fill(0);
    let energy = 0;
    for (const term of this.terms)
      for (const jet of term.jets) {
        const { z, size } = jet.moveTo(state);
        const value = term.constant ?? meanFunction(term, z, size);
        energy += addJet(jet, term.variance, value, term.slope, gradient);
      }
    for (const { variance, evaluate } of this.#learned) {
      energy += variance * evaluate(state, this.#slopes);
      for (let a = 0; a < gradient.length; a++)
        gradient[a] = (gradient[a] as number) + variance * (this.#slopes[a] as number);
    }
    return energy;
  }
}

/** How large the parts are that add up to the mean of H and, at most, to a component of dH/dx: what rounding is relative to. Weights of either sign can be far larger than what is left of them. */
export function meanMagnitudes({ terms }: StructureMean, state: Float64Array): { energy: number; gradient: number } {
  const gradient = new Float64Array(state.length);
  let energy = 0;
  for (const term of terms)
    for (const jet of term.jets) {
      const { z, size, components, v, w } = jet.moveTo(state);
      const width = components.length;
      const [value, slope] = partSizes(term, z, size);
      energy += term.variance * Math.abs(v[width - 1] as number) * value;
      for (let c = 0; c < width - 1; c++) {
        let sum = Math.abs(v[c] as number) * value;
        for (let k = 0; k < size; k++) sum += Math.abs(w[k * width + c] as number) * slope;
        const at = components[c] as number;
        gradient[at] = (gradient[at] as number) + term.variance * sum;
      }
    }
  return { energy, gradient: Math.max(...gradient) };
}

/** Sums of the sizes of all parts of a term's function and, at most, of a component of its slope. */
function partSizes({ pieces, constant, length }: MeanTerm, z: Float64Array, size: number): [number, number] {
  let [value, slope] = [constant === undefined ? 0 : Math.abs(constant), 0];
  if (constant !== undefined) return [value, slope];
  for (const piece of pieces)
    for (let j = 0; j < piece.value.length; j++) {
      let [square, weight, largest, furthest] = [0, Math.abs(piece.value[j] as number), 0, 0];
      for (let k = 0; k < size; k++) {
        const offset = Math.abs(((z[k] as number) - (piece.z[j * size + k] as number)) / length);
        const own = Math.abs(piece.slope[j * size + k] as number);
        square += offset * offset;
        weight += own * offset;
        [largest, furthest] = [Math.max(largest, own), Math.max(furthest, offset)];
      }
      value += Math.abs(piece.value[j] as number) + Math.exp(-square / 2) * weight;
      slope += (Math.exp(-square / 2) * (largest + furthest * weight)) / length;
    }
  return [value, slope];
}

/** A term's part of the mean, with room for its jets at one state. */
export interface MeanTerm {
  readonly form: StructureTerm;
  /** Of the features: they are divided by it. */
  readonly spread: number;
  readonly variance: number;
  readonly length: number;
  readonly relative: boolean;
  readonly pieces: readonly PieceWeights[];
  /** The mean of a number in the place of a function, over its variance. */
  readonly constant: number | undefined;
  readonly jets: readonly PieceJet[];
  readonly slope: Float64Array;
  readonly delta: Float64Array;
}

/** Terms whose function is not negligible beside the largest. */
export function activeTerms(scales: readonly TermScales[]): number[] {
  const least = NEGLIGIBLE * Math.max(...scales.map(({ deviation }) => deviation));
  return scales.flatMap(({ deviation }, t) => (deviation > least ? [t] : []));
}

/** Adds to dH/dx what a piece contributes whose function has this value and slope, times `factor`; returns its H. */
export function addJet(
  { size, components, v, w }: PieceJet,
  factor: number,
  value: number,
  slope: Float64Array,
  gradient: Float64Array,
): number {
  const width = components.length;
  for (let c = 0; c < width - 1; c++) {
    let sum = (v[c] as number) * value;
    for (let k = 0; k < size; k++) sum += (w[k * width + c] as number) * (slope[k] as number);
    const at = components[c] as number;
    gradient[at] = (gradient[at] as number) + factor * sum;
  }
  return factor * (v[width - 1] as number) * value;
}

function pieceWeights(jet: PieceJet, weights: Float64Array, rows: Rows, length: number): PieceWeights {
  const { components, size, z, v, w } = jet;
  const width = components.length;
  const count = v.length / width;
  const value = new Float64Array(count);
  const slope = new Float64Array(count * size);
  for (let j = 0; j < count; j++)
    for (let c = 0; c < width - (rows.energies ? 0 : 1); c++) {
      const weight = weights[rowOf(rows, j, components[c] as number)] as number;
      value[j] = (value[j] as number) + (v[j * width + c] as number) * weight;
      for (let k = 0; k < size; k++)
        slope[j * size + k] =
          (slope[j * size + k] as number) + ((w[(j * size + k) * width + c] as number) * weight) / length;
    }
  return { z, value, slope };
}

/**
 * Writes the gradient dg / dz [r] of the mean of g at z over its variance; returns its value: but for a constant, and with more
 * digits, where all pieces are potentials, whose weights of energies add up to nothing.
 */
function meanFunction({ pieces, relative, length, slope, delta }: MeanTerm, z: Float64Array, size: number): number {
  let value = 0;
  slope.fill(0);
  for (const piece of pieces)
    for (let j = 0; j < piece.value.length; j++) {
      let square = 0;
      const own = piece.value[j] as number;
      let weight = own;
      for (let k = 0; k < size; k++) {
        const offset = ((z[k] as number) - (piece.z[j * size + k] as number)) / length;
        delta[k] = offset;
        square += offset * offset;
        weight += (piece.slope[j * size + k] as number) * offset;
      }
      const below = Math.expm1(-square / 2);
      const kernel = 1 + below;
      value += relative ? below * own + kernel * (weight - own) : kernel * weight;
      for (let k = 0; k < size; k++) {
        const bend = (piece.slope[j * size + k] as number) - (delta[k] as number) * weight;
        slope[k] = (slope[k] as number) + (kernel * bend) / length;
      }
    }
  return value;
}

/** The mean of a term's number over its variance: the sum of the weights of its values. */
function meanNumber(pieces: readonly PieceWeights[]): number {
  let sum = 0;
  for (const { value } of pieces) for (const weight of value) sum += weight;
  return sum;
}
