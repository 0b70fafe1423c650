import { randomStream } from "../../src/base/random.js";
import {
  errorOfSpread,
  GradientAdaptation,
  meanSquaredError,
  RolloutMachine,
  type SupportPoints,
  stackParameters,
  type TaskParameters,
} from "../../src/measure/index.js";
import { energiesOf, energyError, fromNodes, toNodes, toTask } from "../../src/mechanics/index.js";
import { graphNetwork, hamiltonianNeuralNetwork, initialParameters, type Model } from "../../src/models/index.js";
import { compileOptions } from "./engine.js";
import { type AdaptationOptions, type Frame, isClosedForm, type MethodId, type MethodPrediction } from "./messages.js";
import type { PreparedMotion } from "./motion.js";
import { loadNetwork } from "./networks.js";
import { medianTime } from "./timing.js";

interface Method {
  readonly id: MethodId;
  readonly model: Model;
  readonly parameters: ArrayLike<number>;
}

/** Methods with the same model, which run as tasks side by side. */
interface Group {
  readonly methods: readonly Method[];
  readonly adaptation: GradientAdaptation;
  readonly machine: RolloutMachine;
  readonly support: SupportPoints;
  readonly start: Float64Array;
  parameters: TaskParameters;
}

/** Programs by what they depend on, so that another initial state or another seed compiles nothing. */
type Programs = Pick<Group, "adaptation" | "machine">;
const programs = new Map<string, Programs>();
const MAX_PROGRAMS = 8;

/** The gradient methods on one motion, one step at a time, each step followed by a rollout, as in a run's evaluation. */
export class LiveAdaptation {
  /** Every method's parameters after every step: flat arrays a parameter. */
  readonly #history: Map<MethodId, readonly Float32Array[]>[] = [];
  readonly #truth: Float64Array;

  private constructor(
    readonly motion: PreparedMotion,
    readonly rate: number,
    readonly groups: readonly Group[],
  ) {
    this.#truth = toNodes(motion.system, motion.set.states);
  }

  /** Compiles what is new and makes the networks as they are before the first step. */
  static async open(motion: PreparedMotion, options: AdaptationOptions): Promise<LiveAdaptation> {
    const methods = await Promise.all(
      options.methods.filter((id) => !isClosedForm(id)).map((id) => makeMethod(id, motion, options)),
    );
    const names = [...new Set(methods.map(({ model }) => model.name))];
    const groups: Group[] = [];
    for (const name of names)
      groups.push(
        await openGroup(
          motion,
          methods.filter(({ model }) => model.name === name),
        ),
      );
    return new LiveAdaptation(motion, options.rate, groups);
  }

  get stepsDone(): number {
    return this.#history.length - 1;
  }

  /** Step 0: the networks as they are. */
  first(): Promise<Frame> {
    return this.#predict();
  }

  async next(): Promise<Frame> {
    for (const group of this.groups)
      group.parameters = await group.adaptation.step(group.parameters, group.support, this.rate);
    return this.#predict();
  }

  /** Milliseconds of one gradient step of all methods, without the rollouts, which no engine computes: the median of several. */
  async timeStep(): Promise<number> {
    const step = async (): Promise<void> => {
      for (const group of this.groups)
        group.parameters = await group.adaptation.step(group.parameters, group.support, this.rate);
    };
    return medianTime(step);
  }

  /** A method's model and its parameters after a step. */
  at(id: MethodId, step: number): { model: Model; parameters: readonly Float32Array[] } | undefined {
    const parameters = this.#history[step]?.get(id);
    const model = this.groups.flatMap(({ methods }) => methods).find((method) => method.id === id)?.model;
    return parameters === undefined || model === undefined ? undefined : { model, parameters };
  }

  async #predict(): Promise<Frame> {
    const kept = new Map<MethodId, readonly Float32Array[]>();
    const predictions: MethodPrediction[] = [];
    for (const { methods, machine, parameters, start } of this.groups) {
      const { states, escapedAt } = await machine.run(parameters, start);
      const size = states.length / methods.length;
      methods.forEach(({ id, model }, task) => {
        kept.set(
          id,
          model.parameters.map((_, i) => taskOf(parameters[i] as Float32Array, task, methods.length)),
        );
        predictions.push(this.#measure(id, states.subarray(task * size, (task + 1) * size), escapedAt[task] as number));
      });
    }
    this.#history.push(kept);
    return { step: this.stepsDone, predictions };
  }

  #measure(method: MethodId, nodes: Float64Array, escapedAt: number): MethodPrediction {
    const { system } = this.motion;
    const states = fromNodes(system, nodes);
    const energy = energiesOf(system, states);
    return {
      method,
      states,
      energy,
      mse: meanSquaredError(nodes, this.#truth),
      relative: errorOfSpread(states, this.motion.set.states, 2 * system.dimension),
      energyError: energyError(system, energy),
      escapedAt,
    };
  }
}

const taskOf = (values: Float32Array, task: number, tasks: number) => {
  const size = values.length / tasks;
  return values.slice(task * size, (task + 1) * size);
};

/** Random networks are those of the same trajectory in a run's evaluation. */
async function makeMethod(id: MethodId, { system, experiment }: PreparedMotion, options: AdaptationOptions) {
  const { seed, motion } = experiment;
  if (id === "hnn") {
    const model = hamiltonianNeuralNetwork(system.bodies);
    return { id, model, parameters: initialParameters(model, randomStream(seed, "initial HNN", system.name, motion)) };
  }
  const { network, state } = await loadNetwork(options.network);
  const model = graphNetwork(network);
  if (id === "meta-trained") return { id, model, parameters: state.parameters };
  const random = randomStream(seed, "initial graph network", system.name, motion);
  return { id, model, parameters: initialParameters(model, random) };
}

async function openGroup(motion: PreparedMotion, methods: readonly Method[]): Promise<Group> {
  const { model } = methods[0] as Method;
  const { system, set, observations } = motion;
  const tasks = methods.length;
  const points = (values: Float64Array) => toTask(system, values, observations.count);
  const repeat = (values: Float64Array) => {
    const all = new Float32Array(tasks * values.length);
    for (let i = 0; i < tasks; i++) all.set(values, i * values.length);
    return all;
  };
  return {
    methods,
    ...(await findPrograms(motion, model, tasks)),
    support: {
      states: repeat(points(observations.states)),
      derivatives: repeat(points(observations.derivatives)),
    },
    start: Float64Array.from(repeat(toNodes(system, set.states.subarray(0, 2 * system.dimension)))),
    parameters: stackParameters(
      model,
      methods.map(({ parameters }) => parameters),
    ),
  };
}

async function findPrograms(motion: PreparedMotion, model: Model, tasks: number): Promise<Programs> {
  const { system, set, support, experiment } = motion;
  const key = JSON.stringify([model.name, tasks, support.length, experiment.system, [...system.box]]);
  const known = programs.get(key);
  if (known !== undefined) {
    // The newest is last, so that programs in use are not the ones that go.
    programs.delete(key);
    programs.set(key, known);
    return known;
  }
  const shape = { tasks, bodies: system.bodies, points: support.length };
  const made = {
    adaptation: await GradientAdaptation.create(model, shape, "mean", compileOptions()),
    machine: await RolloutMachine.create(system, model, tasks, {
      samples: set.times.length,
      stepsPerSample: 1,
    }),
  };
  programs.set(key, made);
  const [oldest] = programs;
  if (programs.size > MAX_PROGRAMS && oldest !== undefined) {
    programs.delete(oldest[0]);
    await oldest[1].adaptation.close();
    await oldest[1].machine.close();
  }
  return made;
}
