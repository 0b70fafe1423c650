import { randomStream } from "../../src/base/random.js";
import { hamiltonianProcess, type LearnedSystem, type Learner, phaseSpaceOf } from "../../src/learning/index.js";
import { errorOfSpread, meanSquaredError, rollOutField } from "../../src/measure/index.js";
import { energiesOf, energyError, toNodes } from "../../src/mechanics/index.js";
import type { ClosedFormId, MethodPrediction } from "./messages.js";
import type { PreparedMotion } from "./motion.js";

/** A method without gradient steps: a Gaussian process on H, conditioned on the same points in closed form. */
export async function fitClosedForm(
  method: ClosedFormId,
  { system, observations, experiment }: PreparedMotion,
): Promise<LearnedSystem> {
  const learner = await learnerOf(method, system.name);
  const random = randomStream(experiment.seed, "closed form", system.name, experiment.motion);
  return learner.adapt(phaseSpaceOf(system), observations, { random });
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
): MethodPrediction {
  const initial = set.states.slice(0, 2 * system.dimension);
  const { states, escapedAt } = rollOutField(system, learned.vectorField, initial, set.times);
  const energy = energiesOf(system, states);
  return {
    method,
    states,
    energy,
    mse: meanSquaredError(toNodes(system, states), toNodes(system, set.states)),
    relative: errorOfSpread(states, set.states, 2 * system.dimension),
    energyError: energyError(system, energy),
    escapedAt,
  };
}
