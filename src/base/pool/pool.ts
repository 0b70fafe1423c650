import { Worker } from "node:worker_threads";
import type { FromThread, ToThread } from "./messages.js";
import { unpackError } from "./worker-error.js";

/** Whether there is JavaScript for worker threads: not where the TypeScript sources run. */
export const hasThreads: boolean = import.meta.url.endsWith(".js");

export interface PoolOptions<Job, Result, Progress> {
  /** The module that a thread runs; it calls `serveJobs`. */
  readonly script: URL;
  /** What every thread gets as `workerData`. */
  readonly data?: unknown;
  /** Threads at most. */
  readonly threads: number;
  readonly onResult?: (result: Result, job: Job) => void | Promise<void>;
  readonly onProgress?: (progress: Progress, job: Job) => void;
  /** A job for people: stands before the message of an error that it ended with. */
  readonly nameOf?: (job: Job) => string;
  readonly signal?: AbortSignal | undefined;
  /**
   * Threads may be ended in the middle of a job. By default they are asked and leave a job themselves, so that what it writes
   * is whole; and a thread that is ended inside a call of an engine takes the process with it.
   */
  readonly expendable?: boolean;
}

/**
 * Hands the jobs out to worker threads, each getting the next one when it has finished. The first error stops all threads and is
 * thrown, as is the signal's reason when it aborts; in any case every thread has ended by then.
 */
export async function runInPool<Job, Result, Progress = never>(
  jobs: readonly Job[],
  options: PoolOptions<Job, Result, Progress>,
): Promise<void> {
  const { signal } = options;
  signal?.throwIfAborted();
  const failure = new AbortController();
  const stop = signal === undefined ? failure.signal : AbortSignal.any([signal, failure.signal]);
  const waiting = jobs.values();
  const work = async () => {
    const thread = new PoolThread(options);
    const end = () => thread.end();
    stop.addEventListener("abort", end);
    try {
      for (const job of waiting) {
        await thread.run(job);
        if (stop.aborted) break;
      }
    } catch (error) {
      // What is being torn down at somebody's request has nothing to report.
      if (!stop.aborted) failure.abort(error);
    } finally {
      stop.removeEventListener("abort", end);
      await thread.end();
    }
  };
  await Promise.all(Array.from({ length: Math.min(options.threads, jobs.length) }, work));
  signal?.throwIfAborted();
  failure.signal.throwIfAborted();
}

/** One thread and what it is at. */
class PoolThread<Job, Result, Progress> {
  readonly #options: PoolOptions<Job, Result, Progress>;
  readonly #worker: Worker;
  readonly #gone: Promise<void>;
  /** Settles the job that is running. */
  #settle: { readonly job: Job; resolve(): void; reject(error: unknown): void } | undefined;
  #ending = false;

  constructor(options: PoolOptions<Job, Result, Progress>) {
    this.#options = options;
    this.#worker = new Worker(options.script, { workerData: options.data });
    this.#worker.on("message", (message: FromThread<Result, Progress>) => this.#hear(message));
    this.#worker.on("error", (error) => this.#settle?.reject(error));
    this.#gone = new Promise((resolve) => {
      this.#worker.on("exit", (code) => {
        if (this.#ending) this.#settle?.resolve();
        else this.#settle?.reject(new Error(`its thread ended with status ${code}`));
        resolve();
      });
    });
  }

  /** Resolves when the job's result has been taken, or the thread has ended because it was asked to. */
  run(job: Job): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#settle = { job, resolve, reject };
      this.#worker.postMessage({ kind: "job", job } satisfies ToThread<Job>);
    });
  }

  /** Resolves when the thread is gone. */
  async end(): Promise<void> {
    if (!this.#ending) {
      this.#ending = true;
      if (this.#options.expendable === true) await this.#worker.terminate();
      else this.#worker.postMessage({ kind: "stop" } satisfies ToThread<Job>);
    }
    await this.#gone;
  }

  #hear(message: FromThread<Result, Progress>): void {
    const { onProgress, onResult, nameOf } = this.#options;
    if (this.#settle === undefined) return;
    const { job, resolve, reject } = this.#settle;
    if (message.kind === "progress") onProgress?.(message.progress, job);
    else if (message.kind === "failed") reject(unpackError(message.error, nameOf?.(job)));
    else
      Promise.resolve(message.result)
        .then((result) => onResult?.(result, job))
        .then(resolve, reject);
  }
}
