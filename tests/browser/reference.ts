import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { randomStream } from "../../src/base/random.js";
import { choosePoints, generateTrajectories, pointsOf, type TrajectorySet } from "../../src/dataset/index.js";
import { loadCheckpoint } from "../../src/experiments/index.js";
import { type ProtocolResult, runProtocol, type TestSet } from "../../src/measure/index.js";
import { systemNamed, toNodes } from "../../src/mechanics/index.js";
import { graphNetwork, hamiltonianNeuralNetwork, initialParameters, type Model } from "../../src/models/index.js";
import type { EngineName } from "../../src/runtime/index.js";

const results = fileURLToPath(new URL("../../results/paper/", import.meta.url));

/** Path of the committed network that has not seen a system. */
export const networkPath = (heldOut: string): string => join(results, heldOut, "seed-0", "model.safetensors");

/** Trajectory `motion` of the test split, and its support points, as the evaluation of a run has them. */
export function testMotion(name: string, seed: number, motion: number, points: number) {
  const set = generateTrajectories(systemNamed(name), { count: 1, seed, split: "test", first: motion });
  const random = randomStream(seed, "support points", name, "test", motion);
  const support = choosePoints(set, points, random).supportIndices.sort((a, b) => a - b);
  return { set, support };
}

/** The paper's protocol in Node on one motion: errors of a method after each of `steps` gradient steps. */
export async function protocol(
  method: "meta-trained" | "random-graph-network" | "hnn",
  { set, support }: { set: TrajectorySet; support: number[] },
  options: { seed: number; motion: number; steps: number; engine?: EngineName },
): Promise<ProtocolResult> {
  const { system } = set;
  const points = pointsOf(set, 0, support);
  const test: TestSet = {
    system,
    count: 1,
    samples: set.times.length,
    points: support.length,
    truth: toNodes(system, set.states),
    support: { states: Float32Array.from(points.states), derivatives: Float32Array.from(points.derivatives) },
  };
  const { model, parameters } = await methodOf(method, system.name, system.bodies, options);
  return runProtocol(model, () => parameters, test, {
    steps: options.steps,
    rate: 0.5,
    reduction: "mean",
    rolloutStepsPerSample: 1,
    compile: { threads: 1, engine: options.engine },
  });
}

async function methodOf(
  method: string,
  name: string,
  bodies: number,
  { seed, motion }: { seed: number; motion: number },
): Promise<{ model: Model; parameters: ArrayLike<number> }> {
  if (method === "hnn") {
    const model = hamiltonianNeuralNetwork(bodies);
    return { model, parameters: initialParameters(model, randomStream(seed, "initial HNN", name, motion)) };
  }
  const { network, state } = await loadCheckpoint(networkPath(name));
  const model = graphNetwork(network);
  if (method === "meta-trained") return { model, parameters: state.parameters };
  return { model, parameters: initialParameters(model, randomStream(seed, "initial graph network", name, motion)) };
}
