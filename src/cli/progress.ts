import type { Progress } from "../base/progress.js";

/** Where progress is shown: the part of a `tty.WriteStream` that is needed. */
export interface Screen {
  readonly isTTY?: boolean | undefined;
  readonly columns?: number | undefined;
  readonly rows?: number | undefined;
  write(text: string): unknown;
}

/** Shows progress until stopped; `stop` leaves nothing half-drawn. */
export interface ProgressDisplay {
  report(event: Progress): void;
  /** Writes a line that stays, above whatever is being drawn. */
  say(line: string): void;
  stop(): void;
}

/** Bars on a terminal, else lines now and then. */
export function showProgress(screen: Screen, now: () => number = Date.now): ProgressDisplay {
  const drawable = screen.isTTY === true && process.env.TERM !== "dumb";
  return drawable ? new Bars(screen, now) : new Lines(screen, now);
}

const REDRAW_MS = 100;
const BAR_WIDTH = 24;
const UP = (lines: number) => (lines > 0 ? `\x1b[${lines}A` : "");
const ERASE_BELOW = "\x1b[J";

/** One line a running task, redrawn in place. The cursor rests at the start of the line below the block. */
class Bars implements ProgressDisplay {
  readonly #screen: Screen;
  readonly #now: () => number;
  readonly #tasks = new Map<string, Task>();
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

  #line(task: Task, width: number): string {
    const filled = Math.floor(task.fraction * BAR_WIDTH);
    const bar = "█".repeat(filled) + "░".repeat(BAR_WIDTH - filled);
    return `${task.event.task.padEnd(width)} ${bar} ${percent(task).padStart(4)}${details(task, this.#now())}`;
  }
}

const QUIET_MS = 10_000;
const STEP_MS = 1000;

/** A line when a task begins and ends, at every 10 % (a second apart at least) and every 10 s in between. */
class Lines implements ProgressDisplay {
  readonly #screen: Screen;
  readonly #now: () => number;
  readonly #tasks = new Map<string, Task>();
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
    this.#screen.write(`${event.task}: ${percent(task)}${finished ? finish(task, now) : details(task, now)}\n`);
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

/** A running task. */
interface Task {
  readonly event: Progress;
  /** 0 to 1. */
  readonly fraction: number;
  readonly startedAt: number;
  /** The fraction that was done when the task was first reported: a resumed one begins in the middle. */
  readonly startedWith: number;
}

function follow(tasks: Map<string, Task>, event: Progress, now: number): Task {
  const fraction = event.total > 0 ? Math.min(1, Math.max(0, event.done / event.total)) : 1;
  const { startedAt, startedWith } = tasks.get(event.task) ?? { startedAt: now, startedWith: fraction };
  const task = { event, fraction, startedAt, startedWith };
  tasks.set(event.task, task);
  return task;
}

/** Rounded down: 100 % only when it is. */
function percent({ fraction }: Task): string {
  return `${Math.floor(fraction * 100)}%`;
}

/** Time left and note, each only where there is one. */
function details(task: Task, now: number): string {
  const gained = task.fraction - task.startedWith;
  const left = gained > 0 ? ((now - task.startedAt) * (1 - task.fraction)) / gained : undefined;
  return (left === undefined ? "" : `, ${duration(left)} left`) + note(task);
}

function finish(task: Task, now: number): string {
  return ` in ${duration(now - task.startedAt)}${note(task)}`;
}

const note = ({ event }: Task) => (event.note === undefined ? "" : `, ${event.note}`);

/** Milliseconds as "12 s", "3 min 05 s" or "2 h 04 min". */
function duration(ms: number): string {
  const seconds = Math.round(ms / 1000);
  if (seconds < 60) return `${seconds} s`;
  const two = (value: number) => String(value).padStart(2, "0");
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return `${minutes} min ${two(seconds % 60)} s`;
  return `${Math.floor(minutes / 60)} h ${two(minutes % 60)} min`;
}
