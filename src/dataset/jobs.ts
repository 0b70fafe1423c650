import { Worker } from "node:worker_threads";
import { cached } from "../base/cached.js";
import { UserError } from "../base/errors.js";
import { type Constants, type System, sameDefinition, systemNamed } from "../mechanics/index.js";
import { writeChunk } from "./store/arrays.js";
import { describeRequest, type StoreTotals } from "./store/description.js";
import { noteFinished } from "./store/partial.js";
import { loadedSystemFiles } from "./system-file.js";
import { type Block, type GenerationOptions, generateBlock } from "./trajectories.js";

/** What a thread is asked to do: a block of trajectories to be sent back, or a chunk of a store to be written. */
export interface Job {
  readonly request: number;
  readonly position: number;
  /** A system cannot be sent: its name and constants. */
  readonly system: { readonly name: string; readonly constants: Constants };
  readonly options: Omit<GenerationOptions, "onProgress">;
  /** The unfinished store to write to, as chunk `position`, and the number of all its trajectories. */
  readonly store?: { readonly path: string; readonly count: number };
}

/** What a job gives: its block, or the totals of the chunk that was written. */
export interface Done {
  readonly job: Job;
  readonly block?: Block;
  readonly totals?: StoreTotals;
}

/** A worker's answer to a job. */
export type Answer = Done | { readonly job: Job; readonly error: WorkerError };

/** An error as it travels between threads: with what the operating system refused, if it was that. */
export interface WorkerError {
  readonly message: string;
  readonly user: boolean;
  readonly refusal: { readonly code?: string; readonly path?: string };
}

/** Does a job in this thread, for the system that it names. */
export async function doJob(job: Job, system: System): Promise<Done> {
  const { options, store, position } = job;
  const block = generateBlock(system, options);
  if (store === undefined) return { job, block };
  const { redraws, energyError } = block;
  await writeChunk(store.path, describeRequest(system, { ...options, count: store.count }), position, block);
  await noteFinished(store.path, position, { redraws, energyError });
  return { job, totals: { redraws, energyError } };
}

const made = new Map<string, System>();

/** The system that a job names, in a thread where its file has been loaded; the same object for every job of a set. */
export function systemOfJob({ system: { name, constants } }: Job): System {
  return cached(made, JSON.stringify([name, constants]), () => {
    const system = systemNamed(name);
    const same = Object.entries(constants).every(([key, value]) => system.constants[key] === value);
    return same ? system : system.withConstants(constants);
  });
}

/** Whether a worker thread can make the same system from its name and constants, and there can be worker threads at all. */
export function isRemote(system: System): boolean {
  // Running from the TypeScript sources there is no JavaScript for a worker.
  if (!import.meta.url.endsWith(".js")) return false;
  try {
    return sameDefinition(system, systemNamed(system.name));
  } catch {
    return false;
  }
}

/** Hands the jobs out to `workers` threads, each getting the next one when it has finished; stops all on an error. */
export async function runJobs(
  jobs: readonly Job[],
  workers: number,
  onDone: (done: Done) => void,
  signal: AbortSignal | undefined,
): Promise<void> {
  signal?.throwIfAborted();
  let next = 0;
  const options = { workerData: { systemFiles: loadedSystemFiles() } };
  const count = Math.min(workers, jobs.length);
  const threads = Array.from({ length: count }, () => new Worker(new URL("./worker.js", import.meta.url), options));
  const work = (thread: Worker) =>
    new Promise<void>((resolve, reject) => {
      signal?.addEventListener("abort", () => reject(signal.reason), { once: true });
      const give = () => {
        const job = jobs[next++];
        if (job === undefined) resolve();
        else thread.postMessage(job);
      };
      thread.on("error", reject);
      thread.on("exit", (code) => reject(new Error(`a generation worker stopped with code ${code}`)));
      thread.on("message", (answer: Answer) => {
        // An answer can still arrive between the abort and the end of the thread.
        if (signal?.aborted) return;
        if ("error" in answer) {
          const { message, user, refusal } = answer.error;
          reject(user ? new UserError(message) : Object.assign(new Error(message), refusal));
          return;
        }
        onDone(answer);
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
