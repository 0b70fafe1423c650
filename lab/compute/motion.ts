import { randomStream } from "../../src/base/random.js";
import { choosePoints } from "../../src/dataset/tasks.js";
import type { TrajectorySet } from "../../src/dataset/trajectories.js";
import type { Observations } from "../../src/learning/index.js";
import { observeWithNoise } from "../../src/measure/index.js";
import {
  DEFAULT_TOLERANCE,
  energiesOf,
  type System,
  sampleTimes,
  sampleTrajectory,
  simulate,
} from "../../src/mechanics/index.js";
import type { LabExperiment, TrueMotion } from "./messages.js";
import { chosenSystem } from "./systems.js";

/** A motion with its system, as a set of one trajectory. */
export interface PreparedMotion {
  readonly experiment: LabExperiment;
  readonly system: System;
  readonly set: TrajectorySet;
  readonly energy: Float64Array;
  readonly support: readonly number[];
  /** What the methods see of the support points. */
  readonly observations: Observations;
}

/**
 * The true motion of an experiment and its support points. Drawn motions and points come from the random streams of the
 * test trajectories of a run, so that number n here is trajectory n there.
 */
export function prepareMotion(experiment: LabExperiment): PreparedMotion {
  const { seed, motion, points } = experiment;
  const plain = chosenSystem(experiment.system);
  const drawn = () => {
    const random = randomStream(seed, "trajectory", plain.name, "test", motion);
    return experiment.system.kind === "written" ? plain.initialState(random) : undefined;
  };
  const state = experiment.state === undefined ? drawn() : Float64Array.from(experiment.state);
  const system = chosenSystem(experiment.system, state);
  const { states } =
    state === undefined
      ? sampleTrajectory(system, randomStream(seed, "trajectory", system.name, "test", motion))
      : simulate(system, state);
  const set: TrajectorySet = {
    system,
    seed,
    split: "test",
    count: 1,
    times: sampleTimes(system.duration, system.samples),
    states,
    tolerance: DEFAULT_TOLERANCE,
    redraws: 0,
    energyError: 0,
  };
  const random = randomStream(seed, "support points", system.name, "test", motion);
  const support = typeof points === "number" ? choosePoints(set, points, random).supportIndices : [...points];
  support.sort((a, b) => a - b);
  const observations = observeWithNoise(set, 0, support, experiment.noise, seed, motion);
  return { experiment, system, set, energy: energiesOf(system, states), support, observations };
}

/** What the page needs of it, in arrays of its own. */
export function describeMotion({ system, set, energy, support, observations }: PreparedMotion): TrueMotion {
  return {
    t: set.times.slice(),
    states: set.states.slice(),
    energy: energy.slice(),
    support,
    observed: observations.states.slice(),
    box: system.box.slice(),
    energyScale: system.energyScale,
  };
}
