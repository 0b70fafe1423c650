import { parentPort, workerData } from "node:worker_threads";
import { UserError } from "../../base/errors.js";
import { loadSystemFile, StoredTrajectories, type TaskSource, type TrajectorySet } from "../../dataset/index.js";
import { type Constants, systemNamed } from "../../mechanics/index.js";
import type { Job, JobData, Progress } from "./job.js";
import { type Phases, runJob } from "./run-job.js";

/** A trajectory set as it travels between threads: the system by name, constants and box, the numbers in shared memory. */
export type SharedSet = Omit<TrajectorySet, "system"> & {
  readonly system: string;
  readonly constants: Constants;
  readonly box: Float64Array;
};

/** A set that stays on disk. */
export interface StoredShare {
  readonly system: string;
  readonly path: string;
}

export interface WorkerInput {
  readonly job: Job;
  readonly phases: Phases;
  readonly threads: number | undefined;
  /** Files of the systems that are not built in. */
  readonly systemFiles: readonly string[];
  readonly train: readonly (SharedSet | StoredShare)[];
  readonly validation: readonly SharedSet[];
  readonly test: SharedSet;
}

export type WorkerMessage =
  | { readonly kind: "progress"; readonly progress: Progress }
  | { readonly kind: "failed"; readonly message: string; readonly stack: string | undefined; readonly user: boolean };

const restore = ({ constants, box, ...set }: SharedSet): TrajectorySet => ({
  ...set,
  system: systemNamed(set.system).withConstants(constants, { box }),
});
const byName = (sets: readonly SharedSet[]) => new Map(sets.map((set) => [set.system, restore(set)]));

async function openAll(sets: readonly (SharedSet | StoredShare)[]): Promise<Map<string, TaskSource>> {
  const opened = new Map<string, TaskSource>();
  for (const set of sets)
    opened.set(set.system, "path" in set ? await StoredTrajectories.open(set.path) : restore(set));
  return opened;
}

if (parentPort !== null) {
  const port = parentPort;
  const send = (message: WorkerMessage) => port.postMessage(message);
  const { job, phases, threads, systemFiles, train, validation, test } = workerData as WorkerInput;
  for (const file of systemFiles) await loadSystemFile(file);
  const stop = new AbortController();
  // The only message a worker gets is the request to stop.
  port.once("message", () => stop.abort());
  try {
    const data: JobData = { train: await openAll(train), validation: byName(validation), test: restore(test) };
    await runJob(job, phases, data, {
      threads,
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
