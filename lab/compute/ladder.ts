import { type Client, startClient } from "./client.js";
import type { EngineChoice } from "./messages.js";
import { RemoteError } from "./rpc.js";

/** Engines from the one that may be fastest to the one that every browser has. */
export const engineIds = ["webgpu", "threads", "single"] as const;
export type EngineId = (typeof engineIds)[number];

/** Which engine the visitor wants: one of them, or the fastest by measurement. */
export type EnginePreference = EngineId | "auto";
export const enginePreferences: readonly EnginePreference[] = ["auto", ...engineIds];

/** More threads than this do not help networks of this size. */
const MAX_THREADS = 4;

export const threadCount = (): number => Math.min(MAX_THREADS, navigator.hardwareConcurrency || 1);

/** What the engine is called on the page. */
export function engineLabel(id: EngineId): string {
  if (id === "webgpu") return "WebGPU";
  return id === "single" ? "WebAssembly, one thread" : `WebAssembly, ${threadCount()} threads`;
}

function choiceOf(id: EngineId): EngineChoice {
  return id === "webgpu" ? { engine: "webgpu" } : { engine: "wasm", threads: id === "single" ? 1 : threadCount() };
}

/** Why an engine cannot be started on this page at all, or undefined. */
export function refusal(id: EngineId): string | undefined {
  if (id === "webgpu") return "gpu" in navigator ? undefined : "this browser offers none";
  if (id === "single") return undefined;
  if (threadCount() < 2) return "this browser gives the page one processor core";
  return crossOriginIsolated ? undefined : "the page is served without cross-origin isolation";
}

/** Starts an engine. Rejects with a sentence where it cannot be had. */
export async function startEngine(id: EngineId, onProgress?: (progress: unknown) => void): Promise<Client> {
  const reason = refusal(id);
  if (reason !== undefined) throw new RemoteError(reason, true);
  return startClient(choiceOf(id), onProgress ?? (() => {}));
}

/** An engine that runs. */
export interface Started {
  readonly id: EngineId;
  readonly client: Client;
}
