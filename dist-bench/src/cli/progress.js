/** Bars on a terminal, else lines now and then. */
export function showProgress(screen, now = Date.now) {
    const drawable = screen.isTTY === true && process.env.TERM !== "dumb";
    return drawable ? new Bars(screen, now) : new Lines(screen, now);
}
const REDRAW_MS = 100;
const BAR_WIDTH = 24;
const UP = (lines) => (lines > 0 ? `\x1b[${lines}A` : "");
const ERASE_BELOW = "\x1b[J";
/** One line a running task, redrawn in place. The cursor rests at the start of the line below the block. */
class Bars {
    #screen;
    #now;
    #tasks = new Map();
    #drawnLines = 0;
    #drawnAt = Number.NEGATIVE_INFINITY;
    #timer;
    #stopped = false;
    constructor(screen, now) {
        this.#screen = screen;
        this.#now = now;
    }
    report(event) {
        if (this.#stopped)
            return;
        const task = follow(this.#tasks, event, this.#now());
        if (task.fraction >= 1)
            this.#tasks.delete(event.task);
        const wait = this.#drawnAt + REDRAW_MS - this.#now();
        if (wait <= 0)
            this.#draw();
        else
            this.#timer ??= setTimeout(() => this.#draw(), wait).unref();
    }
    stop() {
        if (this.#stopped)
            return;
        this.#stopped = true;
        clearTimeout(this.#timer);
        if (this.#drawnLines > 0)
            this.#screen.write(`\r${UP(this.#drawnLines)}${ERASE_BELOW}`);
    }
    #draw() {
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
    #lines() {
        const room = Math.max(1, (this.#screen.rows || 24) - 2);
        const tasks = [...this.#tasks.values()];
        const width = tasks.reduce((w, { event }) => Math.max(w, event.task.length), 0);
        const lines = tasks.map((task) => this.#line(task, width));
        const shown = lines.length > room ? [...lines.slice(0, room - 1), `and ${lines.length - room + 1} more`] : lines;
        return shown.map((line) => line.slice(0, Math.max(1, (this.#screen.columns || 80) - 1)));
    }
    #line(task, width) {
        const filled = Math.floor(task.fraction * BAR_WIDTH);
        const bar = "█".repeat(filled) + "░".repeat(BAR_WIDTH - filled);
        return `${task.event.task.padEnd(width)} ${bar} ${percent(task).padStart(4)}${details(task, this.#now())}`;
    }
}
const QUIET_MS = 10_000;
const STEP_MS = 1000;
/** A line when a task begins and ends, at every 10 % (a second apart at least) and every 10 s in between. */
class Lines {
    #screen;
    #now;
    #tasks = new Map();
    #said = new Map();
    #stopped = false;
    constructor(screen, now) {
        this.#screen = screen;
        this.#now = now;
    }
    report(event) {
        if (this.#stopped)
            return;
        const now = this.#now();
        const task = follow(this.#tasks, event, now);
        const tenth = Math.floor(task.fraction * 10);
        const said = this.#said.get(event.task);
        const finished = task.fraction >= 1;
        if (said !== undefined && !finished) {
            const silence = now - said.at;
            if (silence < QUIET_MS && (tenth <= said.tenth || silence < STEP_MS))
                return;
        }
        this.#screen.write(`${event.task}: ${percent(task)}${finished ? finish(task, now) : details(task, now)}\n`);
        this.#said.set(event.task, { at: now, tenth });
        if (!finished)
            return;
        this.#tasks.delete(event.task);
        this.#said.delete(event.task);
    }
    stop() {
        this.#stopped = true;
    }
}
function follow(tasks, event, now) {
    const fraction = event.total > 0 ? Math.min(1, Math.max(0, event.done / event.total)) : 1;
    const { startedAt, startedWith } = tasks.get(event.task) ?? { startedAt: now, startedWith: fraction };
    const task = { event, fraction, startedAt, startedWith };
    tasks.set(event.task, task);
    return task;
}
/** Rounded down: 100 % only when it is. */
function percent({ fraction }) {
    return `${Math.floor(fraction * 100)}%`;
}
/** Time left and note, each only where there is one. */
function details(task, now) {
    const gained = task.fraction - task.startedWith;
    const left = gained > 0 ? ((now - task.startedAt) * (1 - task.fraction)) / gained : undefined;
    return (left === undefined ? "" : `, ${duration(left)} left`) + note(task);
}
function finish(task, now) {
    return ` in ${duration(now - task.startedAt)}${note(task)}`;
}
const note = ({ event }) => (event.note === undefined ? "" : `, ${event.note}`);
/** Milliseconds as "12 s", "3 min 05 s" or "2 h 04 min". */
function duration(ms) {
    const seconds = Math.round(ms / 1000);
    if (seconds < 60)
        return `${seconds} s`;
    const two = (value) => String(value).padStart(2, "0");
    const minutes = Math.floor(seconds / 60);
    if (minutes < 60)
        return `${minutes} min ${two(seconds % 60)} s`;
    return `${Math.floor(minutes / 60)} h ${two(minutes % 60)} min`;
}
