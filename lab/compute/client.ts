import type { Compute, EngineChoice } from "./messages.js";
import { remote } from "./rpc.js";

/** A worker that computes. */
export interface Client {
  readonly compute: Compute;
  /** Ends the worker; open calls are rejected with the reason. */
  end(reason: string): void;
}

/** An engine that has not answered by then is stuck, as threads are where a browser only claims to have them. */
const START_LIMIT_MS = 20_000;

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

/** What went wrong, for the visitor. */
export function messageOf(error: unknown): string {
  const text = textOf(error);
  return lacksMemory(text)
    ? `The engine failed, most likely for want of memory (${text || "no reason given"}). Fewer points or methods need less.`
    : causeOf(error);
}

/** The same in a few words: why an engine failed. */
export function causeOf(error: unknown): string {
  const text = textOf(error);
  if (lacksMemory(text)) return `it failed, most likely for want of memory (${text || "no reason given"})`;
  if (/device (was|is) lost/i.test(text)) return "the graphics processor was lost";
  // Of the engine's own reports only the last words are about the failure.
  return text.replace(/^failed to call.*message: /is, "").trim();
}

const textOf = (error: unknown) => (error instanceof Error ? error.message : String(error));

/** The engine reports some failures, no memory among them, by a bare number. */
const lacksMemory = (text: string) => /^\d*$/.test(text) || /memory|allocation|bad_alloc/i.test(text);
