import { spreadVector } from "../gaussian/energy-rows.js";
import type { ConditionedProcess, ProcessLikelihood, ProcessScales } from "./likelihood.js";
import { TermPrediction } from "./prediction.js";
import type { StationaryScales, StationaryTerm } from "./term.js";

/** A process in one form on one set of data, with its hyperparameters. */
export interface FittedProcess {
  readonly terms: readonly StationaryTerm[];
  readonly likelihood: ProcessLikelihood;
  readonly scales: ProcessScales;
  readonly conditioned: ConditionedProcess;
}

/** H and its derivatives as sums of kernels at the data with given weights (of derivatives, then of pairs). */
export class ProcessMean {
  readonly terms: readonly TermPrediction[];

  constructor({ terms, likelihood, scales }: Omit<FittedProcess, "conditioned">, weights: Float64Array) {
    const { count, stateSize, pairs } = likelihood.data;
    const spread = spreadVector(weights, count * stateSize, count, pairs);
    this.terms = terms.map(({ radial, features }, t) => {
      const { points } = likelihood.terms[t] as (typeof likelihood.terms)[number];
      const prediction = new TermPrediction(radial, features, points, scales.terms[t] as StationaryScales, stateSize);
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
