import { availableParallelism } from "node:os";
import { Worker } from "node:worker_threads";
import { UserError } from "../base/errors.js";
import { type System, systems } from "../mechanics/index.js";
import {
  assembleSet,
  type Block,
  checkGeneration,
  type GenerationOptions,
  generateBlock,
  type TrajectorySet,
} from "./trajectories.js";

/** One set to generate. */
export interface GenerationRequest extends Omit<GenerationOptions, "onProgress"> {
  readonly system: System;
}

export interface ParallelOptions {
  /** Number of worker threads (default: one a core). */
  readonly workers?: number;
  /** Called with the number of finished trajectories of all requests and their total. */
  readonly onProgress?: (done: number, total: number) => void;
  /** Stops the workers and rejects with the signal's reason when it aborts. */
  readonly signal?: AbortSignal | undefined;
}

/** What a worker is asked to do: a system can only be named, not sent. */
export interface Job {
  readonly request: number;
  readonly position: number;
  readonly system: string;
  readonly options: Omit<GenerationOptions, "onProgress">;
}

/** A worker's answer to a job. */
export type Answer =
  | { readonly job: Job; readonly block: Block }
  | { readonly job: Job; readonly error: string; readonly user: boolean };

const BLOCK_SIZE = 250;

/**
 * Generates several sets at once on worker threads, bit for bit what `generateTrajectories` gives for each request.
 *
 * A system that is not one of the library's own cannot be sent to a worker and is generated in this thread; so is
 * everything where the worker's JavaScript does not exist (running from the TypeScript sources).
 */
export async function generateInParallel(
  requests: readonly GenerationRequest[],
  { workers = availableParallelism(), onProgress, signal }: ParallelOptions = {},
): Promise<TrajectorySet[]> {
  for (const request of requests) checkGeneration(request);
  if (!Number.isInteger(workers) || workers < 1)
    throw new UserError(`the number of workers must be a positive integer, got ${workers}`);
  const total = requests.reduce((sum, { count }) => sum + count, 0);
  let done = 0;
  const report = (count: number) => {
    done += count;
    onProgress?.(done, total);
  };

  const blocks: Block[][] = requests.map(() => []);
  const remote = (system: System) => import.meta.url.endsWith(".js") && systems.includes(system);
  const jobs = requests.flatMap((request, i) => (remote(request.system) ? jobsOf(request, i) : []));
  const keep = ({ job, block }: { job: Job; block: Block }) => {
    (blocks[job.request] as Block[])[job.position] = block;
    report(job.options.count);
  };
  const finished = runJobs(jobs, Math.min(workers, jobs.length), keep, signal);
  requests.forEach(({ system, ...options }, i) => {
    if (remote(system)) return;
    let before = 0;
    const progress = (now: number) => {
      report(now - before);
      before = now;
    };
    blocks[i] = [generateBlock(system, { ...options, onProgress: progress })];
  });
  await finished;
  return requests.map(({ system, ...options }, i) => assembleSet(system, options, blocks[i] as Block[]));
}

function jobsOf({ system, ...options }: GenerationRequest, request: number): Job[] {
  const { count, first = 0 } = options;
  return Array.from({ length: Math.ceil(count / BLOCK_SIZE) }, (_, position) => {
    const from = position * BLOCK_SIZE;
    const size = Math.min(BLOCK_SIZE, count - from);
    return { request, position, system: system.name, options: { ...options, first: first + from, count: size } };
  });
}

/** Hands the jobs out to `workers` threads, each getting the next one when it has finished; stops all on an error. */
async function runJobs(
  jobs: readonly Job[],
  workers: number,
  onBlock: (answer: { job: Job; block: Block }) => void,
  signal: AbortSignal | undefined,
): Promise<void> {
  let next = 0;
  const threads = Array.from({ length: workers }, () => new Worker(new URL("./worker.js", import.meta.url)));
  const work = (thread: Worker) =>
    new Promise<void>((resolve, reject) => {
      const stop = () => reject(signal?.reason);
      signal?.addEventListener("abort", stop, { once: true });
      const give = () => {
        signal?.throwIfAborted();
        const job = jobs[next++];
        if (job === undefined) resolve();
        else thread.postMessage(job);
      };
      thread.on("error", reject);
      thread.on("exit", (code) => reject(new Error(`a generation worker stopped with code ${code}`)));
      thread.on("message", (answer: Answer) => {
        if ("error" in answer) {
          reject(answer.user ? new UserError(answer.error) : new Error(answer.error));
          return;
        }
        onBlock(answer);
        give();
      });
      give();
    });
  try {
    await Promise.all(threads.map(work));
  } finally {
    await Promise.all(threads.map((thread) => thread.terminate()));
  }
}
