import type { Objective } from "../../numerics/index.js";
import { type Conditioned, conditionOn, likelihoodSlopes } from "../gaussian/conditioned.js";
import { differenceRows, type EnergyPairs, spreadRows } from "../gaussian/energy-rows.js";
import { StationaryCovariance, type StationaryScales, type StationaryTerm } from "./term.js";

/** What a process is conditioned on, in the units that it works in. */
export interface ProcessData {
  /** Number of components of a state: 2d. */
  readonly stateSize: number;
  readonly count: number;
  /** [count][2d] */
  readonly states: Float64Array;
  /** dH/dx at the states [count][2d], without the prior mean's part. */
  readonly gradients: Float64Array;
  /** Scale of the noise of every component of dH/dx, squared; the noise variances multiply it [2d]. */
  readonly noiseScale: Float64Array;
  /** Pairs of points of equal H; no pairs leave that knowledge unused. */
  readonly pairs: EnergyPairs;
  /** H(x_i) - H(x_j) of every pair under the prior mean. */
  readonly meanDifferences?: Float64Array | undefined;
}

/** Hyperparameters of a process. */
export interface ProcessScales {
  readonly terms: readonly StationaryScales[];
  /** Relative noise variances of the derivatives in positions (from dp/dt) and in momenta (from dq/dt). */
  readonly noise: readonly [number, number];
}

/** Share of its own variance that every observation gets as noise, so that smooth kernels can be factorised in float64. */
export const NUGGET = 1e-10;

/** A process conditioned on its data: derivatives, then pairs. */
export interface ConditionedProcess extends Conditioned {
  /** Variances of the noise, nuggets included, of all derivatives and, where there are pairs, of all energies. */
  readonly noise: Float64Array;
}

/** Hamiltonian Gaussian processes of a fixed form on fixed data: their marginal likelihood and its gradient. */
export class ProcessLikelihood {
  readonly data: ProcessData;
  readonly terms: readonly StationaryCovariance[];
  readonly #nugget: number;
  readonly #derivatives: number;
  readonly #observed: Float64Array;
  /** Mean square slope of H at every point in units of the noise: what noise of the states does to energies. */
  readonly #slopes: Float64Array;

  constructor(terms: readonly StationaryTerm[], data: ProcessData, nugget = NUGGET) {
    const { stateSize, states, gradients, count, pairs } = data;
    this.data = data;
    this.terms = terms.map((term) => new StationaryCovariance(term, states, stateSize));
    this.#nugget = nugget;
    this.#derivatives = count * stateSize;
    this.#observed = new Float64Array(this.#derivatives + pairs.count);
    this.#observed.set(gradients);
    data.meanDifferences?.forEach((value, k) => {
      this.#observed[this.#derivatives + k] = -value;
    });
    this.#slopes = Float64Array.from({ length: count }, (_, i) => {
      let total = 0;
      for (let a = 0; a < stateSize; a++) total += (gradients[i * stateSize + a] as number) ** 2;
      return total;
    });
  }

  /** Hyperparameters as the vector (log variance and log lengths, term by term; log noise variances). */
  pack({ terms, noise }: ProcessScales): Float64Array {
    return Float64Array.from([
      ...terms.flatMap(({ variance, lengths }) => [Math.log(variance), ...lengths.map(Math.log)]),
      ...noise.map(Math.log),
    ]);
  }

  unpack(theta: Float64Array): ProcessScales {
    let at = 0;
    const terms = this.terms.map(({ points }) => {
      const variance = Math.exp(theta[at] as number);
      const lengths = theta.subarray(at + 1, at + 1 + points.size).map(Math.exp);
      at += 1 + points.size;
      return { variance, lengths };
    });
    return { terms, noise: [Math.exp(theta[at] as number), Math.exp(theta[at + 1] as number)] };
  }

  /** Conditions the process; undefined where the covariance cannot be factorised. */
  condition(scales: ProcessScales): ConditionedProcess | undefined {
    const { count, pairs } = this.data;
    const { matrix, noise } = this.#covariance(scales);
    const observations = pairs.count === 0 ? matrix : differenceRows(matrix, this.#derivatives, count, pairs);
    const conditioned = conditionOn(observations, this.#observed);
    return Number.isFinite(conditioned?.logLikelihood) ? { ...(conditioned as Conditioned), noise } : undefined;
  }

  /**
   * Minus the log marginal likelihood, with its gradient in `pack`'s vector: d log p / d theta =
   * tr((a a^T - K^-1) dK / d theta) / 2 with a = K^-1 y (Rasmussen and Williams 2006, equation 5.9). Infinite where the
   * covariance cannot be factorised.
   */
  readonly objective: Objective = (theta, gradient) => {
    const scales = this.unpack(theta);
    const conditioned = this.condition(scales);
    gradient.fill(0);
    if (conditioned === undefined) return Number.POSITIVE_INFINITY;
    const w = likelihoodSlopes(conditioned);
    this.#differentiate(w, scales, gradient);
    return -conditioned.logLikelihood;
  };

  #differentiate(weights: Float64Array, scales: ProcessScales, gradient: Float64Array): void {
    const { count, stateSize, noiseScale, pairs } = this.data;
    const energies = pairs.count > 0;
    const w = energies ? spreadRows(weights, this.#derivatives, count, pairs) : weights;
    const order = this.#derivatives + (energies ? count : 0);
    const noiseAt = gradient.length - 2;
    const addNoise = (kind: number, value: number) => {
      gradient[noiseAt + kind] = (gradient[noiseAt + kind] as number) + value;
    };
    for (let row = 0; row < order; row++) {
      const at = row * order + row;
      const weight = w[at] as number;
      if (row < this.#derivatives) {
        const a = row % stateSize;
        const kind = a < stateSize / 2 ? 0 : 1;
        addNoise(kind, weight * (noiseScale[a] as number) * scales.noise[kind]);
      } else
        for (const kind of [0, 1] as const)
          addNoise(kind, (weight * (this.#slopes[row - this.#derivatives] as number) * scales.noise[kind]) / 2);
      // The nugget is a share of the diagonal and scales with it.
      w[at] = weight * (1 + this.#nugget);
    }
    let from = 0;
    this.terms.forEach((term, t) => {
      const to = from + 1 + term.points.size;
      term.contract(w, scales.terms[t] as StationaryScales, energies, gradient.subarray(from, to));
      from = to;
    });
  }

  /** The covariance of derivatives, and of energies where there are pairs, with noise; lower triangle. */
  #covariance({ terms, noise }: ProcessScales): { matrix: Float64Array; noise: Float64Array } {
    const { count, stateSize, noiseScale, pairs } = this.data;
    const energies = pairs.count > 0;
    const order = this.#derivatives + (energies ? count : 0);
    const matrix = new Float64Array(order * order);
    this.terms.forEach((term, t) => {
      term.addTo(matrix, terms[t] as StationaryScales, energies);
    });
    const added = new Float64Array(order);
    for (let row = 0; row < order; row++) {
      const a = row % stateSize;
      const measured =
        row < this.#derivatives
          ? (noiseScale[a] as number) * noise[a < stateSize / 2 ? 0 : 1]
          : ((this.#slopes[row - this.#derivatives] as number) * (noise[0] + noise[1])) / 2;
      const at = row * order + row;
      added[row] = measured + this.#nugget * (matrix[at] as number);
      matrix[at] = (matrix[at] as number) + (added[row] as number);
    }
    return { matrix, noise: added };
  }
}
