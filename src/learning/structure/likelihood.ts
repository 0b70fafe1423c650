import { type Cholesky, cholesky, choleskyInverse, choleskySolve, logDeterminant } from "../../numerics/index.js";
import { addCovariance, contractCovariance, type TermScales } from "./covariance.js";
import { type Layout, layoutOf } from "./hyperprior.js";
import { featureSpread, type Jet, jetsOf } from "./jet.js";
import type { Term } from "./term.js";

/** Observed derivatives of H, in units. */
export interface StructureData {
  /** 2d */
  readonly stateSize: number;
  readonly count: number;
  /** [count][2d] */
  readonly states: Float64Array;
  /** dH/dx [count][2d] */
  readonly gradients: Float64Array;
}

/** Variance added to every observation, relative to the mean variance: what float64 needs to factorise smooth kernels. */
const NUGGET = 1e-13;
const LARGEST_NUGGET = 1e-7;

export interface Conditioned {
  readonly factor: Cholesky;
  /** K^-1 y [count * 2d] */
  readonly weights: Float64Array;
  readonly logLikelihood: number;
  /** Share of the mean variance that was added to the diagonal. */
  readonly nugget: number;
}

/** The process of a list of terms on fixed data: its marginal likelihood as a function of the hyperparameters. */
export class StructureLikelihood {
  readonly terms: readonly Term[];
  readonly data: StructureData;
  readonly layout: Layout;
  /** Units of every term's features. */
  readonly spreads: readonly number[];
  readonly jets: readonly (readonly Jet[])[];

  /** Spreads are taken from the data unless those of a larger set are given. */
  constructor(terms: readonly Term[], data: StructureData, spreads?: readonly number[]) {
    const { states, stateSize } = data;
    this.terms = terms;
    this.data = data;
    this.layout = layoutOf(terms);
    this.spreads = spreads ?? terms.map((term) => featureSpread(term, states, stateSize));
    this.jets = terms.map((term, t) => jetsOf(term, states, stateSize, this.spreads[t] as number));
  }

  scalesOf(theta: Float64Array, term: number): TermScales {
    const at = this.layout.lengths[term] as number;
    return { deviation: Math.exp(theta[term] as number), length: at < 0 ? 1 : Math.exp(theta[at] as number) };
  }

  /** The covariance of all observations with its noise, lower triangle. */
  covariance(theta: Float64Array, nugget: number): Float64Array {
    const { count, stateSize } = this.data;
    const order = count * stateSize;
    const matrix = new Float64Array(order * order);
    this.jets.forEach((jets, t) => {
      addCovariance(matrix, jets, this.scalesOf(theta, t), stateSize);
    });
    let trace = 0;
    for (let i = 0; i < order; i++) trace += matrix[i * order + i] as number;
    for (let i = 0; i < order; i++)
      matrix[i * order + i] = (matrix[i * order + i] as number) + this.#noise(theta, i) + (nugget * trace) / order;
    return matrix;
  }

  #noise(theta: Float64Array, row: number): number {
    const { stateSize } = this.data;
    const kind = row % stateSize < stateSize / 2 ? 0 : 1;
    return Math.exp(2 * (theta[this.layout.noise + kind] as number));
  }

  /** Conditions on the data with the smallest nugget that lets the covariance be factorised; undefined where none does. */
  condition(theta: Float64Array, largest = LARGEST_NUGGET): Conditioned | undefined {
    const { gradients } = this.data;
    for (let nugget = NUGGET; nugget <= largest * 1.001; nugget *= 10) {
      const factor = cholesky(this.covariance(theta, nugget), gradients.length);
      if (factor === undefined) continue;
      const weights = choleskySolve(factor, gradients);
      const fit = weights.reduce((sum, weight, i) => sum + weight * (gradients[i] as number), 0);
      const logLikelihood = -(fit + logDeterminant(factor) + weights.length * Math.log(2 * Math.PI)) / 2;
      return Number.isFinite(logLikelihood) ? { factor, weights, logLikelihood, nugget } : undefined;
    }
    return undefined;
  }

  /**
   * Minus the log marginal likelihood of the hyperparameters `theta` and its gradient: d log p / d theta =
   * tr((a a^T - K^-1) dK / d theta) / 2 with a = K^-1 y (Rasmussen and Williams 2006, equation 5.9). Infinite where the
   * covariance cannot be factorised.
   */
  objective(theta: Float64Array, gradient: Float64Array): number {
    const conditioned = this.condition(theta, NUGGET);
    gradient.fill(0);
    if (conditioned === undefined) return Number.POSITIVE_INFINITY;
    const { factor, weights, logLikelihood } = conditioned;
    const { count, stateSize } = this.data;
    const order = count * stateSize;
    const w = choleskyInverse(factor);
    let trace = 0;
    for (let row = 0; row < order; row++) {
      for (let column = 0; column < order; column++) {
        const at = row * order + column;
        w[at] = ((w[at] as number) - (weights[row] as number) * (weights[column] as number)) / 2;
      }
      const diagonal = w[row * order + row] as number;
      trace += diagonal;
      const kind = row % stateSize < stateSize / 2 ? 0 : 1;
      const at = this.layout.noise + kind;
      gradient[at] = (gradient[at] as number) + 2 * diagonal * this.#noise(theta, row);
    }
    // The nugget is a share of the mean variance: it adds to what each diagonal entry weighs.
    const share = (NUGGET * trace) / order;
    for (let row = 0; row < order; row++) w[row * order + row] = (w[row * order + row] as number) + share;
    this.jets.forEach((jets, t) => {
      const slope = contractCovariance(w, jets, this.scalesOf(theta, t), stateSize);
      gradient[t] = (gradient[t] as number) + slope.deviation;
      const at = this.layout.lengths[t] as number;
      if (at >= 0) gradient[at] = (gradient[at] as number) + slope.length;
    });
    return -logLikelihood;
  }

  /**
   * Log density of every point's derivatives predicted from all other points, summed over the points (leave-one-out:
   * Rasmussen and Williams 2006, section 5.4.2, a block of K^-1 for each point). -Infinity where nothing can be factorised.
   */
  leaveOneOut(theta: Float64Array): number {
    const conditioned = this.condition(theta, NUGGET);
    if (conditioned === undefined) return Number.NEGATIVE_INFINITY;
    const { factor, weights } = conditioned;
    const { count, stateSize } = this.data;
    const order = count * stateSize;
    const inverse = choleskyInverse(factor);
    let total = 0;
    for (let i = 0; i < count; i++) {
      const from = i * stateSize;
      const block = new Float64Array(stateSize * stateSize);
      for (let a = 0; a < stateSize; a++)
        for (let b = 0; b < stateSize; b++) block[a * stateSize + b] = inverse[(from + a) * order + from + b] as number;
      const precision = cholesky(block, stateSize);
      if (precision === undefined) return Number.NEGATIVE_INFINITY;
      const own = weights.subarray(from, from + stateSize);
      const residual = choleskySolve(precision, own);
      const fit = own.reduce((sum, weight, a) => sum + weight * (residual[a] as number), 0);
      total += (logDeterminant(precision) - fit - stateSize * Math.log(2 * Math.PI)) / 2;
    }
    return total;
  }
}
