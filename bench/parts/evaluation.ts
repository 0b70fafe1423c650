import { generateTrajectories, pointsOf } from "../../src/dataset/index.js";
import { profiles } from "../../src/experiments/index.js";
import {
  ESCAPE_FACTOR,
  NODE_SIZE,
  nodeComponents,
  type System,
  systemNamed,
  toNodes,
} from "../../src/mechanics/index.js";
import { graphNetwork } from "../../src/models/index.js";
import type { EvaluationOptions } from "../contestants/job.js";
import { libraries } from "../harness/builds.js";
import type { Entry } from "../harness/contestant.js";
import type { Job } from "../harness/exchange.js";
import { freshParameters, nameOf } from "../harness/meta-step.js";
import { learningPeers } from "../harness/settings.js";
import { compareSubjects } from "../harness/subjects.js";
import type { Part } from "./part.js";

const { model: network, evaluation: protocol } = profiles.paper;
const MAX_RUNS = 2;
/** Stands for "no bound": JSON and 32 bits hold it. */
const UNBOUNDED = 1e30;

/** Gradient steps where PyTorch takes part, whose rollouts take seconds each. */
const FEW_STEPS = 5;

function evaluationJob(system: System, threads: number, steps: number): Job {
  const { trajectories: tasks, points, rate } = protocol;
  const { samples, duration, bodies } = system;
  const set = generateTrajectories(system, { count: tasks, seed: 0, split: "test" });
  const chosen = Array.from({ length: points }, (_, i) => Math.floor((i * samples) / points));
  const support = Array.from({ length: tasks }, (_, i) => pointsOf(set, i, chosen));
  const join = (parts: readonly Float64Array[]) => Float32Array.from(parts.flatMap((part) => [...part]));
  // Where a rollout counts as escaped and where it is held, as `RolloutMachine` has it.
  const largest = Math.max(...system.box);
  const components = nodeComponents(system);
  const bounds = components.map(
    ({ own: at }) => ESCAPE_FACTOR * (at === undefined ? largest : (system.box[at] as number)),
  );
  const reach = components.map(({ own: at }) =>
    at === undefined ? UNBOUNDED : ESCAPE_FACTOR * (system.box[at] as number),
  );
  const options: EvaluationOptions = {
    network,
    parameters: graphNetwork(network).parameters.map(({ name, shape }) => ({ name, shape })),
    system: system.name,
    bodies,
    tasks,
    points,
    samples,
    duration,
    bounds,
    steps,
    rate,
  };
  const shape = [tasks, bodies, points, NODE_SIZE];
  return {
    work: "evaluation",
    threads,
    options: { ...options },
    arrays: {
      parameters: freshParameters(network),
      truth: { shape: [tasks, samples, bodies * NODE_SIZE], data: toNodes(system, set.states) },
      states: { shape, data: join(support.map((one) => one.states)) },
      derivatives: { shape, data: join(support.map((one) => one.derivatives)) },
      bounds: { shape: [bodies, 1, NODE_SIZE], data: Float32Array.from(bounds) },
      reach: { shape: [bodies, 1, NODE_SIZE], data: Float32Array.from(reach) },
    },
  };
}

export const evaluation: Part = {
  name: "evaluation",
  minutes: 5,
  title: `The paper's test of one method: 100 trajectories, 100 gradient steps, an RK4 rollout of each after each (${network.width} wide, ${nameOf(network)})`,
  async run(settings) {
    const jax = learningPeers(settings, ["jax"]);
    const torch = learningPeers(settings, ["torch-compile", "torch-eager"]);
    const runs = Math.min(settings.runs, MAX_RUNS);
    const subject = (system: System, steps: number, entries: readonly Entry[]) => ({
      name: `${system.name}, ${system.samples} samples, ${steps} steps`,
      job: () => evaluationJob(system, settings.threads, steps),
      entries: [...libraries(settings.builds), ...entries],
    });
    const subjects = [
      subject(systemNamed("pendulum"), protocol.steps, jax.entries),
      subject(systemNamed("double-pendulum"), protocol.steps, jax.entries),
      subject(systemNamed("pendulum"), FEW_STEPS, torch.entries),
    ];
    const options = { runs, warmUp: 0, rehearse: false, tolerance: 1e-3 };
    const { table, notes, ratios, measured } = await compareSubjects(settings, subjects, options);
    return {
      tables: [table],
      notes: [
        ...jax.missing,
        ...torch.missing,
        ...notes,
        `${runs} counted run(s) of each, since one takes long`,
        "difference: of the errors of all rollouts after 0 to 5 steps; a rollout amplifies rounding, so up to 1e-3 passes",
        "ours includes compiling, as every evaluation does",
        `PyTorch with ${FEW_STEPS} gradient steps, of whose time our compiling is a good part: it needs minutes for all of them`,
      ],
      measured,
      ratios,
    };
  },
};
