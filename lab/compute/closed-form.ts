import { randomStream } from "../../src/base/random.js";
import { meanSquaredError } from "../../src/evaluation/error.js";
import { hamiltonianProcess, type LearnedSystem, observe, phaseSpaceOf } from "../../src/learning/index.js";
import { energiesOf, energyError, hasEscaped, rk4, toNodes } from "../../src/mechanics/index.js";
import type { Prediction } from "./messages.js";
import type { PreparedMotion } from "./motion.js";

/** The method without gradient steps: a Gaussian process on H, conditioned on the same points in closed form. */
export async function fitClosedForm({ system, set, support, experiment }: PreparedMotion): Promise<LearnedSystem> {
  const random = randomStream(experiment.seed, "closed form", system.name, experiment.motion);
  return hamiltonianProcess().adapt(phaseSpaceOf(system), observe(set, 0, support), { random });
}

/** Its motion, by the integrator and the steps that the networks' motions have, and measured as theirs are. */
export function predictClosedForm({ system, set }: PreparedMotion, learned: LearnedSystem): Prediction {
  const size = 2 * system.dimension;
  const samples = set.times.length;
  const states = new Float64Array(samples * size);
  const state = set.states.slice(0, size);
  const step = rk4.stepper(learned.vectorField, size);
  let escapedAt = -1;
  states.set(state);
  for (let i = 1; i < samples; i++) {
    if (escapedAt === -1) {
      step(state, (set.times[i] as number) - (set.times[i - 1] as number));
      if (hasEscaped(system, state)) escapedAt = i;
    }
    if (escapedAt === -1) states.set(state, i * size);
    else states.copyWithin(i * size, (i - 1) * size, i * size);
  }
  const energy = energiesOf(system, states);
  return {
    method: "closed-form",
    states,
    energy,
    mse: meanSquaredError(toNodes(system, states), toNodes(system, set.states)),
    energyError: energyError(system, energy),
    escapedAt,
  };
}
