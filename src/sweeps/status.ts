import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { type Holder, lockHolder } from "../base/lock.js";
import type { Progress } from "../base/progress.js";
import { claimPath, type Failed, readDone, readFailed, runFiles, runFolder, type Sweep } from "./folder.js";
import type { PlannedRun } from "./plan.js";

/** How far a run is. */
export type RunState =
  | { readonly run: PlannedRun; readonly state: "done"; readonly seconds: number }
  | { readonly run: PlannedRun; readonly state: "failed"; readonly failed: Failed }
  | {
      readonly run: PlannedRun;
      readonly state: "running";
      readonly holder: Holder;
      readonly progress: Progress | undefined;
    }
  /** Begun, and left by a process that is gone: it will be gone on with. */
  | { readonly run: PlannedRun; readonly state: "interrupted" }
  | { readonly run: PlannedRun; readonly state: "waiting" };

export interface SweepStatus {
  readonly runs: readonly RunState[];
  readonly counts: Readonly<Record<RunState["state"], number>>;
  /** Mean seconds of the finished runs; undefined before the first. */
  readonly meanSeconds: number | undefined;
  /** Seconds until all is done if as many runs go on side by side as now; undefined where nothing is running or none has finished. */
  readonly secondsLeft: number | undefined;
}

/** Folders that are read at the same time. */
const AT_ONCE = 64;

/** Looks at every run's folder; nothing is changed. */
export async function readStatus(sweep: Sweep): Promise<SweepStatus> {
  const runs = await inParallel(sweep.runs, (run) => readRunState(sweep.directory, run));
  const counts = { done: 0, failed: 0, running: 0, interrupted: 0, waiting: 0 };
  let seconds = 0;
  for (const run of runs) {
    counts[run.state]++;
    if (run.state === "done") seconds += run.seconds;
  }
  const meanSeconds = counts.done === 0 ? undefined : seconds / counts.done;
  const left = counts.interrupted + counts.waiting + counts.running / 2;
  const known = meanSeconds !== undefined && counts.running > 0;
  return { runs, counts, meanSeconds, secondsLeft: known ? (left * meanSeconds) / counts.running : undefined };
}

async function readRunState(directory: string, run: PlannedRun): Promise<RunState> {
  const { id } = run;
  const files = await runFiles(directory, id);
  if (files.includes("done.json")) {
    const done = await readDone(directory, id);
    if (done !== undefined) return { run, state: "done", seconds: done.seconds };
  }
  if (files.includes("claim.json")) {
    const holder = await lockHolder(claimPath(directory, id));
    if (holder !== undefined) return { run, state: "running", holder, progress: await readProgress(directory, id) };
  }
  const failed = files.includes("failed.json") ? await readFailed(directory, id) : undefined;
  if (failed !== undefined) return { run, state: "failed", failed };
  return { run, state: files.includes("events.jsonl") ? "interrupted" : "waiting" };
}

async function readProgress(directory: string, id: string): Promise<Progress | undefined> {
  try {
    return JSON.parse(await readFile(join(runFolder(directory, id), "progress.json"), "utf8")) as Progress;
  } catch {
    // Not written yet, or just removed.
    return undefined;
  }
}

/** `map` over all items, `AT_ONCE` at a time, results in order. */
export async function inParallel<T, R>(items: readonly T[], map: (item: T) => Promise<R>): Promise<R[]> {
  const results = new Array<R>(items.length);
  let next = 0;
  const work = async () => {
    for (let i = next++; i < items.length; i = next++) results[i] = await map(items[i] as T);
  };
  await Promise.all(Array.from({ length: Math.min(AT_ONCE, items.length) }, work));
  return results;
}
