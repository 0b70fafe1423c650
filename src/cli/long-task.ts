import type { Progress } from "../base/progress.js";
import { Interrupted } from "./failure.js";
import { say } from "./output.js";
import { showingOn, showProgress } from "./progress.js";

/** What a long task gets from the command line. */
export interface TaskControls {
  readonly onProgress: (event: Progress) => void;
  /** Prints a line to stderr without disturbing the progress. */
  readonly say: (line: string) => void;
  /** Aborted when the user wants to stop; the task then rejects as soon as what it has written is whole. */
  readonly signal: AbortSignal;
}

/** A task that is asked to stop gets this long to finish what it is writing. */
const GRACE_MS = 10_000;

/** One Ctrl-C can arrive twice: from the terminal, and passed on by npm. */
const SAME_SIGNAL_MS = 500;

const stopSignals = ["SIGINT", "SIGTERM"] as const;

/**
 * Does `work` with its progress on stderr. The first SIGINT or SIGTERM aborts the work and prints `whenStopped`, a second
 * one ends the program at once.
 */
export async function runLongTask<T>(whenStopped: string, work: (controls: TaskControls) => Promise<T>): Promise<T> {
  const progress = showProgress(process.stderr);
  const controller = new AbortController();
  let stoppedAt: number | undefined;
  let grace: NodeJS.Timeout | undefined;
  const removeHandlers = () => {
    for (const name of stopSignals) process.off(name, stop);
  };
  // process.exit would tear the threads down first, and an engine that is computing in one of them then crashes the
  // process with a message of its own. The signal's default action does not ask anyone.
  const endAtOnce = () => {
    removeHandlers();
    process.kill(process.pid, "SIGINT");
  };
  function stop(): void {
    if (stoppedAt !== undefined) {
      if (performance.now() - stoppedAt > SAME_SIGNAL_MS) endAtOnce();
      return;
    }
    stoppedAt = performance.now();
    progress.stop();
    say(`metahamilton: stopped; ${whenStopped}`);
    controller.abort(new Interrupted());
    grace = setTimeout(endAtOnce, GRACE_MS).unref();
  }
  for (const name of stopSignals) process.on(name, stop);
  try {
    return await work({
      onProgress: showingOn(progress),
      say: (line) => progress.say(line),
      signal: controller.signal,
    });
  } catch (error) {
    // Whatever a task that is being torn down throws, it is because the user asked for it.
    throw controller.signal.aborted ? new Interrupted() : error;
  } finally {
    progress.stop();
    clearTimeout(grace);
    removeHandlers();
  }
}
