import type { Random } from "../../base/random.js";
import type { VectorField } from "../../mechanics/index.js";
import { dot, solveLower } from "../../numerics/index.js";
import { differenceVector } from "../gaussian/energy-rows.js";
import type { EnergyPosterior } from "../gaussian/learned.js";
import { type FittedProcess, ProcessMean } from "./mean.js";
import { sampleProcess } from "./sample.js";

/** H and its derivatives given the data, in the process's units; H is relative to the prior mean. */
export class ProcessPosterior implements EnergyPosterior {
  readonly mean: ProcessMean;
  readonly #process: FittedProcess;

  constructor(process: FittedProcess) {
    this.#process = process;
    this.mean = new ProcessMean(process, process.conditioned.weights);
  }

  gradient(state: Float64Array, out: Float64Array): void {
    this.mean.gradient(state, out);
  }

  energy(state: Float64Array): number {
    return this.mean.energy(state);
  }

  draw(random: Random): VectorField {
    return sampleProcess(this.#process, random);
  }

  gradientDeviation(state: Float64Array, out: Float64Array): void {
    const { count, stateSize } = this.#process.likelihood.data;
    const order = count * stateSize + count;
    const cross = new Float64Array(stateSize * order);
    const prior = new Float64Array(stateSize);
    for (const term of this.mean.terms) term.addGradientCovariances(state, cross, prior);
    for (let a = 0; a < stateSize; a++)
      out[a] = this.#deviation(prior[a] as number, cross.subarray(a * order, (a + 1) * order));
  }

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
