import { availableParallelism } from "node:os";
import { join } from "node:path";
import { UserError } from "../../base/errors.js";
import { runInPool } from "../../base/pool/pool.js";
import type { Progress } from "../../base/progress.js";
import { withoutDigest } from "../../base/sealed.js";
import { knownSystem, loadListedSystems, systemFilesOf } from "../../dataset/index.js";
import { type MetaMethod, type MethodName, metaMethods } from "../../learning/index.js";
import type { WorkHooks } from "../experiment.js";
import { loadCheckpoint } from "../training/checkpoint-file.js";
import { isTrained, trainedModelPath } from "../training/train.js";
import { shareTasks } from "../training/training-systems.js";
import type { ExperimentConfig } from "./config.js";
import { dataOf, gatherData } from "./data.js";
import { type Job, jobFolder, jobName } from "./job.js";
import { isTrainedWhole } from "./pretraining.js";
import { type Phases, readJobResult, resultPath, type ThreadJob } from "./run-job.js";
import { takeTraining, trainedByOthers } from "./shared-training.js";
import { WholeProgress } from "./whole-progress.js";

/** Methods that adapt as the paper's test does. */
const plainSteps: readonly MethodName[] = metaMethods
  .filter(({ plainSteps = false }: MetaMethod) => plainSteps)
  .map(({ name }) => name);

/** The jobs of a run: every held-out system with every seed. */
export function jobsOf(config: ExperimentConfig, directory: string): Job[] {
  return config.seeds.flatMap((seed) =>
    config.holdOut.map((heldOut) => ({ config, heldOut, seed, directory: join(directory, jobFolder(heldOut, seed)) })),
  );
}

/**
 * Runs the jobs that have not finished, several at a time on worker threads; where there are fewer jobs than cores, a job gets
 * several threads. When `hooks.signal` aborts, jobs stop at their next report,
 * checkpoints written, and the signal's reason is thrown. `onDone` hears of every job that has finished.
 */
export async function runJobs(
  config: ExperimentConfig,
  directory: string,
  phases: Phases,
  hooks: Omit<WorkHooks, "onPart">,
  onDone?: (job: Job) => Promise<void>,
): Promise<void> {
  if (phases !== "train" && !plainSteps.includes(config.method.name))
    throw new UserError(
      `method.name = ${config.method.name}: this test counts plain gradient steps on all parameters, ` +
        `which only ${plainSteps.join(", ")} take`,
    );
  await loadListedSystems(config);
  const jobs: Job[] = [];
  for (const job of jobsOf(config, directory)) {
    if (phases === "evaluate" && !(await isTrainedWhole(job)))
      throw new UserError(
        `${job.directory} holds no trained model; train it first, or continue its training with --resume`,
      );
    await checkModel(job, hooks);
    shareTasks(config, job.heldOut, job.seed);
    if (!(await isFinished(job, phases))) jobs.push(job);
  }
  const served = phases === "evaluate" ? new Map<Job, Job>() : trainedByOthers(jobs);
  const whole = new WholeProgress(jobs, phases, served, hooks.onProgress);
  // One seed at a time shares the trajectories of that seed.
  for (const seed of config.seeds) {
    const pending = jobs.filter((job) => job.seed === seed);
    if (pending.length === 0) continue;
    const data = await gatherData(config, seed, pending, hooks);
    const workers = hooks.threads ?? config.workers ?? availableParallelism();
    const systemFiles = systemFilesOf(config.systems.map((text) => knownSystem(text).name));
    const run = (some: readonly Job[], what: Phases, done?: (job: Job) => Promise<void>) => {
      const threads = Math.max(1, Math.floor(workers / some.length));
      const sent = some.map((job): ThreadJob => ({ job, phases: what, threads, systemFiles, data: dataOf(job, data) }));
      return runInPool<ThreadJob, void, Progress>(sent, {
        script: new URL("./job-thread.js", import.meta.url),
        threads: workers,
        nameOf: ({ job }) => jobName(job),
        onProgress: (event, { job }) => whole.report(event, job),
        onResult: (_, { job }) => done?.(job),
        signal: hooks.signal,
      });
    };
    const shared = pending.flatMap((job) =>
      served.get(job) === undefined ? [] : [[served.get(job) as Job, job] as const],
    );
    const leaders = [...new Set(shared.map(([leader]) => leader))];
    if (leaders.length > 0) await run(leaders, "train");
    for (const [leader, job] of shared) await takeTraining(leader, job);
    await run(pending, phases, onDone);
  }
}

/**
 * Throws `UserError` where a job's model is damaged, or is not the one that its results are of: results are not repeated without the
 * model that they speak of.
 */
async function checkModel(job: Job, { onProgress }: WorkHooks): Promise<void> {
  if (!(await isTrained(job))) return;
  const path = trainedModelPath(job.directory);
  const { digest } = await loadCheckpoint(path);
  if (digest === undefined)
    onProgress({ task: jobName(job), done: 0, total: job.config.outer.iterations, notice: withoutDigest(path) });
  const result = await readJobResult(job.directory);
  if (result?.model !== undefined && result.model !== digest)
    throw new UserError(
      `${resultPath(job.directory)} is of another model than ${path}; delete the file to have this part of the run evaluated again`,
    );
}

async function isFinished(job: Job, phases: Phases): Promise<boolean> {
  return phases === "train" ? isTrainedWhole(job) : (await readJobResult(job.directory)) !== undefined;
}
