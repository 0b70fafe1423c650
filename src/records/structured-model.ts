import { randomStream } from "../base/random.js";
import type { Observations, PhaseSpace } from "../learning/index.js";
import { adaptStructure } from "../learning/structure/structured-process.js";
import { teachersFor } from "../learning/structure/teaching/teachers.js";
import type { Quantity } from "../mechanics/index.js";
import type { EnergyModel } from "./model.js";

/**
 * An energy learned by the structured process from states and derivatives. It is its points: the same points give the same energy, so
 * a file keeps these, and the process is adapted to them again when it is read (a fraction of a second).
 */
export function structuredModel(
  space: PhaseSpace,
  time: Quantity,
  points: Observations,
  { draws, seed }: { readonly draws: number; readonly seed: number },
): EnergyModel {
  const learned = adaptStructure(space, points, teachersFor());
  const energy = learned.energy?.bind(learned);
  const [program, magnitudes] = [learned.program?.bind(learned), learned.magnitudes?.bind(learned)];
  if (energy === undefined || program === undefined || magnitudes === undefined)
    throw new Error("the structured process gave no energy");
  return {
    space,
    time,
    terms: [],
    draws: Array.from({ length: draws }, (_, k) => ({
      terms: [],
      waves: [],
      states: new Float64Array(0),
      ...(learned.sampleField === undefined ? {} : { field: learned.sampleField(randomStream(seed, "energies", k)) }),
    })),
    structured: { points, seed, field: learned.vectorField, energy, program, magnitudes },
  };
}
