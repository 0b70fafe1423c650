import { parentPort, workerData } from "node:worker_threads";
import type { Loose } from "../base/keys.js";
import type { UnitProgress } from "../experiments/experiment.js";
import { taskNamed } from "./plan.js";

/** What a thread is to do. */
export interface ThreadInput {
  readonly task: string;
  readonly config: Loose;
  readonly directory: string;
  readonly threads: number;
}

export type ThreadMessage =
  | { readonly kind: "progress"; readonly progress: UnitProgress }
  | { readonly kind: "done" }
  | { readonly kind: "failed"; readonly cause: string; readonly stack: string | undefined };

if (parentPort !== null) {
  const port = parentPort;
  const send = (message: ThreadMessage) => port.postMessage(message);
  const { task, config, directory, threads } = workerData as ThreadInput;
  const stop = new AbortController();
  // The only message a thread gets is the request to stop.
  port.once("message", () => stop.abort(new Error("stopped")));
  try {
    await taskNamed(task, "sweep").run(config, directory, {
      onProgress: (progress) => send({ kind: "progress", progress }),
      signal: stop.signal,
      threads,
    });
    stop.signal.throwIfAborted();
    send({ kind: "done" });
  } catch (error) {
    // What is being torn down at somebody's request has nothing to report.
    if (!stop.signal.aborted) {
      const { message, stack, name } = error instanceof Error ? error : new Error(String(error));
      send({ kind: "failed", cause: name === "UserError" ? message : `${name}: ${message}`, stack });
    }
  } finally {
    port.close();
  }
}
