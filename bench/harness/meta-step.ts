import { randomStream } from "../../src/base/random.js";
import { generateTrajectories, type SampledGroup, TaskSampler } from "../../src/dataset/index.js";
import type { TaskGroup } from "../../src/learning/index.js";
import { NODE_SIZE, systemNamed } from "../../src/mechanics/index.js";
import { type GraphNetworkOptions, graphNetwork, initialParameters } from "../../src/models/index.js";
import type { MetaOptions } from "../contestants/job.js";
import type { Job, SharedArray } from "./exchange.js";

/** The meta-step that is measured unless a part says otherwise. */
export const standard = { tasks: 10, points: 50, bodies: 3, width: 128, steps: 1 } as const;

/** The four networks that it is measured with. */
export const networks = (["direct", "hamiltonian"] as const).flatMap((output) =>
  (["tanh", "mish"] as const).map((activation): GraphNetworkOptions => ({ width: standard.width, activation, output })),
);

export const nameOf = ({ output, activation }: GraphNetworkOptions) => `${output}, ${activation}`;

const INNER_RATE = 0.5;

export function metaOptions(network: GraphNetworkOptions, groups: readonly TaskGroup[], steps: number): MetaOptions {
  const parameters = graphNetwork(network).parameters.map(({ name, shape }) => ({ name, shape }));
  return { network, parameters, groups, inner: { steps, rate: INNER_RATE } };
}

/** Fresh parameters of a network, the same for every contestant. */
export function freshParameters(network: GraphNetworkOptions): SharedArray {
  const data = Float32Array.from(initialParameters(graphNetwork(network), randomStream(0, "bench parameters")));
  return { shape: [data.length], data };
}

/** The points of sampled groups under the names that programs and peers use. */
export function pointArrays(groups: readonly SampledGroup[]): Record<string, SharedArray> {
  const arrays: Record<string, SharedArray> = {};
  for (const { bodies, tasks, points, supportStates, supportDerivatives, queryStates, queryDerivatives } of groups) {
    const shape = [tasks, bodies, points, NODE_SIZE];
    arrays[`support_states_${bodies}`] = { shape, data: supportStates };
    arrays[`support_derivatives_${bodies}`] = { shape, data: supportDerivatives };
    arrays[`query_states_${bodies}`] = { shape, data: queryStates };
    arrays[`query_derivatives_${bodies}`] = { shape, data: queryDerivatives };
  }
  return arrays;
}

/** The standard meta-step on points of three-body trajectories. */
export function metaStepJob(network: GraphNetworkOptions, threads: number): Job {
  const { tasks, points, bodies, steps } = standard;
  const set = generateTrajectories(systemNamed("three-body"), { count: tasks, seed: 0, split: "train" });
  const random = randomStream(0, "bench tasks");
  const sampled = new TaskSampler([set]).sampleMetaBatch({ tasksPerSystem: tasks, points, random });
  const groups = [{ bodies, tasks, supportPoints: points, queryPoints: points }];
  return {
    work: "meta-step",
    threads,
    options: { ...metaOptions(network, groups, steps) },
    arrays: { parameters: freshParameters(network), ...pointArrays(sampled) },
  };
}
