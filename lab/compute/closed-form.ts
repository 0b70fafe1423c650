import { randomStream } from "../../src/base/random.js";
import { meanSquaredError } from "../../src/evaluation/error.js";
import {
  hamiltonianProcess,
  type LearnedSystem,
  type Learner,
  observe,
  phaseSpaceOf,
} from "../../src/learning/index.js";
import { energiesOf, energyError, hasEscaped, rk4, toNodes } from "../../src/mechanics/index.js";
import type { ClosedFormId, Prediction } from "./messages.js";
import type { PreparedMotion } from "./motion.js";

/** A method without gradient steps: a Gaussian process on H, conditioned on the same points in closed form. */
export async function fitClosedForm(
  method: ClosedFormId,
  { system, set, support, experiment }: PreparedMotion,
): Promise<LearnedSystem> {
  const learner = await learnerOf(method, system.name);
  const random = randomStream(experiment.seed, "closed form", system.name, experiment.motion);
  return learner.adapt(phaseSpaceOf(system), observe(set, 0, support), { random });
}

/** The structured process has been taught by the other systems; what they taught is loaded when first asked for. */
async function learnerOf(method: ClosedFormId, system: string): Promise<Learner> {
  if (method === "process") return hamiltonianProcess();
  const { structuredProcess, teachersFor } = await import("./structured.js");
  return structuredProcess(teachersFor(system));
}

/** Its motion, by the integrator and the steps that the networks' motions have, and measured as theirs are. */
export function predictClosedForm(
  method: ClosedFormId,
  { system, set }: PreparedMotion,
  learned: LearnedSystem,
): Prediction {
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
    method,
    states,
    energy,
    mse: meanSquaredError(toNodes(system, states), toNodes(system, set.states)),
    energyError: energyError(system, energy),
    escapedAt,
  };
}
