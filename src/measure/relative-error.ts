import type { TrajectorySet } from "../dataset/index.js";
import { type LearnedSystem, observe } from "../learning/index.js";

/** |a - b| / |b|. */
export function relativeError(a: Float64Array, b: Float64Array): number {
  let [difference, size] = [0, 0];
  for (let k = 0; k < b.length; k++) {
    difference += ((a[k] as number) - (b[k] as number)) ** 2;
    size += (b[k] as number) ** 2;
  }
  return Math.sqrt(difference / size);
}

/** Relative error of a field along all samples of a trajectory. */
export function fieldError(field: LearnedSystem["vectorField"], set: TrajectorySet, trajectory: number): number {
  const { states, derivatives, count } = observe(set, trajectory, Array.from(set.times.keys()));
  const size = states.length / count;
  const predicted = new Float64Array(states.length);
  for (let from = 0; from < states.length; from += size)
    field(states.slice(from, from + size), predicted.subarray(from, from + size));
  return relativeError(predicted, derivatives);
}
