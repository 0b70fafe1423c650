import { parentPort, workerData } from "node:worker_threads";
import { UserError } from "../base/errors.js";
import { loadSystemFile, type TrajectorySet } from "../dataset/index.js";
import { systemNamed } from "../mechanics/index.js";
import type { Job, JobData, Progress } from "./job.js";
import { type Phases, runJob } from "./run-job.js";

/** A trajectory set as it travels between threads: the system by name, the numbers in shared memory. */
export type SharedSet = Omit<TrajectorySet, "system"> & { readonly system: string };

export interface WorkerInput {
  readonly job: Job;
  readonly phases: Phases;
  /** Files of the systems that are not built in. */
  readonly systemFiles: readonly string[];
  readonly train: readonly SharedSet[];
  readonly validation: readonly SharedSet[];
  readonly test: SharedSet;
}

export type WorkerMessage =
  | { readonly kind: "progress"; readonly progress: Progress }
  | { readonly kind: "failed"; readonly message: string; readonly stack: string | undefined; readonly user: boolean };

const restore = (set: SharedSet): TrajectorySet => ({ ...set, system: systemNamed(set.system) });
const byName = (sets: readonly SharedSet[]) => new Map(sets.map((set) => [set.system, restore(set)]));

if (parentPort !== null) {
  const port = parentPort;
  const send = (message: WorkerMessage) => port.postMessage(message);
  const { job, phases, systemFiles, train, validation, test } = workerData as WorkerInput;
  for (const file of systemFiles) await loadSystemFile(file);
  const data: JobData = { train: byName(train), validation: byName(validation), test: restore(test) };
  const stop = new AbortController();
  // The only message a worker gets is the request to stop.
  port.once("message", () => stop.abort());
  try {
    await runJob(job, phases, data, {
      onProgress: (progress) => send({ kind: "progress", progress }),
      signal: stop.signal,
    });
  } catch (error) {
    // What is being torn down at somebody's request has nothing to report.
    if (!stop.signal.aborted) {
      if (!(error instanceof Error)) throw error;
      send({ kind: "failed", message: error.message, stack: error.stack, user: error instanceof UserError });
    }
  } finally {
    port.close();
  }
}
