import { randomStream } from "../../../src/base/random.js";
import { hamiltonianProcess, type LearnedSystem, type Learner, phaseSpaceOf } from "../../../src/learning/index.js";
import type { ClosedFormId } from "../messages.js";
import type { PreparedMotion } from "../motion.js";

/** A method without gradient steps: a Gaussian process on H, or a network's features, conditioned on the same points in closed form. */
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
  if (method === "in-context") return (await import("./in-context.js")).inContext();
  const { structuredProcess, teachersFor } = await import("./structured.js");
  return structuredProcess(teachersFor(system));
}
