import { mkdir, rm } from "node:fs/promises";
import { hostname } from "node:os";
import { join } from "node:path";
import { atomicWrite } from "../base/files.js";
import type { Loose } from "../base/keys.js";
import { describeHolder, type Holder, isLock, type SlurmTask, takeLock } from "../base/lock.js";
import { version } from "../base/package.js";
import { runInPool } from "../base/pool/pool.js";
import type { Progress } from "../base/progress.js";
import { shellQuote } from "../base/text.js";
import { writeRunFile } from "../experiments/index.js";
import {
  claimPath,
  forgetFailure,
  logEvent,
  markDone,
  markFailed,
  type RunEvent,
  readDone,
  runFolder,
  type Sweep,
} from "./folder.js";
import { type PlannedRun, resolveRun } from "./plan.js";

/** How the work on a run ended. */
export type Outcome =
  | { readonly kind: "done" }
  | { readonly kind: "failed"; readonly cause: string }
  | { readonly kind: "stopped" }
  /** Another process is at it. */
  | { readonly kind: "busy"; readonly by: string };

export interface WorkOptions {
  readonly threads: number;
  readonly onProgress: (progress: Progress) => void;
  readonly signal: AbortSignal;
  readonly slurm: SlurmTask | null;
  /** Submissions to Slurm up to this number have ended, wherever their tasks ran. */
  readonly endedSubmissions: number;
}

/** Progress is written for `status` at most so often. */
const PROGRESS_MS = 5000;

/**
 * Does one run unless it is done, going on from what its folder holds. The run is claimed first, so that no other process
 * does it at the same time, and marked at the end; of a run that was done twice all the same only the first mark counts.
 * The work is in a thread of its own: this one stays free to renew the claim and to hear signals.
 */
export async function workOnRun(sweep: Sweep, run: PlannedRun, options: WorkOptions): Promise<Outcome> {
  const { directory, experiment } = sweep;
  const { id } = run;
  if ((await readDone(directory, id)) !== undefined) return { kind: "done" };
  const isDead = (holder: Holder) => hasEnded(holder, options);
  const claim = await takeLock(claimPath(directory, id), { slurm: options.slurm, isDead });
  if (!isLock(claim)) return { kind: "busy", by: describeHolder(claim) };
  const folder = runFolder(directory, id);
  const progressPath = join(folder, "progress.json");
  const log = (event: RunEvent["event"], cause?: string) =>
    logEvent(directory, id, { event, ...whoAndWhen(), slurm: options.slurm?.job, cause });
  let writing: Promise<void> | undefined;
  try {
    if ((await readDone(directory, id)) !== undefined) return { kind: "done" };
    await mkdir(folder, { recursive: true });
    await forgetFailure(directory, id);
    const config = resolveRun(sweep, run);
    await writeRunFile(folder, {
      version: 1,
      kind: experiment.name,
      profile: sweep.profile,
      command: `metahamilton ${experiment.name} --config ${shellQuote(join(folder, "config.json"))}`,
      config,
      versions: { metahamilton: version },
      sweep: run,
    });
    await log("started");
    const began = performance.now();
    let written = Number.NEGATIVE_INFINITY;
    const result = await inThread(
      { task: experiment.task, config, directory: folder, threads: options.threads },
      AbortSignal.any([options.signal, claim.lost]),
      (progress) => {
        options.onProgress(progress);
        if (performance.now() - written < PROGRESS_MS) return;
        written = performance.now();
        // A progress that cannot be written is no reason to stop.
        writing = atomicWrite(progressPath, JSON.stringify(progress)).catch(() => {});
      },
    );
    if (result.kind === "stopped") {
      await log("stopped");
      return result;
    }
    const { host, at } = whoAndWhen();
    if (result.kind === "failed") {
      await markFailed(directory, id, { cause: result.cause, stack: result.stack, host, at });
      await log("failed", result.cause);
      return { kind: "failed", cause: result.cause };
    }
    const seconds = (performance.now() - began) / 1000;
    if (await markDone(directory, id, { seconds, host, at, version })) await log("finished");
    return { kind: "done" };
  } finally {
    await writing;
    await rm(progressPath, { force: true });
    await claim.release();
  }
}

const whoAndWhen = () => ({ host: hostname(), pid: process.pid, at: new Date().toISOString() });

/** Slurm has ended a task that belongs to an ended submission, or that it has started anew. */
function hasEnded({ slurm }: Holder, { slurm: own, endedSubmissions }: WorkOptions): boolean {
  if (slurm === null) return false;
  if (slurm.submission <= endedSubmissions) return true;
  return own !== null && slurm.job === own.job && slurm.restart < own.restart;
}

/** A run as it is sent to its thread. */
export interface ThreadRun {
  readonly task: string;
  readonly config: Loose;
  readonly directory: string;
  readonly threads: number;
}

type ThreadResult =
  | { readonly kind: "done" }
  | { readonly kind: "stopped" }
  | { readonly kind: "failed"; readonly cause: string; readonly stack: string | undefined };

async function inThread(
  run: ThreadRun,
  signal: AbortSignal,
  onProgress: (progress: Progress) => void,
): Promise<ThreadResult> {
  try {
    const script = new URL("./run-thread.js", import.meta.url);
    await runInPool<ThreadRun, void, Progress>([run], { script, threads: 1, onProgress, signal });
    return { kind: "done" };
  } catch (error) {
    if (signal.aborted) return { kind: "stopped" };
    const { name, message, stack } = error instanceof Error ? error : new Error(String(error));
    return { kind: "failed", cause: name === "UserError" ? message : `${name}: ${message}`, stack };
  }
}
