import { UserError } from "../base/errors.js";
import { input, program } from "../graph/index.js";
import { parameterCount, unflatten } from "../models/index.js";
import { type CompileOptions, compile, type Executable, type Reals } from "../runtime/index.js";
import type { TrainingState } from "./checkpoint.js";
import type { MetaLearner } from "./meta-learner.js";
import { metaLoss } from "./objective.js";
import { type AdamOptions, adamCorrections, adamDefaults, outerStepProgram, type StepOutput } from "./outer-loop.js";
import { groupInputNames, type TaskGroup } from "./task-group.js";

/** The points of one group's tasks, each array [task, body, point, 4]. */
export interface GroupPoints {
  readonly supportStates: Float32Array;
  readonly supportDerivatives: Float32Array;
  readonly queryStates: Float32Array;
  readonly queryDerivatives: Float32Array;
}

/** A meta-batch: the points of every group, in the order of the groups the trainer was made for. */
export type MetaBatch = readonly GroupPoints[];

export interface TrainerOptions {
  readonly method: MetaLearner;
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
  readonly #step: Executable<StepOutput>;
  readonly #loss: Executable<"loss">;
  #current: Record<StepOutput, Reals>;
  #next: Record<StepOutput, Reals>;
  #done: number;

  private constructor(
    options: TrainerOptions,
    step: Executable<StepOutput>,
    loss: Executable<"loss">,
    state: TrainingState,
  ) {
    this.#options = options;
    this.#step = step;
    this.#loss = loss;
    this.#current = step.allocate();
    this.#next = step.allocate();
    this.#current.new_parameters.set(state.parameters);
    this.#current.new_mean.set(state.mean);
    this.#current.new_variance.set(state.variance);
    this.#done = state.step;
  }

  /** Compiles the outer step and the validation loss, starting from `state` (see `initialState`). */
  static async create(options: TrainerOptions, state: TrainingState): Promise<MetaTrainer> {
    const { method, groups, adam = adamDefaults } = options;
    const compiling = { ...options.compile, precision: method.precision ?? "f32" } as const;
    const step = await compile(outerStepProgram(method, groups, adam), compiling);
    const parameters = unflatten(method, input("parameters", [parameterCount(method)]));
    const loss = await compile(program({ loss: metaLoss(method, parameters, groups) }), compiling);
    return new MetaTrainer(options, step, loss, state);
  }

  /**
   * One outer step with the given Adam rate, at `progress` of the training (0 to 1). Stops with a `UserError` where loss
   * or gradient is not finite.
   */
  async step(batch: MetaBatch, rate: number, progress = 1): Promise<StepReport> {
    const step = this.#done + 1;
    const { meanCorrection, varianceCorrection } = adamCorrections(step, this.#options.adam ?? adamDefaults);
    const { new_parameters, new_mean, new_variance } = this.#current;
    await this.#step.run(
      {
        ...this.#feeds(batch),
        parameters: new_parameters,
        mean: new_mean,
        variance: new_variance,
        rate: this.#reals([rate]),
        mean_correction: this.#reals([meanCorrection]),
        variance_correction: this.#reals([varianceCorrection]),
        progress: this.#reals([progress]),
      },
      this.#next,
    );
    const report = { step, loss: this.#next.loss[0] as number, gradientNorm: this.#next.gradient_norm[0] as number };
    for (const [what, value] of [
      ["meta-loss", report.loss],
      ["meta-gradient", report.gradientNorm],
    ] as const)
      if (!Number.isFinite(value))
        throw new UserError(
          `meta-training stopped at step ${step}: the ${what} is ${value}; a smaller inner or outer rate may help`,
        );
    [this.#current, this.#next] = [this.#next, this.#current];
    // A checkpoint keeps 32 bits, and a resumed training has to go on as if it had never stopped.
    if (this.#step.precision === "f64")
      for (const name of ["new_parameters", "new_mean", "new_variance"] as const)
        this.#current[name].set(Float32Array.from(this.#current[name]));
    this.#done = step;
    return report;
  }

  /** The meta-loss of a batch at the current parameters, without an update. */
  async loss(batch: MetaBatch): Promise<number> {
    const { loss } = await this.#loss.run({ ...this.#feeds(batch), parameters: this.#current.new_parameters });
    return loss[0] as number;
  }

  /** A copy of the current state. */
  state(): TrainingState {
    const copy = (values: Reals) => Float32Array.from(values);
    const { new_parameters, new_mean, new_variance } = this.#current;
    return { step: this.#done, parameters: copy(new_parameters), mean: copy(new_mean), variance: copy(new_variance) };
  }

  async close(): Promise<void> {
    await this.#step.close();
    await this.#loss.close();
  }

  #feeds(batch: MetaBatch): Record<string, Reals> {
    const feeds: Record<string, Reals> = {};
    this.#options.groups.forEach((group, i) => {
      const names = groupInputNames(group);
      const points = batch[i] as GroupPoints;
      feeds[names.supportStates] = this.#reals(points.supportStates);
      feeds[names.supportDerivatives] = this.#reals(points.supportDerivatives);
      feeds[names.queryStates] = this.#reals(points.queryStates);
      feeds[names.queryDerivatives] = this.#reals(points.queryDerivatives);
    });
    return feeds;
  }

  /** In the precision of the program; the same array where it is already. */
  #reals(values: ArrayLike<number>): Reals {
    const RealArray = this.#step.precision === "f64" ? Float64Array : Float32Array;
    return values instanceof RealArray ? values : RealArray.from(values);
  }
}

/** The state before the first step: given parameters, Adam's moments at zero. */
export function initialState(parameters: ArrayLike<number>): TrainingState {
  const zeros = () => new Float32Array(parameters.length);
  return { step: 0, parameters: Float32Array.from(parameters), mean: zeros(), variance: zeros() };
}

/** Rate at `step` of `iterations`: half a cosine from `rate` down to `rate * finalFactor` (Loshchilov and Hutter 2017). */
export function cosineRate(step: number, iterations: number, rate: number, finalFactor: number): number {
  const progress = Math.min(step / iterations, 1);
  return rate * (finalFactor + (1 - finalFactor) * 0.5 * (1 + Math.cos(Math.PI * progress)));
}
