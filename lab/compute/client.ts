import type { Compute, EngineReport } from "./messages.js";
import { remote } from "./rpc.js";

/** A worker that computes, with what it told about its engine. */
export interface Client {
  readonly compute: Compute;
  readonly engine: EngineReport;
  /** Ends the worker; open calls are rejected with the reason. */
  end(reason: string): void;
}

/** More threads than this do not help networks of this size. */
const MAX_THREADS = 4;
/** An engine that has not answered by then is stuck, as threads are where a browser only claims to have them. */
const START_LIMIT_MS = 20_000;

/**
 * Starts a worker with up to `threads` engine threads. Where the page is not isolated, or threads fail, it has one, and a
 * notice says why. Rejects where WebAssembly itself fails.
 */
export async function startClient(
  threads: number,
  onProgress: (progress: unknown) => void = () => {},
): Promise<Client> {
  const wanted = Math.min(threads, MAX_THREADS, navigator.hardwareConcurrency || 1);
  const notices: string[] = [];
  if (wanted > 1 && !crossOriginIsolated)
    notices.push("This page is served without cross-origin isolation, so it computes with one thread.");
  else if (wanted > 1) {
    try {
      return await startWorker(wanted, notices, onProgress);
    } catch (error) {
      notices.push(`Several threads failed (${messageOf(error)}), so the lab computes with one.`);
    }
  }
  return startWorker(1, notices, onProgress);
}

async function startWorker(
  threads: number,
  notices: readonly string[],
  onProgress: (progress: unknown) => void,
): Promise<Client> {
  const { api, end } = remote<Compute>(makeWorker(), onProgress);
  const limit = setTimeout(() => end("the engine did not answer"), START_LIMIT_MS);
  try {
    const engine = await api.start(threads);
    return { compute: api, engine: { ...engine, notices: [...notices, ...engine.notices] }, end };
  } catch (error) {
    end("the engine did not start");
    throw error;
  } finally {
    clearTimeout(limit);
  }
}

/** A worker for what needs no engine, and so no start. */
export function startPlainClient(): Pick<Client, "compute" | "end"> {
  const { api, end } = remote<Compute>(makeWorker(), () => {});
  return { compute: api, end };
}

const makeWorker = () => new Worker(new URL("./worker.ts", import.meta.url), { type: "module", name: "metahamilton" });

/** What went wrong, for the visitor. The engine reports some failures, no memory among them, by a bare number. */
export function messageOf(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  const bare = /^\d*$/.test(text) || /memory|allocation/i.test(text);
  return bare
    ? `The engine failed, most likely for want of memory (${text || "no reason given"}). Fewer points or methods need less.`
    : text;
}
