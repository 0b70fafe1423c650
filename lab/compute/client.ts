import type { Compute, EngineChoice } from "./messages.js";
import { remote } from "./rpc.js";

/** A worker that computes. */
export interface Client {
  readonly compute: Compute;
  /** Ends the worker; open calls are rejected with the reason. */
  end(reason: string): void;
}

/** An engine that has not answered by then is stuck, as threads are where a browser only claims to have them; a busy machine takes half. */
const START_LIMIT_MS = 60_000;

/** Starts a worker with an engine. Rejects where the engine does not start. */
export async function startClient(choice: EngineChoice, onProgress: (progress: unknown) => void): Promise<Client> {
  const { api, end } = remote<Compute>(makeWorker(), onProgress);
  const limit = setTimeout(() => end("it did not answer"), START_LIMIT_MS);
  try {
    await api.start(choice);
    return { compute: api, end };
  } catch (error) {
    end("the engine did not start");
    throw error;
  } finally {
    clearTimeout(limit);
  }
}

/** A worker for what needs no engine, and so no start. */
export function startPlainClient(onProgress: (progress: unknown) => void = () => {}): Client {
  const { api, end } = remote<Compute>(makeWorker(), onProgress);
  return { compute: api, end };
}

const makeWorker = () => new Worker(new URL("./worker.ts", import.meta.url), { type: "module", name: "metahamilton" });
