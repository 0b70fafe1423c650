import type { Random } from "../../base/random.js";
import type { VectorField } from "../../mechanics/index.js";
import { dot, solveLower } from "../../numerics/index.js";
import type { EnergyPosterior } from "../gaussian/learned.js";
import { orderOf } from "../gaussian/rows.js";
import { addCrossCovariance, energyCovariance, TermCovariance, type TermScales } from "./covariance.js";
import { jetsOf, type PieceJet } from "./jet.js";
import { hyperparameterDraws } from "./laplace.js";
import { LearnedCovariance } from "./learned-term.js";
import type { FittedStructure } from "./likelihood.js";
import { StructureMean } from "./mean.js";
import { sampleStructure } from "./sample.js";

/** The posterior of H and its derivatives, in units. */
export class StructurePosterior implements EnergyPosterior {
  readonly mean: StructureMean;
  readonly #fitted: FittedStructure;
  readonly #stateSize: number;
  readonly #slopes: Float64Array;
  #hyperparameters: ReturnType<typeof hyperparameterDraws> | undefined;

  constructor(fitted: FittedStructure) {
    this.mean = new StructureMean(fitted, fitted.conditioned.weights);
    this.#fitted = fitted;
    this.#stateSize = fitted.likelihood.data.stateSize;
    this.#slopes = new Float64Array(this.#stateSize);
  }

  gradient(state: Float64Array, out: Float64Array): void {
    this.mean.evaluate(state, out);
  }

  energy(state: Float64Array): number {
    return this.mean.evaluate(state, this.#slopes);
  }

  draw(random: Random): VectorField {
    this.#hyperparameters ??= hyperparameterDraws(this.#fitted);
    return sampleStructure(this.#hyperparameters(random), random);
  }

  gradientDeviation(state: Float64Array, out: Float64Array): void {
    const { factor, cross, own } = this.#conditionedRows([state]);
    const order = factor.size;
    for (let a = 0; a < out.length; a++) {
      const row = cross.subarray(a * order, (a + 1) * order);
      out[a] = Math.sqrt(Math.max(0, (own[a] as number) - dot(row, 0, row, 0, order)));
    }
  }

  energyDeviation(state: Float64Array, reference: Float64Array): number {
    const size = this.#stateSize;
    const { factor, cross, energies } = this.#conditionedRows([state, reference]);
    const order = factor.size;
    const at = (row: number) => (row * (size + 1) + size) * order;
    const difference = new Float64Array(order);
    for (let k = 0; k < order; k++) difference[k] = (cross[at(0) + k] as number) - (cross[at(1) + k] as number);
    const prior = (energies[0] as number) - 2 * (energies[1] as number) + (energies[3] as number);
    return Math.sqrt(Math.max(0, prior - dot(difference, 0, difference, 0, order)));
  }

  /** Rows L^-1 k of every component and of H at each state, prior variances [state][2d], prior covariances of H [state][state]. */
  #conditionedRows(states: readonly Float64Array[]) {
    const { likelihood, theta, conditioned } = this.#fitted;
    const { factor } = conditioned;
    const size = this.#stateSize;
    const { rows } = likelihood;
    const own = new Float64Array(states.length * size);
    const energies = new Float64Array(states.length ** 2);
    const order = orderOf(rows);
    const covariances = states.map(() => new Float64Array((size + 1) * order));
    likelihood.terms.forEach((term, t) => {
      const scales = likelihood.scalesOf(theta, t);
      const learned = likelihood.termCovariances[t];
      if (learned instanceof LearnedCovariance) {
        learned.addConditioned({ states, covariances, own, energies }, scales);
        return;
      }
      const at = states.map((state) => jetsOf(term, state, size, likelihood.spreads[t] as number));
      at.forEach((jets, s) => {
        addCrossCovariance(
          covariances[s] as Float64Array,
          jets,
          likelihood.jets[t] as readonly PieceJet[],
          scales,
          rows,
        );
        addVariances(own.subarray(s * size, (s + 1) * size), jets, scales, size);
        at.forEach((others, o) => {
          const index = s * states.length + o;
          energies[index] = (energies[index] as number) + energyCovariance(jets, others, scales);
        });
      });
    });
    const cross = new Float64Array(states.length * (size + 1) * factor.size);
    covariances.forEach((covariance, s) => {
      for (let a = 0; a <= size; a++)
        cross.set(
          likelihood.compare(covariance.subarray(a * order, (a + 1) * order)),
          (s * (size + 1) + a) * factor.size,
        );
    });
    solveLower(factor, cross);
    return { factor, cross, own, energies };
  }
}

/** Adds the prior variances of dH/dx at one state. */
function addVariances(own: Float64Array, jets: readonly PieceJet[], scales: TermScales, size: number): void {
  const block = new Float64Array(size * size);
  new TermCovariance(jets, { stateSize: size, count: 1, energies: false }, false).addTo([block], [scales]);
  for (let a = 0; a < size; a++) own[a] = (own[a] as number) + (block[a * size + a] as number);
}
