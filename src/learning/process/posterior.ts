import { dot, solveLower } from "../../numerics/index.js";
import { differenceVector, spreadVector } from "./energy-rows.js";
import type { Conditioned, ProcessLikelihood, ProcessScales } from "./likelihood.js";
import { TermPrediction } from "./prediction.js";
import type { Term, TermScales } from "./term.js";

/** A process in one form on one set of data, with its hyperparameters. */
export interface FittedProcess {
  readonly terms: readonly Term[];
  readonly likelihood: ProcessLikelihood;
  readonly scales: ProcessScales;
  readonly conditioned: Conditioned;
}

/** H and its derivatives as sums of kernels at the data with given weights (of derivatives, then of pairs). */
export class ProcessMean {
  readonly terms: readonly TermPrediction[];

  constructor({ terms, likelihood, scales }: Omit<FittedProcess, "conditioned">, weights: Float64Array) {
    const { count, stateSize, pairs } = likelihood.data;
    const spread = spreadVector(weights, count * stateSize, count, pairs);
    this.terms = terms.map(({ radial, features }, t) => {
      const { points } = likelihood.terms[t] as (typeof likelihood.terms)[number];
      const prediction = new TermPrediction(radial, features, points, scales.terms[t] as TermScales, stateSize);
      prediction.setWeights(spread);
      return prediction;
    });
  }

  /** dH/dx. */
  gradient(state: Float64Array, out: Float64Array): void {
    out.fill(0);
    for (const term of this.terms) term.addGradient(state, out);
  }

  energy(state: Float64Array): number {
    return this.terms.reduce((sum, term) => sum + term.energy(state), 0);
  }
}

/** H and its derivatives given the data, in the process's units; H is relative to the prior mean. */
export class ProcessPosterior {
  readonly mean: ProcessMean;
  readonly #process: FittedProcess;

  constructor(process: FittedProcess) {
    this.#process = process;
    this.mean = new ProcessMean(process, process.conditioned.weights);
  }

  /** Standard deviations of every dH/dx_a, noise left out. */
  gradientDeviation(state: Float64Array, out: Float64Array): void {
    const { count, stateSize } = this.#process.likelihood.data;
    const order = count * stateSize + count;
    const cross = new Float64Array(stateSize * order);
    const prior = new Float64Array(stateSize);
    for (const term of this.mean.terms) term.addGradientCovariances(state, cross, prior);
    for (let a = 0; a < stateSize; a++)
      out[a] = this.#deviation(prior[a] as number, cross.subarray(a * order, (a + 1) * order));
  }

  /** Standard deviation of H(state) - H(reference). */
  energyDeviation(state: Float64Array, reference: Float64Array): number {
    const { count, stateSize } = this.#process.likelihood.data;
    const cross = new Float64Array(count * stateSize + count);
    let prior = 0;
    for (const term of this.mean.terms) {
      term.addEnergyCovariances(state, cross, 1);
      term.addEnergyCovariances(reference, cross, -1);
      prior += term.differenceVariance(state, reference);
    }
    return this.#deviation(prior, cross);
  }

  /** Square root of what the data leave of a variance, given the covariances with derivatives and energies. */
  #deviation(prior: number, cross: Float64Array): number {
    const { likelihood, conditioned } = this.#process;
    const { count, stateSize, pairs } = likelihood.data;
    const row = differenceVector(cross, count * stateSize, pairs);
    solveLower(conditioned.factor, row);
    return Math.sqrt(Math.max(0, prior - dot(row, 0, row, 0, row.length)));
  }
}
