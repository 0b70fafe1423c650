import { UserError } from "../base/errors.js";
import type { TrajectorySet } from "../dataset/trajectories.js";
import type { Observations, PhaseSpace } from "./learner.js";

/** The given samples of one trajectory of a set with their exact derivatives. */
export function observe(
  { system, times, states }: TrajectorySet,
  trajectory: number,
  indices: readonly number[],
): Observations {
  const size = 2 * system.dimension;
  const observed = new Float64Array(indices.length * size);
  const derivatives = new Float64Array(observed.length);
  const slope = new Float64Array(size);
  indices.forEach((index, k) => {
    const from = (trajectory * times.length + index) * size;
    const state = states.slice(from, from + size);
    system.vectorField(state, slope);
    observed.set(state, k * size);
    derivatives.set(slope, k * size);
  });
  return { count: indices.length, states: observed, derivatives };
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
