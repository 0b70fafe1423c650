import type { Random } from "../base/random.js";
import { toTask } from "../mechanics/index.js";
import { type Model, parameterRanges } from "../models/index.js";
import { lbfgsAsync } from "../numerics/index.js";
import { type CompileOptions, compile, type Executable, type Reals } from "../runtime/index.js";
import type { Learner, PhaseSpace } from "./learner.js";
import { adamStep } from "./meta/adam.js";
import { metaGradientProgram } from "./meta/meta-gradient.js";
import { groupInputNames, type TaskGroup } from "./meta/task-group.js";
import { pretraining } from "./methods/index.js";
import { networkField } from "./network-field.js";
import { checkObservations } from "./observe.js";

/** How a network is fitted to a task's points; L-BFGS takes `steps` iterations at most. */
export type Optimizer =
  | { readonly kind: "adam"; readonly rate: number; readonly steps: number }
  | { readonly kind: "lbfgs"; readonly steps: number };

export interface FineTuningOptions {
  /** Lower case with hyphens. */
  readonly name: string;
  /** Name for people. */
  readonly title: string;
  /** The network for a phase space. */
  readonly model: (space: PhaseSpace) => Model;
  /** Parameters to start from (flat): fresh ones, or those of a pre-trained network. */
  readonly start: (model: Model, random: Random) => ArrayLike<number>;
  readonly optimizer: Optimizer;
  readonly compile?: CompileOptions;
}

/**
 * The baselines that fit all parameters of a network to a task's points with a good optimiser instead of a learned inner
 * loop: Adam with a constant rate (Kingma and Ba 2015) in 32 bits, or L-BFGS in 64. The loss is that of the meta-training,
 * the mean of log cosh. Compiled programs are kept for observations of the same size; one adaptation at a time.
 */
export function fineTunedLearner(options: FineTuningOptions): Learner {
  const { name, title, optimizer } = options;
  const programs = new Map<string, Promise<Fit["executable"]>>();
  return {
    name,
    title,
    async adapt(space, observations, { random, signal, onProgress }) {
      checkObservations(space, observations);
      const model = options.model(space);
      const { count } = observations;
      const group: TaskGroup = { bodies: space.bodies, tasks: 1, supportPoints: count, queryPoints: count };
      const key = `${space.bodies} ${count}`;
      const precision = optimizer.kind === "adam" ? "f32" : "f64";
      const fit = programs.get(key) ?? compile(fitProgram(model, group), { ...options.compile, precision });
      programs.set(key, fit);
      const points = pointFeeds(space, observations, group, optimizer.kind === "adam" ? Float32Array : Float64Array);
      const run: Fit = { executable: await fit, points, start: options.start(model, random) };
      const turn = (step: number) => {
        signal?.throwIfAborted();
        onProgress?.(Math.min(step, optimizer.steps), optimizer.steps);
      };
      const fitted = await (optimizer.kind === "adam" ? byAdam(run, optimizer, turn) : byLbfgs(run, optimizer, turn));
      const arrays = parameterRanges(model).map(({ start, end }) => fitted.subarray(start, end));
      return { ...networkField(model, arrays, space), choices: { ...optimizer } };
    },
  };
}

interface Fit {
  readonly executable: Executable<"loss" | "gradient">;
  readonly points: Readonly<Record<string, Reals>>;
  readonly start: ArrayLike<number>;
}

/** Pre-training on a single task is fitting it; support and query are the same points. */
const fitProgram = (model: Model, group: TaskGroup) =>
  metaGradientProgram(pretraining(model, { steps: 1, rate: 1, reduction: "mean", order: 1 }), [group]);

function pointFeeds(
  space: PhaseSpace,
  { states, derivatives, count }: Parameters<Learner["adapt"]>[1],
  group: TaskGroup,
  RealArray: typeof Float32Array | typeof Float64Array,
): Record<string, Reals> {
  const names = groupInputNames(group);
  const [x, y] = [states, derivatives].map((values) => RealArray.from(toTask(space, values, count))) as [Reals, Reals];
  return {
    [names.supportStates]: x,
    [names.supportDerivatives]: y,
    [names.queryStates]: x,
    [names.queryDerivatives]: y,
  };
}

async function byAdam(
  { executable, points, start }: Fit,
  { rate, steps }: Extract<Optimizer, { kind: "adam" }>,
  turn: (step: number) => void,
): Promise<Reals> {
  const parameters = Float32Array.from(start);
  const zeros = () => new Float32Array(parameters.length);
  const state = { parameters, mean: zeros(), variance: zeros() };
  const results = executable.allocate();
  for (let step = 1; step <= steps; step++) {
    turn(step - 1);
    const { gradient } = await executable.run({ ...points, parameters }, results);
    adamStep(state, gradient, { step, rate });
  }
  turn(steps);
  return parameters;
}

async function byLbfgs(
  { executable, points, start }: Fit,
  { steps }: Extract<Optimizer, { kind: "lbfgs" }>,
  turn: (step: number) => void,
): Promise<Reals> {
  let evaluations = 0;
  const objective = async (x: Float64Array, gradient: Float64Array) => {
    turn(evaluations++);
    const { loss, gradient: slope } = await executable.run({ ...points, parameters: x });
    gradient.set(slope);
    return loss[0] as number;
  };
  const { x } = await lbfgsAsync(objective, start, {
    iterations: steps,
    gradientTolerance: 1e-12,
    valueTolerance: 1e-14,
    memory: 20,
  });
  turn(steps);
  return x;
}
