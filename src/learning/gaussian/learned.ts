import type { Random } from "../../base/random.js";
import type { VectorField } from "../../mechanics/index.js";
import type { LearnedSystem } from "../learner.js";
import { type EnergyUnits, fieldFromUnits, toUnits } from "./units.js";

/** H and its derivatives given the data, in a process's units. */
export interface EnergyPosterior {
  /** Mean of dH/dx. */
  gradient(state: Float64Array, out: Float64Array): void;
  /** Mean of H, up to a constant. */
  energy(state: Float64Array): number;
  /** Standard deviation of every dH/dx_a, noise left out. */
  gradientDeviation(state: Float64Array, out: Float64Array): void;
  /** Standard deviation of H(state) - H(reference). */
  energyDeviation(state: Float64Array, reference: Float64Array): number;
  /** Draws dH/dx, the gradient of one H. */
  draw(random: Random): VectorField;
}

/** A posterior of H as a learned system, in the observations' own units. */
export function learnedSystem(
  posterior: EnergyPosterior,
  units: EnergyUnits,
  choices: NonNullable<LearnedSystem["choices"]>,
): LearnedSystem {
  const room = () => new Float64Array(units.spread.length);
  const [at, other, gradient] = [room(), room(), room()];
  return {
    vectorField(state, out) {
      toUnits(units, state, at);
      posterior.gradient(at, gradient);
      fieldFromUnits(units, gradient, out);
    },
    energy(state) {
      toUnits(units, state, at);
      return units.energy * posterior.energy(at);
    },
    fieldDeviation(state, out) {
      toUnits(units, state, at);
      posterior.gradientDeviation(at, gradient);
      fieldFromUnits(units, gradient, out);
      for (let a = 0; a < out.length; a++) out[a] = Math.abs(out[a] as number);
    },
    energyDeviation(state, reference) {
      toUnits(units, state, at);
      toUnits(units, reference, other);
      return units.energy * posterior.energyDeviation(at, other);
    },
    sampleField(random) {
      const draw = posterior.draw(random);
      const [state, slope] = [room(), room()];
      return (x, out) => {
        toUnits(units, x, state);
        draw(state, slope);
        fieldFromUnits(units, slope, out);
      };
    },
    choices,
  };
}
