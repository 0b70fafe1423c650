import { randomStream } from "../../base/random.js";
import { choosePoints, exactMotions, pointsOf, systemOf, type TrajectorySet } from "../../dataset/index.js";
import {
  type ExampleMotion,
  mean,
  type NetworkName,
  type ProtocolResult,
  runProtocol,
  type TestSet,
} from "../../measure/index.js";
import { fixedStepMethodNamed, NODE_SIZE, nodeComponents, type System, toNodes } from "../../mechanics/index.js";
import { hamiltonianNeuralNetwork, initialParameters, type Model, network } from "../../models/index.js";
import type { WorkHooks } from "../experiment.js";
import { learnedBy, networkOf } from "../training/train.js";
import { breathe, type Job, type JobData, jobName } from "./job.js";

/** What one job measures of one method, trajectory by trajectory: `mse[step][trajectory]`. */
export interface NetworkMeasurement {
  readonly name: NetworkName;
  readonly label: string;
  readonly stepSize: number;
  readonly step: readonly number[];
  readonly mse: readonly (readonly number[])[];
  /** Not in what earlier versions left. */
  readonly relativeError?: readonly (readonly number[])[] | undefined;
  readonly energyError: readonly (readonly number[])[];
  readonly escaped: readonly (readonly boolean[])[];
}

export interface NetworkTest {
  readonly methods: readonly NetworkMeasurement[];
  readonly example: ExampleMotion;
}

/** Numbers of steps at which Figure 2 shows predictions: its caption says 15, the text 100. */
const exampleSteps: readonly number[] = [15, 100];
const exampleTrajectory = 0;

interface TestedNetwork {
  readonly name: NetworkName;
  readonly label: string;
  readonly model: Model;
  /** Parameters before the first step; random ones differ from trajectory to trajectory. */
  readonly initial: (trajectory: number) => ArrayLike<number>;
  readonly stepSize: number;
}

/** Parameters of the networks that a job has trained; `pretrained` where there is one. */
export interface TrainedParameters {
  readonly trained: Float32Array;
  readonly pretrained?: Float32Array | undefined;
}

/** Tests the meta-trained network and the baselines on the same points of the same trajectories of the held-out system. */
export async function testNetworks(
  job: Job,
  parameters: TrainedParameters,
  { validation, test }: Pick<JobData, "validation" | "test">,
  hooks: WorkHooks,
): Promise<NetworkTest> {
  const { config, seed } = job;
  const { points, searchTrajectories } = config.evaluation;
  const tuning = testSet(validation.get(test.system.name) as TrajectorySet, searchTrajectories, points, seed);
  const methods = await networksToTest(job, parameters, tuning, hooks);

  const tested = testSet(test, config.evaluation.trajectories, points, seed);
  const results: { method: TestedNetwork; result: ProtocolResult }[] = [];
  for (const method of methods) {
    // A network whose best step size is the one that it has already been tested with.
    const same = results.find(
      ({ method: { initial, stepSize } }) => initial === method.initial && stepSize === method.stepSize,
    );
    results.push({ method, result: same?.result ?? (await measure(job, method, tested, hooks)) });
  }
  return {
    methods: results.map(({ method: { name, label, stepSize }, result: { kept: _, ...measured } }) => {
      return { name, label, stepSize, ...measured };
    }),
    example: exampleMotion(tested, results),
  };
}

/** The networks with their step sizes, the best of them searched on the trajectories of `tuning`. */
async function networksToTest(
  job: Job,
  { trained, pretrained }: TrainedParameters,
  tuning: TestSet,
  hooks: WorkHooks,
): Promise<TestedNetwork[]> {
  const { config, seed } = job;
  const { rate, hnnRates, networkRates, alone } = config.evaluation;
  const { system } = tuning;
  const graph = network(networkOf(job));
  /** Searched where there is anything to choose from. */
  const atBest = async (
    one: Omit<TestedNetwork, "stepSize">,
    rates: readonly number[] | null,
    task: string,
  ): Promise<TestedNetwork> => {
    if (rates === null) return { ...one, stepSize: rate };
    const stepSize = await bestRate(job, one, tuning, rates, { task, ...hooks });
    return { ...one, label: `${one.label}, its best step size`, stepSize };
  };

  const meta = {
    label: config.method.name === "maml" ? "Meta-trained graph network" : `Graph network, ${learnedBy(job).title}`,
    model: graph,
    initial: () => trained,
  };
  const methods: TestedNetwork[] = [{ ...meta, name: "meta-trained", stepSize: rate }];
  if (networkRates !== null)
    methods.push(await atBest({ ...meta, name: "meta-trained-best-step" }, networkRates, "meta-trained step size"));
  if (pretrained !== undefined) {
    const one = { label: "Graph network, pre-trained", model: graph, initial: () => pretrained };
    methods.push(await atBest({ ...one, name: "pretrained" }, networkRates, "pre-trained step size"));
  }
  if (alone) return methods;

  const fresh = (model: Model, name: string) => (trajectory: number) =>
    initialParameters(model, randomStream(seed, name, system.name, trajectory));
  const random = { label: "Graph network, random start", model: graph, initial: fresh(graph, "initial graph network") };
  if (hnnRates !== null) {
    const hnnModel = hamiltonianNeuralNetwork(system.bodies);
    const hnn = { label: "HNN", model: hnnModel, initial: fresh(hnnModel, "initial HNN") };
    methods.push({ ...hnn, name: "hnn-same-step", label: "HNN, same step size", stepSize: rate });
    methods.push(await atBest({ ...hnn, name: "hnn-best-step" }, hnnRates, "HNN step size"));
  }
  methods.push(await atBest({ ...random, name: "random-graph-network" }, networkRates, "random start step size"));
  return methods;
}

type TestSetWithIndices = TestSet & {
  readonly set: TrajectorySet;
  readonly supportIndices: readonly (readonly number[])[];
};

/**
 * The first `count` trajectories of a set with K support points each, drawn once for all methods. Support points have the set's
 * noise and times; predictions start at the exact initial state and are compared with the exact motion at equal intervals.
 */
function testSet(set: TrajectorySet, count: number, points: number, seed: number): TestSetWithIndices {
  const { system, times } = set;
  const samples = times.length;
  const supportIndices = Array.from({ length: count }, (_, i) => {
    const random = randomStream(seed, "support points", system.name, set.split, i);
    return choosePoints(set, points, random).supportIndices;
  });
  const batches = supportIndices.map((indices, i) => pointsOf(set, i, indices));
  const size = system.bodies * points * NODE_SIZE;
  const support = { states: new Float32Array(count * size), derivatives: new Float32Array(count * size) };
  batches.forEach(({ states, derivatives }, i) => {
    support.states.set(states, i * size);
    support.derivatives.set(derivatives, i * size);
  });
  const systems = Array.from({ length: count }, (_, i) => systemOf(set, i));
  return {
    set,
    system,
    systemOf: (trajectory) => systems[trajectory] as System,
    count,
    samples,
    duration: times.at(-1) as number,
    points,
    truth: toNodes(system, exactMotions(set, count)),
    support,
    supportIndices,
  };
}

/** What all of a job's tests have in common. */
const protocolOptions = ({ config: { evaluation, inner, engine } }: Job, { threads = 1 }: WorkHooks) => ({
  steps: evaluation.steps,
  reduction: inner.reduction,
  rolloutStepsPerSample: evaluation.rolloutStepsPerSample,
  rolloutMethod: fixedStepMethodNamed(evaluation.integrator),
  compile: { threads, engine: engine ?? undefined },
});

/** Numbers of steps after which to roll out, the last among them; undefined for all. */
const rolloutSteps = ({ rolloutAt, steps }: Job["config"]["evaluation"]) =>
  rolloutAt === null ? undefined : [...rolloutAt, steps];

async function measure(job: Job, method: TestedNetwork, tested: TestSet, hooks: WorkHooks): Promise<ProtocolResult> {
  const { onProgress, signal } = hooks;
  const options = protocolOptions(job, hooks);
  const task = `${jobName(job)}: ${method.label}`;
  return runProtocol(method.model, method.initial, tested, {
    ...options,
    rate: method.stepSize,
    rolloutAt: rolloutSteps(job.config.evaluation),
    keep: { trajectory: exampleTrajectory, steps: exampleSteps },
    async onStep(done) {
      onProgress({ task, done, total: options.steps });
      await breathe();
    },
    signal,
  });
}

/** The step size with the lowest mean trajectory error after all steps, on validation trajectories. */
async function bestRate(
  job: Job,
  { model, initial }: Pick<TestedNetwork, "model" | "initial">,
  tuning: TestSet,
  rates: readonly number[],
  { task, ...hooks }: WorkHooks & { readonly task: string },
): Promise<number> {
  const { onProgress, signal } = hooks;
  const options = protocolOptions(job, hooks);
  let best = { rate: rates[0] as number, error: Number.POSITIVE_INFINITY };
  for (const [i, rate] of rates.entries()) {
    const { mse } = await runProtocol(model, initial, tuning, {
      ...options,
      rate,
      rolloutAt: [options.steps],
      signal,
    });
    const error = mean(mse[0] as number[]);
    if (error < best.error) best = { rate, error };
    onProgress({ task: `${jobName(job)}: ${task}`, done: i + 1, total: rates.length });
    await breathe();
  }
  return best.rate;
}

function exampleMotion(
  tested: TestSetWithIndices,
  results: readonly { method: TestedNetwork; result: ProtocolResult }[],
): ExampleMotion {
  const { set, system, samples, truth } = tested;
  const components = nodeComponents(system);
  const size = components.length;
  const columns = (states: Float64Array) =>
    components.map((_, k) => Array.from({ length: samples }, (_, n) => states[n * size + k] as number));
  return {
    trajectory: exampleTrajectory,
    coordinates: components.map(({ name, unit, body, kind, surplus, conjugate }) => ({
      name,
      unit,
      body,
      kind,
      surplus,
      conjugate,
    })),
    t: Array.from(set.times),
    truth: columns(truth.subarray(exampleTrajectory * samples * size, (exampleTrajectory + 1) * samples * size)),
    predictions: results
      .filter(({ method }) => method.name === "meta-trained" || method.name === "hnn-best-step")
      .flatMap(({ method, result }) =>
        result.kept.map(({ step, states }) => ({ method: method.name, step, values: columns(states) })),
      ),
    ...exampleSupport(set, tested.supportIndices[exampleTrajectory] as readonly number[]),
  };
}

/** Support points as indices of samples; as points of their own where they are not on the motion that is shown. */
function exampleSupport(set: TrajectorySet, indices: readonly number[]): Pick<ExampleMotion, "support" | "observed"> {
  const support = [...indices].sort((a, b) => a - b);
  if (set.noise === undefined && set.ownTimes === undefined) return { support };
  const { system, times, ownTimes = times, states } = set;
  const size = nodeComponents(system).length;
  const from = exampleTrajectory * times.length * 2 * system.dimension;
  const nodes = toNodes(system, states.subarray(from, from + times.length * 2 * system.dimension));
  return {
    support,
    observed: {
      t: support.map((n) => ownTimes[n] as number),
      values: nodeComponents(system).map((_, k) => support.map((n) => nodes[n * size + k] as number)),
    },
  };
}
