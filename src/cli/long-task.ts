import { Interrupted } from "./failure.js";
import { say } from "./output.js";
import { type ProgressEvent, showProgress } from "./progress.js";

/** What a long task gets from the command line. */
export interface TaskControls {
  readonly onProgress: (event: ProgressEvent) => void;
  /** Aborted when the user wants to stop; the task then rejects as soon as what it has written is whole. */
  readonly signal: AbortSignal;
}

/** A task that is asked to stop gets this long to finish what it is writing. */
const GRACE_MS = 10_000;

const stopSignals = ["SIGINT", "SIGTERM"] as const;

/**
 * Does `work` with its progress on stderr. The first SIGINT or SIGTERM aborts the work and prints `whenStopped`, a second
 * one ends the program at once.
 */
export async function runLongTask<T>(whenStopped: string, work: (controls: TaskControls) => Promise<T>): Promise<T> {
  const progress = showProgress(process.stderr);
  const controller = new AbortController();
  let giveUp = () => {};
  const tooLate = new Promise<never>((_, reject) => {
    giveUp = () => reject(new Interrupted());
  });
  const stop = () => {
    if (controller.signal.aborted) process.exit(new Interrupted().exitCode);
    progress.stop();
    say(`metahamilton: stopped; ${whenStopped}`);
    controller.abort(new Interrupted());
    setTimeout(giveUp, GRACE_MS).unref();
  };
  for (const name of stopSignals) process.on(name, stop);
  try {
    const controls = { onProgress: (event: ProgressEvent) => progress.report(event), signal: controller.signal };
    return await Promise.race([work(controls), tooLate]);
  } catch (error) {
    // Whatever a task that is being torn down throws, it is because the user asked for it.
    throw controller.signal.aborted ? new Interrupted() : error;
  } finally {
    progress.stop();
    for (const name of stopSignals) process.off(name, stop);
  }
}

/** Never resolves; for work that can be dropped in the middle because it has written nothing. */
export function rejectOnAbort(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => signal.addEventListener("abort", () => reject(signal.reason), { once: true }));
}

/** An argument as a shell takes it. */
export function shellQuote(text: string): string {
  return /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`;
}
