import { randomStream } from "../../base/random.js";
import { type LawOptions, LawTasks } from "../../dataset/law-tasks.js";
import { type SampledGroup, TaskSampler } from "../../dataset/sampler.js";
import type { TaskSource } from "../../dataset/samples.js";
import type { CompileOptions } from "../../runtime/index.js";
import type { TrainingState } from "../checkpoint.js";
import { adamDefaults } from "./adam.js";
import type { MetaLearner } from "./meta-learner.js";
import { narrowSupport, type SupportOptions } from "./support.js";
import { cosineRate, MetaTrainer } from "./trainer.js";
import { groupIntoUnits } from "./units.js";

/** The outer loop: Adam on meta-batches, its rate falling along half a cosine. */
export interface OuterLoop {
  readonly iterations: number;
  readonly tasksPerSystem: number;
  /** Support points of a task, and as many query points. */
  readonly points: number;
  readonly rate: number;
  /** The rate falls to this multiple of `rate`. */
  readonly finalRateFactor: number;
  /** Bound on the norm of the meta-gradient; null: none. */
  readonly clipNorm: number | null;
}

export interface MetaTrainingOptions {
  readonly method: MetaLearner;
  readonly outer: OuterLoop;
  /** Step n draws its tasks from the stream (seed, "training tasks", n), whatever was drawn before. */
  readonly seed: number;
  /** Trajectories of the systems trained on; there may be none beside random laws. */
  readonly train: readonly TaskSource[];
  /** Others of the same systems, and how many batches of them a validation takes. */
  readonly validation: readonly TaskSource[];
  readonly validationBatches: number;
  /** Random laws beside the systems, so many and in so many tasks of a meta-batch; others are validated on. */
  readonly laws?: Pick<LawOptions, "count" | "tasks"> | undefined;
  /** What tasks see of their support points. */
  readonly support?: SupportOptions;
  readonly compile?: CompileOptions;
}

/** What the steps since the last report came to. Losses are means over tasks of a task's query loss after the inner loop. */
export interface TrainingReport {
  /** Outer steps done. */
  readonly step: number;
  readonly metaLoss: number;
  readonly validationLoss: number;
  /** The largest of the steps, before clipping. */
  readonly gradientNorm: number;
  /** Rate of the last step. */
  readonly rate: number;
}

/** A meta-training that stands ready: compiled steps, and where its batches come from. One step at a time. */
export class MetaTraining {
  readonly #options: MetaTrainingOptions;
  readonly #trainer: MetaTrainer;
  readonly #sampler: TaskSampler;
  readonly #validation: readonly (readonly SampledGroup[])[];
  /** Tasks a batch. */
  readonly #tasks: number;
  #step: number;
  #since = { loss: 0, norm: 0, steps: 0 };

  private constructor(
    options: MetaTrainingOptions,
    trainer: MetaTrainer,
    validation: readonly (readonly SampledGroup[])[],
    step: number,
  ) {
    this.#options = options;
    this.#trainer = trainer;
    this.#sampler = samplerOf(options, "train");
    this.#validation = validation;
    this.#tasks = (validation[0] as readonly SampledGroup[]).reduce((total, { tasks }) => total + tasks, 0);
    this.#step = step;
  }

  /** Compiles the steps, to go on from `start` (see `initialState`). `UserError` where there are no trajectories. */
  static async create(options: MetaTrainingOptions, start: TrainingState): Promise<MetaTraining> {
    const { method, outer, compile } = options;
    const sampler = samplerOf(options, "validation");
    const validation = Array.from({ length: options.validationBatches }, (_, i) =>
      sample(options, sampler, "validation tasks", i),
    );
    const groups = (validation[0] as readonly SampledGroup[]).map(({ bodies, tasks, points }) => {
      return { bodies, tasks, supportPoints: points, queryPoints: points };
    });
    const adam = { ...adamDefaults, clipNorm: outer.clipNorm ?? undefined };
    const trainer = await MetaTrainer.create({ method, groups, adam, ...(compile ? { compile } : {}) }, start);
    return new MetaTraining(options, trainer, validation, start.step);
  }

  /** Outer steps done. */
  get step(): number {
    return this.#step;
  }

  /** Whether no step is left. */
  get isFinished(): boolean {
    return this.#step >= this.#options.outer.iterations;
  }

  /** The next outer step. `UserError` where loss or gradient is not finite. */
  async advance(): Promise<void> {
    const { iterations } = this.#options.outer;
    const batch = sample(this.#options, this.#sampler, "training tasks", this.#step + 1);
    const { loss, gradientNorm } = await this.#trainer.step(batch, this.#rateOf(this.#step), this.#step / iterations);
    const since = this.#since;
    this.#since = {
      loss: since.loss + loss / this.#tasks,
      norm: Math.max(since.norm, gradientNorm),
      steps: since.steps + 1,
    };
    this.#step++;
  }

  /** What the steps since the last report came to, at least one; validates. */
  async report(): Promise<TrainingReport> {
    let validationLoss = 0;
    for (const batch of this.#validation)
      validationLoss += (await this.#trainer.loss(batch)) / this.#tasks / this.#validation.length;
    const { loss, norm, steps } = this.#since;
    this.#since = { loss: 0, norm: 0, steps: 0 };
    const rate = this.#rateOf(this.#step - 1);
    return { step: this.#step, metaLoss: loss / steps, validationLoss, gradientNorm: norm, rate };
  }

  /** A copy of the current state. */
  state(): TrainingState {
    return this.#trainer.state();
  }

  close(): Promise<void> {
    return this.#trainer.close();
  }

  #rateOf(step: number): number {
    const { iterations, rate, finalRateFactor } = this.#options.outer;
    return cosineRate(step, iterations, rate, finalRateFactor);
  }
}

/** Where the meta-batches of a split come from. Validation shows other laws than the training, ever new ones. */
function samplerOf(options: MetaTrainingOptions, split: "train" | "validation"): TaskSampler {
  const { seed, laws } = options;
  if (laws === undefined) return new TaskSampler(options[split]);
  const count = split === "train" ? laws.count : "endless";
  return new TaskSampler(options[split], new LawTasks({ seed, split, count, tasks: laws.tasks }));
}

/** A meta-batch, in its tasks' units where the method works in them. */
function sample(
  { outer, method, seed, support }: MetaTrainingOptions,
  from: TaskSampler,
  stream: string,
  number: number,
): SampledGroup[] {
  const { tasksPerSystem, points } = outer;
  const random = randomStream(seed, stream, number);
  const drawn = from.sampleMetaBatch({ tasksPerSystem, points, random, number });
  const groups =
    support === undefined ? drawn : narrowSupport(drawn, support, randomStream(seed, `${stream}: support`, number));
  if (method.inUnits === true) for (const group of groups) groupIntoUnits(group, group.tasks, group.bodies);
  return groups;
}
