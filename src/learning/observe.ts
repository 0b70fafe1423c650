import { UserError } from "../base/errors.js";
import { SampleReader, type TaskSource } from "../dataset/samples.js";
import type { Observations, PhaseSpace } from "./learner.js";

/**
 * The given samples of one trajectory of a set, in memory or on disk, with their exact derivatives: those of the motion that
 * was sampled, also where its constants were drawn or its states have noise.
 */
export function observe(set: TaskSource, trajectory: number, indices: readonly number[]): Observations {
  const size = 2 * set.system.dimension;
  const states = new Float64Array(indices.length * size);
  const derivatives = new Float64Array(states.length);
  new SampleReader(set).read(trajectory, indices, (state, derivative, k) => {
    states.set(state, k * size);
    derivatives.set(derivative, k * size);
  });
  return { count: indices.length, states, derivatives };
}

/** Throws `UserError` unless there are observations, finite and of the right sizes. */
export function checkObservations(
  { dimension }: PhaseSpace,
  { count, states, derivatives, motions }: Observations,
): void {
  const size = 2 * dimension;
  if (!Number.isInteger(count) || count < 1) throw new UserError(`at least one observed point is needed, got ${count}`);
  for (const [name, values] of [
    ["states", states],
    ["derivatives", derivatives],
  ] as const) {
    if (values.length !== count * size)
      throw new UserError(
        `${count} observed ${name} of ${size} components are ${count * size} numbers, got ${values.length}`,
      );
    const bad = values.findIndex((value) => !Number.isFinite(value));
    if (bad !== -1)
      throw new UserError(
        `observed ${name}: component ${(bad % size) + 1} of point ${Math.floor(bad / size) + 1} is ${values[bad]}`,
      );
  }
  if (motions !== undefined && motions.length !== count)
    throw new UserError(`${count} observed points need as many numbers of motions, got ${motions.length}`);
}
