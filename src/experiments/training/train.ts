import { mkdir, readdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { UserError } from "../../base/errors.js";
import { randomStream } from "../../base/random.js";
import { withoutDigest } from "../../base/sealed.js";
import {
  type Checkpoint,
  initialState,
  type MetaLearner,
  MetaTraining,
  metaLearner,
  type TrainingState,
} from "../../learning/index.js";
import type { TrainingCurve } from "../../measure/index.js";
import { initialParameters, type NetworkOptions, network } from "../../models/index.js";
import type { WorkHooks } from "../experiment.js";
import { breathe, type Job, type JobData, jobName } from "../paper/job.js";
import { loadCheckpoint, saveCheckpoint } from "./checkpoint-file.js";
import { type Metrics, readMetrics, writeMetrics } from "./metrics-file.js";
import { shareTasks } from "./training-systems.js";

const finalName = "model.safetensors";
const VALIDATION_BATCHES = 4;

/** The network that a configuration describes. */
export function networkOf({ config: { model } }: Pick<Job, "config">): NetworkOptions {
  const { architecture, ...rest } = model;
  return architecture === "graph" ? rest : model;
}

/** The method that a configuration describes, with its network. */
export const learnedBy = (job: Pick<Job, "config">): MetaLearner =>
  metaLearner(network(networkOf(job)), job.config.method, job.config.inner);

/**
 * Meta-trains one job, going on from its last checkpoint if there is one; returns the final parameters and the curve.
 * Files: `metrics.jsonl`, `checkpoints/step-*.safetensors` (the last two), `model.safetensors` (final, without moments).
 */
export async function trainJob(
  job: Job,
  data: Pick<JobData, "train" | "validation">,
  hooks: WorkHooks,
  title = "training",
) {
  const curve = await trainSteps(job, data, hooks, title);
  const { state, digest } = await loadCheckpoint(trainedModelPath(job.directory));
  return { parameters: state.parameters, digest, curve };
}

async function trainSteps(
  job: Job,
  data: Pick<JobData, "train" | "validation">,
  { threads = 1, onProgress, signal }: WorkHooks,
  title: string,
): Promise<TrainingCurve> {
  const { config, heldOut, seed, directory } = job;
  const { outer } = config;
  if (await isTrained(job)) return trainingCurve(job);

  const method = learnedBy(job);
  const task = `${jobName(job)}: ${title}`;
  const start = await startingState(job, method, (notice) =>
    onProgress({ task, done: 0, total: outer.iterations, notice }),
  );
  const metrics = await readMetrics(directory, outer, start.step);
  const { tasksPerSystem, laws } = shareTasks(config, heldOut, seed);
  await mkdir(checkpointFolder(job), { recursive: true });
  const training = await MetaTraining.create(
    {
      method,
      outer: { ...outer, tasksPerSystem },
      seed,
      laws,
      support: { points: config.data.points ?? undefined, noise: config.data.noise ?? undefined },
      train: [...data.train.values()],
      validation: [...data.train.keys()].map((name) => data.validation.get(name)).filter((set) => set !== undefined),
      validationBatches: VALIDATION_BATCHES,
      compile: { threads, engine: config.engine ?? undefined },
    },
    start,
  );
  const earlier = metrics.at(-1)?.seconds ?? 0;
  const began = performance.now();
  onProgress({ task, done: start.step, total: outer.iterations });
  try {
    while (!training.isFinished) {
      await training.advance();
      const { step, isFinished } = training;
      const reporting = step % outer.reportEvery === 0;
      if (reporting || isFinished) {
        const report = await training.report();
        metrics.push({ ...report, seconds: earlier + (performance.now() - began) / 1000 });
        onProgress({ task, done: step, total: outer.iterations, note: `loss ${report.metaLoss.toExponential(2)}` });
        await breathe();
      }
      const stopping = signal?.aborted ?? false;
      if (step % outer.checkpointEvery === 0 || isFinished || (stopping && reporting))
        await keep(job, training.state(), metrics);
      signal?.throwIfAborted();
    }
    await saveCheckpoint(trainedModelPath(directory), checkpointOf(job, training.state()), {
      moments: false,
      intoExisting: true,
    });
  } finally {
    await training.close();
  }
  return curveOf(metrics);
}

function checkpointOf(job: Job, state: TrainingState): Checkpoint {
  const notes = { heldOut: job.heldOut, seed: String(job.seed), config: decisiveConfig(job) };
  const { config } = job;
  return { network: networkOf(job), method: { ...config.method, inner: config.inner }, state, notes };
}

/** The configuration without what changes no number of a single job. */
const decisiveConfig = ({ config: { workers: _, holdOut: __, seeds: ___, ...rest } }: Job) =>
  JSON.stringify(rest, (key, value: unknown) =>
    (value === null || value === false) && laterKeys.includes(key) ? undefined : value,
  );

/** Keys that earlier checkpoints do not have; null or false means what was done without them. */
const laterKeys: readonly string[] = ["rolloutAt", "laws", "points", "noise", "networkRates", "pretrained", "alone"];

const checkpointName = (step: number) => `step-${String(step).padStart(7, "0")}.safetensors`;

const checkpointFolder = ({ directory }: Pick<Job, "directory">) => join(directory, "checkpoints");

/** Writes checkpoint and metrics, then drops all but the last two checkpoints. */
async function keep(job: Job, state: TrainingState, metrics: readonly Metrics[]): Promise<void> {
  const folder = checkpointFolder(job);
  await writeMetrics(job.directory, metrics);
  await saveCheckpoint(join(folder, checkpointName(state.step)), checkpointOf(job, state), { intoExisting: true });
  for (const name of (await checkpointNames(folder)).slice(0, -2)) await rm(join(folder, name), { force: true });
}

async function checkpointNames(folder: string): Promise<string[]> {
  const names = await readdir(folder).catch(() => []);
  return names.filter((name) => /^step-\d+\.safetensors$/.test(name)).sort();
}

/** The state of the last checkpoint that is whole, or fresh parameters. */
async function startingState(job: Job, method: MetaLearner, tell: (notice: string) => void): Promise<TrainingState> {
  const folder = checkpointFolder(job);
  const names = await checkpointNames(folder);
  if (names.length === 0) return initialState(initialParameters(method, randomStream(job.seed, "initial parameters")));
  for (const name of names.reverse()) {
    const path = join(folder, name);
    const checkpoint = await loadCheckpoint(path).catch((error: unknown) => {
      if (!(error instanceof UserError)) throw error;
      tell(`${error.message}; it is passed over`);
      return undefined;
    });
    if (checkpoint === undefined) continue;
    const { state, notes, digest } = checkpoint;
    if (notes.config !== decisiveConfig(job) || notes.heldOut !== job.heldOut || notes.seed !== String(job.seed))
      throw new UserError(`${path}: the checkpoint belongs to another configuration; choose another --out`);
    if (digest === undefined) tell(withoutDigest(path));
    return state;
  }
  throw new UserError(`${folder}: no checkpoint in it can be read; delete ${job.directory} to have it trained anew`);
}

/** A trained model's file in its job's folder. */
export const trainedModelPath = (directory: string) => join(directory, finalName);

/** Whether a job has finished its training. */
export async function isTrained({ directory }: Pick<Job, "directory">): Promise<boolean> {
  const names = await readdir(directory).catch(() => [] as string[]);
  return names.includes(finalName);
}

/** The curve of a job that has finished its training. */
export async function trainingCurve({ config, directory }: Job): Promise<TrainingCurve> {
  return curveOf(await readMetrics(directory, config.outer, config.outer.iterations));
}

function curveOf(metrics: readonly Metrics[]): TrainingCurve {
  return {
    step: metrics.map(({ step }) => step),
    metaLoss: metrics.map(({ metaLoss }) => metaLoss),
    validationLoss: metrics.map(({ validationLoss }) => validationLoss),
    seconds: metrics.at(-1)?.seconds ?? 0,
  };
}
