import type { Progress } from "../../base/progress.js";
import { readSweep } from "../folder.js";
import { type Outcome, workOnRun } from "../work.js";

/** What a worker process is started with. */
export interface WorkerStart {
  readonly directory: string;
  readonly threads: number;
  readonly endedSubmissions: number;
}

export type ToWorker =
  | { readonly kind: "run"; readonly id: string }
  /** Leave the run, if there is one, so that it can be gone on with, and end. */
  | { readonly kind: "stop" }
  /** End; no run is going on. */
  | { readonly kind: "end" };

export type FromWorker =
  | { readonly kind: "ready" }
  | { readonly kind: "progress"; readonly progress: Progress }
  | { readonly kind: "outcome"; readonly outcome: Outcome };

/** A worker whose parent is gone gets this long to leave its run in order. */
const GRACE_MS = 10_000;

const { directory, ...options } = JSON.parse(process.argv[2] ?? "") as WorkerStart;
const stop = new AbortController();
// Ctrl-C on a terminal reaches every process; the parent decides what it means.
process.on("SIGINT", () => {});
process.on("disconnect", () => {
  stop.abort();
  setTimeout(() => process.exit(1), GRACE_MS).unref();
});

const sweep = await readSweep(directory);
const send = (message: FromWorker) => {
  if (process.connected) process.send?.(message, () => {});
};
process.on("message", async (message: ToWorker) => {
  if (message.kind === "end") process.disconnect();
  else if (message.kind === "stop") {
    stop.abort();
    process.disconnect();
  } else {
    const run = sweep.runs.find(({ id }) => id === message.id);
    if (run === undefined) throw new Error(`${directory} has no run ${message.id}`);
    const outcome = await workOnRun(sweep, run, {
      ...options,
      signal: stop.signal,
      slurm: null,
      onProgress: (progress) => send({ kind: "progress", progress }),
    });
    send({ kind: "outcome", outcome });
  }
});
send({ kind: "ready" });
