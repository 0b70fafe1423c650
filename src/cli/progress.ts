import type { Progress } from "../base/progress.js";
import { Bars } from "./progress/bars.js";
import type { ProgressDisplay, Screen } from "./progress/display.js";
import { Lines } from "./progress/lines.js";

/** Bars on a terminal, else lines now and then. */
export function showProgress(screen: Screen, now: () => number = Date.now): ProgressDisplay {
  const drawable = screen.isTTY === true && process.env.TERM !== "dumb";
  return drawable ? new Bars(screen, now) : new Lines(screen, now);
}

/** What shows events on a display: how far a task is, and above that what is told once. */
export function showingOn(display: ProgressDisplay): (event: Progress) => void {
  return (event) => {
    if (event.notice === undefined) display.report(event);
    else display.say(event.notice);
  };
}

/** Does work that says how far it is, under a name on stderr. */
export async function withProgress<T>(
  task: string,
  work: (onProgress: (done: number, total: number, note: string) => void) => T | Promise<T>,
): Promise<T> {
  const progress = showProgress(process.stderr);
  try {
    return await work((done, total, note) => progress.report({ task, done, total, note }));
  } finally {
    progress.stop();
  }
}
