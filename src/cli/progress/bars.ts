import type { Progress } from "../../base/progress.js";
import type { ProgressDisplay, Screen } from "./display.js";
import { follow, percentDone, progressDetails, type RunningTask } from "./task.js";

const REDRAW_MS = 100;
const BAR_WIDTH = 24;
const UP = (lines: number) => (lines > 0 ? `\x1b[${lines}A` : "");
const ERASE_BELOW = "\x1b[J";

/** One line a running task, redrawn in place. The cursor rests at the start of the line below the block. */
export class Bars implements ProgressDisplay {
  readonly #screen: Screen;
  readonly #now: () => number;
  readonly #tasks = new Map<string, RunningTask>();
  #drawnLines = 0;
  #drawnAt = Number.NEGATIVE_INFINITY;
  #timer: NodeJS.Timeout | undefined;
  #stopped = false;

  constructor(screen: Screen, now: () => number) {
    this.#screen = screen;
    this.#now = now;
  }

  report(event: Progress): void {
    if (this.#stopped) return;
    const task = follow(this.#tasks, event, this.#now());
    if (task.fraction >= 1) this.#tasks.delete(event.task);
    const wait = this.#drawnAt + REDRAW_MS - this.#now();
    if (wait <= 0) this.#draw();
    else this.#timer ??= setTimeout(() => this.#draw(), wait).unref();
  }

  say(line: string): void {
    const erase = this.#drawnLines > 0 ? `\r${UP(this.#drawnLines)}${ERASE_BELOW}` : "";
    this.#screen.write(`${erase}${line}\n`);
    this.#drawnLines = 0;
    if (!this.#stopped && this.#tasks.size > 0) this.#draw();
  }

  stop(): void {
    if (this.#stopped) return;
    this.#stopped = true;
    clearTimeout(this.#timer);
    if (this.#drawnLines > 0) this.#screen.write(`\r${UP(this.#drawnLines)}${ERASE_BELOW}`);
    this.#drawnLines = 0;
  }

  #draw(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#drawnAt = this.#now();
    const lines = this.#lines();
    this.#screen.write(`\r${UP(this.#drawnLines)}${ERASE_BELOW}${lines.map((line) => `${line}\n`).join("")}`);
    this.#drawnLines = lines.length;
  }

  /**
   * What does not fit on the screen could not be erased again, so lines are cut and surplus tasks only counted. A terminal
   * that does not know its size says 0.
   */
  #lines(): string[] {
    const room = Math.max(1, (this.#screen.rows || 24) - 2);
    const tasks = [...this.#tasks.values()];
    const width = tasks.reduce((w, { event }) => Math.max(w, event.task.length), 0);
    const lines = tasks.map((task) => this.#line(task, width));
    const shown = lines.length > room ? [...lines.slice(0, room - 1), `and ${lines.length - room + 1} more`] : lines;
    return shown.map((line) => line.slice(0, Math.max(1, (this.#screen.columns || 80) - 1)));
  }

  #line(task: RunningTask, width: number): string {
    const filled = Math.floor(task.fraction * BAR_WIDTH);
    const bar = "█".repeat(filled) + "░".repeat(BAR_WIDTH - filled);
    return `${task.event.task.padEnd(width)} ${bar} ${percentDone(task).padStart(4)}${progressDetails(task, this.#now())}`;
  }
}
