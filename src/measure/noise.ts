import { randomStream } from "../base/random.js";
import type { TrajectorySet } from "../dataset/index.js";
import { type Observations, observe } from "../learning/index.js";
import type { Trajectory } from "../mechanics/index.js";
import { componentVariances } from "../numerics/index.js";

/**
 * Observed points of one trajectory with Gaussian noise on states and derivatives, `level` times the standard deviation
 * of each component over the whole trajectory. The noise of a trajectory does not depend on the level but for its size. `number` is the
 * trajectory's number in its split, where the set holds it alone.
 */
export function observeWithNoise(
  set: TrajectorySet,
  trajectory: number,
  indices: readonly number[],
  level: number,
  seed: number,
  number = trajectory,
): Observations {
  const observations = observe(set, trajectory, indices);
  if (level === 0) return observations;
  const size = 2 * set.system.dimension;
  const whole = observe(set, trajectory, [...set.times.keys()]);
  const random = randomStream(seed, "noise", set.system.name, set.split, number);
  const spoil = (values: Float64Array, all: Float64Array) => {
    const deviation = componentVariances(all, size).map(Math.sqrt);
    return values.map((value, k) => value + level * (deviation[k % size] as number) * random.normal());
  };
  return {
    ...observations,
    states: spoil(observations.states, whole.states),
    derivatives: spoil(observations.derivatives, whole.derivatives),
  };
}

/** A motion with Gaussian noise on its states [points][2d], `fraction` times the standard deviation of each component. */
export function withNoise(
  { t, states }: Pick<Trajectory, "t" | "states">,
  fraction: number,
  seed: number,
): Pick<Trajectory, "t" | "states"> {
  const size = states.length / t.length;
  const deviations = componentVariances(states, size).map(Math.sqrt);
  const random = randomStream(seed, "simulate", "noise");
  return { t, states: states.map((value, k) => value + fraction * (deviations[k % size] as number) * random.normal()) };
}
