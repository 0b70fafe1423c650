import type { Random } from "../base/random.js";
import { concat, input, type Program, program, reshape, sizeOf } from "../graph/index.js";
import { type Model, parameterCount, parameterRanges, unflatten } from "../models/index.js";
import { lbfgsAsync } from "../numerics/index.js";
import { type CompileOptions, compile, type Executable, type Reals } from "../runtime/index.js";
import type { Learner, PhaseSpace } from "./learner.js";
import { pretraining } from "./methods/index.js";
import { networkField } from "./network-field.js";
import { toTask } from "./node-points.js";
import { metaGradient } from "./objective.js";
import { checkObservations } from "./observe.js";
import { adamCorrections, adamDefaults, outerStepProgram } from "./outer-loop.js";
import { groupInputNames, type TaskGroup } from "./task-group.js";

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
  const programs = new Map<string, Promise<Executable>>();
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
      const fit = programs.get(key) ?? compile(fitProgram(model, group, optimizer), { ...options.compile, precision });
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
  readonly executable: Executable;
  readonly points: Readonly<Record<string, Reals>>;
  readonly start: ArrayLike<number>;
}

/** Pre-training on a single task is fitting it; support and query are the same points. */
function fitProgram(model: Model, group: TaskGroup, { kind }: Optimizer): Program {
  const fit = pretraining(model, { steps: 1, rate: 1, reduction: "mean", order: 1 });
  if (kind === "adam") return outerStepProgram(fit, [group]);
  const { loss, gradients } = metaGradient(fit, unflatten(fit, input("parameters", [parameterCount(fit)])), [group]);
  const slope = concat(
    gradients.map((g) => reshape(g, [sizeOf(g.shape)])),
    0,
  );
  return program<string>({ loss, slope });
}

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
  let state = executable.allocate();
  let spare = executable.allocate();
  state.new_parameters?.set(start);
  for (let step = 1; step <= steps; step++) {
    turn(step - 1);
    const { meanCorrection, varianceCorrection } = adamCorrections(step, adamDefaults);
    const next = await executable.run(
      {
        ...points,
        parameters: state.new_parameters as Reals,
        mean: state.new_mean as Reals,
        variance: state.new_variance as Reals,
        rate: Float32Array.of(rate),
        mean_correction: Float32Array.of(meanCorrection),
        variance_correction: Float32Array.of(varianceCorrection),
      },
      spare,
    );
    spare = state;
    state = next;
  }
  turn(steps);
  return state.new_parameters as Reals;
}

async function byLbfgs(
  { executable, points, start }: Fit,
  { steps }: Extract<Optimizer, { kind: "lbfgs" }>,
  turn: (step: number) => void,
): Promise<Reals> {
  let evaluations = 0;
  const objective = async (x: Float64Array, gradient: Float64Array) => {
    turn(evaluations++);
    const { loss, slope } = await executable.run({ ...points, parameters: x });
    gradient.set(slope as Reals);
    return loss?.[0] as number;
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
