import { availableParallelism } from "node:os";
import { join, resolve } from "node:path";
import { Worker } from "node:worker_threads";
import { UserError } from "../../base/errors.js";
import {
  type GenerationRequest,
  generateInParallel,
  loadedSystemFiles,
  loadListedSystems,
  StoredData,
  type TrajectorySet,
  withSettings,
} from "../../dataset/index.js";
import type { MethodName } from "../../learning/index.js";
import { systemNamed } from "../../mechanics/index.js";
import { isTrained } from "../training/train.js";
import { trainingSystems } from "../training/training-systems.js";
import type { ExperimentConfig } from "./config.js";
import { type Job, type JobHooks, jobFolder, jobName } from "./job.js";
import type { SharedSet, StoredShare, WorkerInput, WorkerMessage } from "./job-thread.js";
import { type Phases, readJobResult } from "./run-job.js";

/** Methods whose tasks adapt all parameters by plain gradient steps, as the paper's test does. */
const plainSteps: readonly MethodName[] = ["maml", "reptile", "pretrain"];

/** The jobs of a run: every held-out system with every seed. */
export function jobsOf(config: ExperimentConfig, directory: string): Job[] {
  return config.seeds.flatMap((seed) =>
    config.holdOut.map((heldOut) => ({ config, heldOut, seed, directory: join(directory, jobFolder(heldOut, seed)) })),
  );
}

/**
 * Runs the jobs that have not finished, several at a time on worker threads; where there are fewer jobs than cores, a job gets
 * several threads. When `hooks.signal` aborts, jobs stop at their next report,
 * checkpoints written, and the signal's reason is thrown.
 */
export async function runJobs(
  config: ExperimentConfig,
  directory: string,
  phases: Phases,
  hooks: JobHooks,
): Promise<void> {
  if (phases !== "train" && !plainSteps.includes(config.method.name))
    throw new UserError(
      `method.name = ${config.method.name}: this test counts plain gradient steps on all parameters, ` +
        `which only ${plainSteps.join(", ")} take`,
    );
  await loadListedSystems(config);
  const jobs: Job[] = [];
  for (const job of jobsOf(config, directory)) {
    if (phases === "evaluate" && !(await isTrained(job)))
      throw new UserError(
        `${job.directory} holds no trained model; train it first, or continue its training with --resume`,
      );
    if (!(await isFinished(job, phases))) jobs.push(job);
  }
  // One seed at a time shares the trajectories of that seed.
  for (const seed of config.seeds) {
    const pending = jobs.filter((job) => job.seed === seed);
    if (pending.length === 0) continue;
    const data = await gatherData(config, seed, pending, hooks);
    const workers = config.workers ?? availableParallelism();
    const threads = Math.max(1, Math.floor(workers / pending.length));
    await inWorkers(pending, workers, hooks.signal, (job, signal) =>
      startWorker(job, phases, data, { ...hooks, threads, signal }),
    );
    hooks.signal?.throwIfAborted();
  }
}

async function isFinished(job: Job, phases: Phases): Promise<boolean> {
  return phases === "train" ? isTrained(job) : (await readJobResult(job.directory)) !== undefined;
}

interface Data {
  readonly train: ReadonlyMap<string, SharedSet | StoredShare>;
  readonly validation: ReadonlyMap<string, SharedSet>;
  readonly test: ReadonlyMap<string, SharedSet>;
}

/** The trajectories of a seed: those of the data folder, if the configuration names one, and the others generated. */
async function gatherData(
  config: ExperimentConfig,
  seed: number,
  jobs: readonly Job[],
  { onProgress, signal }: JobHooks,
): Promise<Data> {
  const untrained: Job[] = [];
  for (const job of jobs) if (!(await isTrained(job))) untrained.push(job);
  const trained = unique(untrained.flatMap(trainedOn));
  const heldOut = jobs.map((job) => job.heldOut);
  const all = unique([...jobs.flatMap(trainedOn), ...heldOut]);
  const { constants } = config.data;
  const stored = config.data.folder === null ? undefined : await StoredData.open(config.data.folder);
  stored?.checkConstants(constants);
  const request = (split: "train" | "validation" | "test", names: readonly string[]) =>
    names.map((name): GenerationRequest => {
      const { system, ranges } = withSettings(systemNamed(name), stored?.constantsOf(name, constants) ?? constants);
      return { system, count: config.data[split], seed, split, sampling: { ranges } };
    });
  const storedTrain =
    stored && new Map(trained.map((name) => [name, { system: name, path: resolve(stored.train(name).path) }]));
  const wanted = [
    ...(stored === undefined ? request("train", trained) : []),
    ...request("validation", all),
    ...(config.evaluation.split === "test" ? request("test", heldOut) : []),
  ];
  const loaded: TrajectorySet[] = [];
  const requests: GenerationRequest[] = [];
  for (const one of wanted) {
    const found = await stored?.load(one.system.name, one.split, one.count);
    if (found === undefined) requests.push(one);
    else loaded.push(found);
  }
  const task = config.seeds.length === 1 ? "trajectories" : `trajectories seed ${seed}`;
  const workers = config.workers ?? availableParallelism();
  const sets = await generateInParallel(requests, {
    workers,
    onProgress: (done, total) => onProgress({ task, done, total }),
    signal,
  });
  const bySplit = (split: string) =>
    new Map([...loaded, ...sets].filter((set) => set.split === split).map((set) => [set.system.name, share(set)]));
  return { train: storedTrain ?? bySplit("train"), validation: bySplit("validation"), test: bySplit("test") };
}

const unique = (names: readonly string[]) => [...new Set(names)];

const trainedOn = ({ config, heldOut, seed }: Job) => trainingSystems(config, heldOut, seed).map(({ name }) => name);

/** Moves the numbers to memory that all threads see. */
function share(set: TrajectorySet): SharedSet {
  const states = new Float64Array(new SharedArrayBuffer(set.states.byteLength));
  states.set(set.states);
  const { name, constants, box } = set.system;
  return { ...set, states, system: name, constants, box };
}

/** Runs the jobs, `workers` at a time. The first to fail stops the others, which leave their checkpoints. */
async function inWorkers(
  jobs: readonly Job[],
  workers: number,
  signal: AbortSignal | undefined,
  run: (job: Job, signal: AbortSignal) => Promise<void>,
): Promise<void> {
  const waiting = [...jobs];
  const failure = new AbortController();
  const either = signal === undefined ? failure.signal : AbortSignal.any([signal, failure.signal]);
  const work = async () => {
    try {
      for (let job = waiting.shift(); job !== undefined && !either.aborted; job = waiting.shift())
        await run(job, either);
    } catch (error) {
      failure.abort(error);
    }
  };
  await Promise.all(Array.from({ length: Math.min(workers, jobs.length) }, work));
  failure.signal.throwIfAborted();
}

function startWorker(
  job: Job,
  phases: Phases,
  { train, validation, test }: Data,
  { threads, onProgress, signal }: JobHooks,
): Promise<void> {
  const names = trainedOn(job);
  const input: WorkerInput = {
    job,
    phases,
    threads,
    systemFiles: loadedSystemFiles(),
    train: names.map((name) => train.get(name)).filter((set) => set !== undefined),
    validation: [...validation.values()],
    test: (job.config.evaluation.split === "test" ? test : validation).get(job.heldOut) as SharedSet,
  };
  return new Promise((resolve, reject) => {
    if (signal?.aborted) return resolve();
    const worker = new Worker(new URL("./job-thread.js", import.meta.url), { workerData: input });
    const stop = () => worker.postMessage("stop");
    signal?.addEventListener("abort", stop);
    worker.on("message", (message: WorkerMessage) => {
      if (message.kind === "progress") onProgress(message.progress);
      else if (message.kind === "failed") {
        const text = `${jobName(job)}: ${message.message}`;
        const error = message.user ? new UserError(text) : new Error(text);
        if (message.stack !== undefined) error.stack = message.stack;
        reject(error);
      }
    });
    worker.on("error", reject);
    worker.on("exit", () => {
      signal?.removeEventListener("abort", stop);
      resolve();
    });
  });
}
