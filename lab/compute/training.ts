import { UserError } from "../../src/base/errors.js";
import { randomStream } from "../../src/base/random.js";
import { type TaskGroup, TaskSampler } from "../../src/dataset/sampler.js";
import { generateTrajectories } from "../../src/dataset/trajectories.js";
import {
  adamDefaults,
  cosineRate,
  encodeCheckpoint,
  initialState,
  type MetaBatch,
  MetaTrainer,
  maml,
} from "../../src/learning/index.js";
import { systemNamed } from "../../src/mechanics/index.js";
import { type GraphNetworkOptions, graphNetwork, initialParameters } from "../../src/models/index.js";
import { compileOptions } from "./engine.js";
import type { TrainingOptions, TrainingProgress, TrainingResult } from "./messages.js";
import { medianTime } from "./timing.js";

/** Outer steps between two reports. */
const REPORT_EVERY = 5;
const VALIDATION_TRAJECTORIES = 10;
/** As in the runs of the command line. */
const CLIP_NORM = 10;
const FINAL_RATE_FACTOR = 0.01;

/** A training that stands ready: the compiled steps, and where its batches come from. */
interface Prepared {
  readonly network: GraphNetworkOptions;
  readonly trainer: MetaTrainer;
  /** Tasks a batch. */
  readonly tasks: number;
  /** The batch of an outer step. */
  batch(step: number): MetaBatch;
  /** Tasks of motions that training never sees. */
  readonly judged: MetaBatch;
}

async function prepare(options: TrainingOptions, onProgress: (progress: TrainingProgress) => void): Promise<Prepared> {
  const { seed, tasksPerSystem, points } = options;
  if (options.systems.length === 0) throw new UserError("choose at least one system to train on");
  const network: GraphNetworkOptions = { width: options.width, activation: "tanh", output: "hamiltonian" };
  const model = graphNetwork(network);
  const { training, validation } = await generate(options, onProgress);
  const sample = (sampler: TaskSampler, ...stream: (string | number)[]) =>
    sampler.sampleMetaBatch({ tasksPerSystem, points, random: randomStream(seed, ...stream) });
  const judged = sample(validation, "validation tasks", 0);
  const groups = judged.map(({ bodies, tasks }) => ({ bodies, tasks, supportPoints: points, queryPoints: points }));
  const trainer = await MetaTrainer.create(
    {
      method: maml(model, { steps: 1, rate: options.innerRate, reduction: "mean", order: 2 }),
      groups,
      adam: { ...adamDefaults, clipNorm: CLIP_NORM },
      compile: compileOptions(),
    },
    initialState(initialParameters(model, randomStream(seed, "initial parameters"))),
  );
  return {
    network,
    trainer,
    tasks: groups.reduce((total, group) => total + group.tasks, 0),
    batch: (step) => toMetaBatch(sample(training, "training tasks", step)),
    judged: toMetaBatch(judged),
  };
}

/** Milliseconds of one outer step in this worker's engine. */
export async function timeTraining(options: TrainingOptions): Promise<number> {
  // As many motions as a batch has tasks: the size of a step does not depend on more.
  const { trainer, batch } = await prepare({ ...options, trajectories: options.tasksPerSystem }, () => {});
  const first = batch(1);
  try {
    return await medianTime(async () => {
      await trainer.step(first, options.outerRate);
    });
  } finally {
    await trainer.close();
  }
}

/**
 * Meta-trains a graph network with a scalar H on the chosen systems, as `metahamilton train` does: the same random streams,
 * tasks and steps. Ends early where `stopped` says so.
 */
export async function trainNetwork(
  options: TrainingOptions,
  onProgress: (progress: TrainingProgress) => void,
  stopped: () => boolean,
): Promise<TrainingResult> {
  const { seed, iterations } = options;
  const { network, trainer, tasks, batch, judged } = await prepare(options, onProgress);
  try {
    let since = { loss: 0, steps: 0, began: performance.now() };
    for (let step = 1; step <= iterations && !stopped(); step++) {
      const rate = cosineRate(step - 1, iterations, options.outerRate, FINAL_RATE_FACTOR);
      const { loss } = await trainer.step(batch(step), rate, (step - 1) / iterations);
      since = { ...since, loss: since.loss + loss / tasks, steps: since.steps + 1 };
      if (step === 1 || step % REPORT_EVERY === 0 || step === iterations) {
        const secondsPerStep = (performance.now() - since.began) / 1000 / since.steps;
        const validationLoss = (await trainer.loss(judged)) / tasks;
        onProgress({
          phase: "training",
          done: step,
          total: iterations,
          loss: since.loss / since.steps,
          validationLoss,
          secondsPerStep,
        });
        since = { loss: 0, steps: 0, began: performance.now() };
        await breathe();
      }
    }
    const notes = { trainedOn: options.systems.join(","), seed: String(seed), source: "metahamilton lab" };
    const state = trainer.state();
    return {
      file: encodeCheckpoint({ network, state, notes }, { moments: false }),
      stopped: state.step < iterations,
    };
  } finally {
    await trainer.close();
  }
}

async function generate({ systems, trajectories, seed }: TrainingOptions, onProgress: (p: TrainingProgress) => void) {
  const sets = { train: [], validation: [] } as Record<
    "train" | "validation",
    ReturnType<typeof generateTrajectories>[]
  >;
  for (const [i, name] of systems.entries()) {
    onProgress({ phase: "data", done: i, total: systems.length });
    await breathe();
    const system = systemNamed(name);
    sets.train.push(generateTrajectories(system, { count: trajectories, seed, split: "train" }));
    sets.validation.push(generateTrajectories(system, { count: VALIDATION_TRAJECTORIES, seed, split: "validation" }));
  }
  onProgress({ phase: "data", done: systems.length, total: systems.length });
  return { training: new TaskSampler(sets.train), validation: new TaskSampler(sets.validation) };
}

const toMetaBatch = (groups: readonly TaskGroup[]): MetaBatch =>
  groups.map(({ supportX, supportY, queryX, queryY }) => ({
    supportStates: supportX,
    supportDerivatives: supportY,
    queryStates: queryX,
    queryDerivatives: queryY,
  }));

/** Lets messages in, the one that stops a training among them. */
const breathe = () => new Promise<void>((resolve) => setTimeout(resolve));
