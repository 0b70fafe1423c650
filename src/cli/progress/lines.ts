import type { Progress } from "../../base/progress.js";
import type { ProgressDisplay, Screen } from "./display.js";
import { finish, follow, percentDone, progressDetails, type RunningTask } from "./task.js";

const QUIET_MS = 10_000;
const STEP_MS = 1000;

/** A line when a task begins and ends, at every 10 % (a second apart at least) and every 10 s in between. */
export class Lines implements ProgressDisplay {
  readonly #screen: Screen;
  readonly #now: () => number;
  readonly #tasks = new Map<string, RunningTask>();
  readonly #said = new Map<string, { at: number; tenth: number }>();
  #stopped = false;

  constructor(screen: Screen, now: () => number) {
    this.#screen = screen;
    this.#now = now;
  }

  report(event: Progress): void {
    if (this.#stopped) return;
    const now = this.#now();
    const task = follow(this.#tasks, event, now);
    const tenth = Math.floor(task.fraction * 10);
    const said = this.#said.get(event.task);
    const finished = task.fraction >= 1;
    if (said !== undefined && !finished) {
      const silence = now - said.at;
      if (silence < QUIET_MS && (tenth <= said.tenth || silence < STEP_MS)) return;
    }
    this.#screen.write(
      `${event.task}: ${percentDone(task)}${finished ? finish(task, now) : progressDetails(task, now)}\n`,
    );
    this.#said.set(event.task, { at: now, tenth });
    if (!finished) return;
    this.#tasks.delete(event.task);
    this.#said.delete(event.task);
  }

  say(line: string): void {
    this.#screen.write(`${line}\n`);
  }

  stop(): void {
    this.#stopped = true;
  }
}
