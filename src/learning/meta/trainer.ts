import { cached } from "../../base/cached.js";
import { UserError } from "../../base/errors.js";
import { input, program } from "../../graph/index.js";
import { parameterCount, unflatten } from "../../models/index.js";
import { type CompileOptions, compile, type Executable, type Reals } from "../../runtime/index.js";
import type { TrainingState } from "../checkpoint.js";
import { type AdamOptions, type AdamState, adamStep } from "./adam.js";
import { type GroupPoints, type MetaBatch, MetaGradient, pointKinds } from "./meta-gradient.js";
import type { MetaLearner } from "./meta-learner.js";
import { metaLoss } from "./objective.js";
import { supportPointsOf } from "./support.js";
import { groupInputNames, type TaskGroup } from "./task-group.js";

export interface TrainerOptions {
  readonly method: MetaLearner;
  /** Batches may come with fewer support points. */
  readonly groups: readonly TaskGroup[];
  readonly adam?: AdamOptions;
  readonly compile?: CompileOptions;
}

export interface StepReport {
  /** Outer steps done, this one included. */
  readonly step: number;
  /** Meta-loss of the batch before the update. */
  readonly loss: number;
  /** Euclidean norm of the meta-gradient before clipping. */
  readonly gradientNorm: number;
}

/** Runs outer steps: owns the compiled programs and the parameters. One step at a time. */
export class MetaTrainer {
  readonly #options: TrainerOptions;
  /** By number of support points; those of other numbers than the groups' are compiled when they are first wanted. */
  readonly #gradients = new Map<number, Promise<MetaGradient>>();
  /** The validation losses, compiled when they are first wanted. */
  readonly #losses = new Map<number, Promise<Executable<"loss">>>();
  readonly #state: AdamState;
  #done: number;

  private constructor(options: TrainerOptions, { step, ...state }: TrainingState) {
    this.#options = options;
    this.#state = copyOf(state);
    this.#done = step;
  }

  /** Compiles the meta-gradient, starting from `state` (see `initialState`). */
  static async create(options: TrainerOptions, state: TrainingState): Promise<MetaTrainer> {
    const trainer = new MetaTrainer(options, state);
    await trainer.#gradientFor(options.groups);
    return trainer;
  }

  /**
   * One outer step with the given Adam rate, at `progress` of the training (0 to 1). Stops with a `UserError` where loss
   * or gradient is not finite.
   */
  async step(batch: MetaBatch, rate: number, progress = 1): Promise<StepReport> {
    const step = this.#done + 1;
    const { loss, gradient } = await (await this.#gradientFor(this.#groupsOf(batch))).run(
      this.#state.parameters,
      batch,
      progress,
    );
    const norm = euclideanNorm(gradient);
    for (const [what, value] of [
      ["meta-loss", loss],
      ["meta-gradient", norm],
    ] as const)
      if (!Number.isFinite(value))
        throw new UserError(
          `meta-training stopped at step ${step}: the ${what} is ${value}; a smaller inner or outer rate may help`,
        );
    adamStep(this.#state, gradient, { step, rate, norm }, this.#options.adam);
    this.#done = step;
    return { step, loss, gradientNorm: norm };
  }

  /** The meta-loss of a batch at the current parameters, without an update. */
  async loss(batch: MetaBatch): Promise<number> {
    const groups = this.#groupsOf(batch);
    const executable = await cached(this.#losses, pointsOf(groups), () => compileLoss(this.#options, groups));
    const RealArray = executable.precision === "f64" ? Float64Array : Float32Array;
    const feeds: Record<string, Reals> = { parameters: RealArray.from(this.#state.parameters) };
    groups.forEach((group, i) => {
      const names = groupInputNames(group);
      for (const kind of pointKinds) feeds[names[kind]] = RealArray.from((batch[i] as GroupPoints)[kind]);
    });
    const { loss } = await executable.run(feeds);
    return loss[0] as number;
  }

  /** A copy of the current state. */
  state(): TrainingState {
    return { step: this.#done, ...copyOf(this.#state) };
  }

  async close(): Promise<void> {
    for (const compiled of [...this.#gradients.values(), ...this.#losses.values()]) await (await compiled).close();
  }

  #gradientFor(groups: readonly TaskGroup[]): Promise<MetaGradient> {
    const { method } = this.#options;
    const compiling = compilingOf(this.#options);
    return cached(this.#gradients, pointsOf(groups), () => MetaGradient.create(method, groups, compiling));
  }

  /** The groups with as many support points as a batch has, which are the same in all of them. */
  #groupsOf(batch: MetaBatch): TaskGroup[] {
    return this.#options.groups.map((group, i) => ({
      ...group,
      supportPoints: supportPointsOf(batch[i] as GroupPoints, group),
    }));
  }
}

const pointsOf = (groups: readonly TaskGroup[]): number => groups[0]?.supportPoints ?? 0;

const compilingOf = ({ method, compile: options }: TrainerOptions): CompileOptions => ({
  ...options,
  precision: method.precision ?? "f32",
});

function compileLoss(options: TrainerOptions, groups: readonly TaskGroup[]): Promise<Executable<"loss">> {
  const { method } = options;
  const parameters = unflatten(method, input("parameters", [parameterCount(method)]));
  return compile(program({ loss: metaLoss(method, parameters, groups) }), compilingOf(options));
}

const copyOf = ({ parameters, mean, variance }: AdamState): AdamState => ({
  parameters: Float32Array.from(parameters),
  mean: Float32Array.from(mean),
  variance: Float32Array.from(variance),
});

function euclideanNorm(values: Reals): number {
  let total = 0;
  for (let i = 0; i < values.length; i++) total += (values[i] as number) ** 2;
  return Math.sqrt(total);
}

/** The state before the first step: given parameters, Adam's moments at zero. */
export function initialTraining(parameters: ArrayLike<number>): TrainingState {
  const zeros = () => new Float32Array(parameters.length);
  return { step: 0, parameters: Float32Array.from(parameters), mean: zeros(), variance: zeros() };
}

/** Rate at `step` of `iterations`: half a cosine from `rate` down to `rate * finalFactor` (Loshchilov and Hutter 2017). */
export function cosineRate(step: number, iterations: number, rate: number, finalFactor: number): number {
  const progress = Math.min(step / iterations, 1);
  return rate * (finalFactor + (1 - finalFactor) * 0.5 * (1 + Math.cos(Math.PI * progress)));
}
