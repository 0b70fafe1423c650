import { parentPort } from "node:worker_threads";
import type { FromThread, ToThread } from "./messages.js";
import { packError } from "./worker-error.js";

/** What a job in a pool's thread gets. */
export interface JobControls<Progress> {
  readonly onProgress: (progress: Progress) => void;
  /** Aborted when the job shall be left; it then leaves what it can go on from and throws. */
  readonly signal: AbortSignal;
}

/**
 * The whole of a pool's thread: does every job that `runInPool` sends until it is told to stop. `movesOf`: memory of a result that
 * is moved to the pool instead of copied.
 */
export function serveJobs<Job, Result, Progress = never>(
  work: (job: Job, controls: JobControls<Progress>) => Promise<Result>,
  movesOf: (result: Result) => readonly ArrayBuffer[] = () => [],
): void {
  if (parentPort === null) throw new Error("this module is the entry of a worker thread");
  const port = parentPort;
  const send = (message: FromThread<Result, Progress>, moved: readonly ArrayBuffer[] = []) =>
    port.postMessage(message, moved);
  const stop = new AbortController();
  const controls = { onProgress: (progress: Progress) => send({ kind: "progress", progress }), signal: stop.signal };
  let busy = false;
  port.on("message", async (message: ToThread<Job>) => {
    if (message.kind === "stop") {
      stop.abort(new Error("stopped"));
      if (!busy) port.close();
      return;
    }
    busy = true;
    try {
      const result = await work(message.job, controls);
      send({ kind: "done", result }, movesOf(result));
    } catch (error) {
      if (!stop.signal.aborted) send({ kind: "failed", error: packError(error) });
    }
    busy = false;
    if (stop.signal.aborted) port.close();
  });
}
