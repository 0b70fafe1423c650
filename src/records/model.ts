import type { Program } from "../graph/index.js";
import type { Observations, PhaseSpace } from "../learning/index.js";
import type { Quantity, VectorField } from "../mechanics/index.js";
import { addTerm, addWaves, type WaveTerm, type WeightedTerm } from "./fit/energy-model.js";
import { type LawModel, lawEnergy, lawFields } from "./law/model.js";

/** One energy among those that a record leaves possible: a draw from the posterior. */
export interface EnergyDraw {
  readonly terms: readonly WeightedTerm[];
  /** The part of the prior that the data do not replace. */
  readonly waves: readonly WaveTerm[];
  /** The state at the end of the record that belongs to this energy, [motions][2d]. */
  readonly states: Float64Array;
  /** The energy's field, where it is not made of terms and waves. */
  readonly field?: VectorField | undefined;
}

/** An energy that the structured process learned from points. */
export interface StructuredEnergy {
  readonly points: Observations;
  /** Of the draws. */
  readonly seed: number;
  readonly field: VectorField;
  energy(state: Float64Array): number;
  /** See `LearnedSystem.program`. */
  program(): Program<"energy" | "derivative">;
  magnitudes(state: Float64Array): { readonly energy: number; readonly derivative: number };
}

/**
 * An energy learned from a record, in the record's own units:
 *
 *     H(x) = sum p^2 / 2 m  (where masses are known)  +  sum over terms of v sum_j exp(-|(x - x_j) / l|^2 / 2) (x - x_j) . b_j / l^2
 *
 * which is the mean of a Gaussian process of H given derivatives at its centres x_j.
 */
export interface EnergyModel {
  readonly space: PhaseSpace;
  readonly time: Quantity;
  /** By coordinate, where dq/dt = p / m is known. */
  readonly masses?: Float64Array | undefined;
  readonly terms: readonly WeightedTerm[];
  readonly draws: readonly EnergyDraw[];
  /** Instead of masses and terms. */
  readonly structured?: StructuredEnergy | undefined;
  /** Instead of masses, terms and draws. */
  readonly law?: LawModel | undefined;
}

type Energy = Pick<EnergyModel, "masses" | "terms" | "structured" | "law"> &
  Partial<Pick<EnergyDraw, "waves" | "field">>;

/** H of a state [2d], up to a constant. */
export function energyOf({ masses, terms, waves = [], structured, law }: Energy, state: Float64Array): number {
  if (law !== undefined) return lawEnergy(law, state);
  if (structured !== undefined) return structured.energy(state);
  const slope = new Float64Array(state.length);
  let energy = 0;
  for (const term of terms) energy += addTerm(term, state, slope);
  for (const wave of waves) energy += addWaves(wave, state, slope);
  if (masses !== undefined)
    masses.forEach((mass, c) => {
      energy += (state[masses.length + c] as number) ** 2 / (2 * mass);
    });
  return energy;
}

/** Hamilton's equations of the learned energy; of a law its equations of motion, friction included, without forces of time. */
export function fieldOf({ masses, terms, waves = [], structured, field, law }: Energy, dimension: number): VectorField {
  if (law !== undefined) return lawFields(law).mean;
  const whole = structured?.field ?? field;
  if (whole !== undefined) return whole;
  const slope = new Float64Array(2 * dimension);
  return (state, out) => {
    slope.fill(0);
    for (const term of terms) addTerm(term, state, slope);
    for (const wave of waves) addWaves(wave, state, slope);
    for (let c = 0; c < dimension; c++) {
      out[c] =
        (slope[dimension + c] as number) +
        (masses === undefined ? 0 : (state[dimension + c] as number) / (masses[c] as number));
      out[dimension + c] = -(slope[c] as number);
    }
  };
}
