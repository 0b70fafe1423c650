import { DEFAULT_TOLERANCE, type System } from "../../mechanics/index.js";
import { nominalTimes, type Sampling } from "../sampling.js";
import type { GenerationOptions, Split, TrajectorySet } from "../trajectories.js";

/** What is known of a stored set before its numbers. */
export interface StoreDescription {
  readonly system: System;
  readonly seed: number;
  readonly split: Split;
  /** Number of trajectories. */
  readonly count: number;
  readonly tolerance: number;
  /** Seconds; where times are irregular, those of a regular sampling with as many. */
  readonly times: Float64Array;
  readonly irregular: boolean;
  readonly noise: number;
  /** Constants that differ from trajectory to trajectory, with the ranges that they were drawn from where known. */
  readonly varied: readonly { readonly name: string; readonly range?: readonly [low: number, high: number] }[];
}

/** Sums over the trajectories of a set. */
export interface StoreTotals {
  readonly redraws: number;
  readonly energyError: number;
}

/** The description of a set in memory. */
export function describeSet(set: TrajectorySet): StoreDescription {
  const { system, seed, split, count, tolerance, times, ownTimes, noise = 0, varied } = set;
  const irregular = ownTimes !== undefined;
  const withRanges = (varied?.names ?? []).map((name, i) => {
    const range = varied?.ranges?.[i];
    return { name, ...(range === undefined ? {} : { range }) };
  });
  return { system, seed, split, count, tolerance, times, irregular, noise, varied: withRanges };
}

/** The description of a set that is to be generated. */
export function describeRequest(system: System, options: Omit<GenerationOptions, "onProgress">): StoreDescription {
  const { seed, split, count, tolerance = DEFAULT_TOLERANCE, sampling = {} } = options;
  const { irregular = false, noise = 0, ranges = {} }: Sampling = sampling;
  const varied = Object.entries(ranges).map(([name, range]) => ({ name, range }));
  return { system, seed, split, count, tolerance, times: nominalTimes(system, sampling), irregular, noise, varied };
}
