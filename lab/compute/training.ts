import { UserError } from "../../src/base/errors.js";
import { randomStream } from "../../src/base/random.js";
import { generateTrajectories } from "../../src/dataset/trajectories.js";
import { encodeCheckpoint, initialState, MetaTraining, maml } from "../../src/learning/index.js";
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

/** The network of a training and what trains it. */
interface Prepared {
  readonly network: GraphNetworkOptions;
  readonly training: MetaTraining;
}

async function prepare(options: TrainingOptions, onProgress: (progress: TrainingProgress) => void): Promise<Prepared> {
  const { seed, iterations, tasksPerSystem, points } = options;
  if (options.systems.length === 0) throw new UserError("choose at least one system to train on");
  const network: GraphNetworkOptions = { width: options.width, activation: "tanh", output: "hamiltonian" };
  const model = graphNetwork(network);
  const { train, validation } = await generate(options, onProgress);
  const training = await MetaTraining.create(
    {
      method: maml(model, { steps: 1, rate: options.innerRate, reduction: "mean", order: 2 }),
      outer: {
        iterations,
        tasksPerSystem,
        points,
        rate: options.outerRate,
        finalRateFactor: FINAL_RATE_FACTOR,
        clipNorm: CLIP_NORM,
      },
      seed,
      train,
      validation,
      validationBatches: 1,
      compile: compileOptions(),
    },
    initialState(initialParameters(model, randomStream(seed, "initial parameters"))),
  );
  return { network, training };
}

/** Milliseconds of one outer step in this worker's engine. */
export async function timeTraining(options: TrainingOptions): Promise<number> {
  // As many motions as a batch has tasks: the size of a step does not depend on more.
  const { training } = await prepare({ ...options, trajectories: options.tasksPerSystem }, () => {});
  try {
    return await medianTime(() => training.advance());
  } finally {
    await training.close();
  }
}

/**
 * Meta-trains a graph network with a scalar H on the chosen systems, by the outer loop of `metahamilton train`: the same random
 * streams, tasks and steps. Ends early where `stopped` says so.
 */
export async function trainNetwork(
  options: TrainingOptions,
  onProgress: (progress: TrainingProgress) => void,
  stopped: () => boolean,
): Promise<TrainingResult> {
  const { seed, iterations } = options;
  const { network, training } = await prepare(options, onProgress);
  try {
    let since = { step: 0, began: performance.now() };
    while (!training.isFinished && !stopped()) {
      await training.advance();
      const { step, isFinished } = training;
      if (step === 1 || step % REPORT_EVERY === 0 || isFinished) {
        const secondsPerStep = (performance.now() - since.began) / 1000 / (step - since.step);
        const { metaLoss: loss, validationLoss } = await training.report();
        onProgress({ phase: "training", done: step, total: iterations, loss, validationLoss, secondsPerStep });
        since = { step, began: performance.now() };
        await breathe();
      }
    }
    const notes = { trainedOn: options.systems.join(","), seed: String(seed), source: "metahamilton lab" };
    const state = training.state();
    return {
      file: encodeCheckpoint({ network, state, notes }, { moments: false }),
      stopped: state.step < iterations,
    };
  } finally {
    await training.close();
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
  return sets;
}

/** Lets messages in, the one that stops a training among them. */
const breathe = () => new Promise<void>((resolve) => setTimeout(resolve));
