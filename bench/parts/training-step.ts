import { randomStream } from "../../src/base/random.js";
import {
  generateTrajectories,
  leaveOneOut,
  pointsOf,
  TaskSampler,
  type TrajectorySet,
} from "../../src/dataset/index.js";
import { NODE_SIZE, systems } from "../../src/mechanics/index.js";
import type { GraphNetworkOptions } from "../../src/models/index.js";
import type { TrainingOptions } from "../contestants/job.js";
import { runsFigure } from "../figures/figures.js";
import { libraries } from "../harness/builds.js";
import type { Job, SharedArray } from "../harness/exchange.js";
import { freshParameters, metaOptions, nameOf, networks, pointArrays, standard } from "../harness/meta-step.js";
import { learningPeers } from "../harness/settings.js";
import { compareSubjects } from "../harness/subjects.js";
import type { Part } from "./part.js";

const TRAJECTORIES = 200;
const TASKS_PER_SYSTEM = 2;
const seed = 0;

/** All samples of all trajectories for peers: states and derivatives [trajectory, body, time, 4]. */
function trajectoryArrays(set: TrajectorySet): Record<string, SharedArray> {
  const { system, times, count } = set;
  const all = Array.from(times.keys());
  const shape = [count, system.bodies, times.length, NODE_SIZE];
  const size = shape.slice(1).reduce((a, b) => a * b, 1);
  const [states, derivatives] = [new Float32Array(count * size), new Float32Array(count * size)];
  for (let i = 0; i < count; i++) {
    const points = pointsOf(set, i, all);
    states.set(points.states, i * size);
    derivatives.set(points.derivatives, i * size);
  }
  return {
    [`train_states_${system.name}`]: { shape, data: states },
    [`train_derivatives_${system.name}`]: { shape, data: derivatives },
  };
}

/** Trajectories of the five systems. */
export const trainingSets = (): TrajectorySet[] =>
  leaveOneOut(systems, "double-pendulum").map((system) =>
    generateTrajectories(system, { count: TRAJECTORIES, seed, split: "train" }),
  );

/** The job `training-step` of a network. */
export function trainingJob(network: GraphNetworkOptions, sets: readonly TrajectorySet[], threads: number): Job {
  const { points, steps } = standard;
  const random = randomStream(seed, "bench tasks");
  const sampled = new TaskSampler(sets).sampleMetaBatch({ tasksPerSystem: TASKS_PER_SYSTEM, points, random });
  const groups = sampled.map(({ bodies, tasks }) => ({ bodies, tasks, supportPoints: points, queryPoints: points }));
  const options: TrainingOptions = {
    ...metaOptions(network, groups, steps),
    systems: sets.map(({ system, count }) => ({ name: system.name, trajectories: count })),
    tasksPerSystem: TASKS_PER_SYSTEM,
    points,
    rate: 1e-3,
    seed,
  };
  const arrays = Object.assign({}, ...sets.map(trajectoryArrays)) as Record<string, SharedArray>;
  return {
    work: "training-step",
    threads,
    options: { ...options },
    arrays: { parameters: freshParameters(network), ...pointArrays(sampled), ...arrays },
  };
}

export const trainingStep: Part = {
  name: "training-step",
  minutes: 7,
  title:
    "One whole training step: sampling, meta-gradient and Adam; 2 tasks of each system but the double pendulum, " +
    "50 + 50 points, 128 wide, f32",
  async run(settings) {
    const { entries, missing } = learningPeers(settings);
    const sets = trainingSets();
    const subjects = networks
      .filter(({ activation }) => activation === "tanh")
      .map((network) => ({
        name: nameOf(network),
        job: () => trainingJob(network, sets, settings.threads),
        entries: [...libraries(settings.builds), ...entries],
      }));
    const { table, notes, ratios, measured } = await compareSubjects(settings, subjects, {
      runs: settings.runs,
      warmUp: 3,
    });
    return {
      tables: [table],
      notes: [
        ...missing,
        ...notes,
        `${settings.runs} counted runs of each`,
        "peers index trajectories and derivatives in memory (numpy); ours computes the derivatives of the points it draws",
        "our seconds to the first result include generating the trajectories",
      ],
      measured,
      ratios,
      figure: runsFigure("Training steps, run by run", measured),
    };
  },
};
