import { type ChildProcess, fork } from "node:child_process";
import { availableParallelism, freemem, hostname } from "node:os";
import { cut } from "../../base/text.js";
import { markFailed, type Sweep } from "../folder.js";
import { describeValues, type PlannedRun } from "../plan.js";
import type { LaunchContext, Launcher, LaunchHooks } from "./launcher.js";
import type { FromWorker, ToWorker, WorkerStart } from "./local-worker.js";

/** Worker processes on this machine: as many as cores and free memory allow, the cores divided between them. */
export const local: Launcher = {
  async describe(sweep, runs) {
    return `${divisionLine(divideMachine(sweep, runs.length))}\n`;
  },
  async launch(sweep, runs, context, hooks) {
    const division = divideMachine(sweep, runs.length);
    hooks.say(divisionLine(division));
    await new Pool(sweep, runs, division, context, hooks).finish();
    return "finished";
  },
};

/** How the machine is divided. */
export interface Division {
  readonly workers: number;
  /** Of each worker. */
  readonly threads: number;
  readonly cores: number;
  /** What a run is thought to need, and what is free. */
  readonly memoryGiB: number;
  readonly freeGiB: number;
}

/** Workers for `count` runs; what the configuration leaves open is decided by cores and by nine tenths of the free memory. */
export function divideMachine(
  { experiment, local: options }: Pick<Sweep, "experiment" | "local">,
  count: number,
  cores = availableParallelism(),
  freeGiB = freeMemory() / 2 ** 30,
): Division {
  const memoryGiB = options.memoryGiB ?? experiment.memoryGiB;
  const fitting = Math.max(1, Math.floor((0.9 * freeGiB) / memoryGiB));
  const byCores = Math.max(1, Math.floor(cores / (options.threads ?? 1)));
  const workers = Math.max(1, Math.min(options.workers ?? Math.min(byCores, fitting), count));
  const threads = options.threads ?? Math.max(1, Math.floor(cores / workers));
  return { workers, threads, cores, memoryGiB, freeGiB };
}

/** Bytes that this process may still use: what a container's limit leaves, where there is one. */
function freeMemory(): number {
  // Newer than the oldest Node that is supported.
  const available = (process as { availableMemory?: () => number }).availableMemory;
  return available?.call(process) ?? freemem();
}

function divisionLine({ workers, threads, cores, memoryGiB, freeGiB }: Division): string {
  const plural = (count: number, word: string) => `${count} ${word}${count === 1 ? "" : "s"}`;
  return (
    `local: ${plural(workers, "worker process").replace("processs", "processes")} with ${plural(threads, "thread")} each ` +
    `(${plural(cores, "core")}, ${freeGiB.toFixed(1)} GiB free, ${memoryGiB} GiB a run)`
  );
}

/** Starts of a run whose worker dies. */
const MAX_STARTS = 2;

/** Worker processes that take the runs one after another. */
class Pool {
  readonly #sweep: Sweep;
  readonly #waiting: PlannedRun[];
  readonly #division: Division;
  readonly #context: LaunchContext;
  readonly #hooks: LaunchHooks;
  readonly #starts = new Map<string, number>();
  /** What each worker is at, in words. */
  readonly #phases = new Map<ChildProcess, string>();
  readonly #total: number;
  #over = 0;
  #failed = 0;

  constructor(
    sweep: Sweep,
    runs: readonly PlannedRun[],
    division: Division,
    context: LaunchContext,
    hooks: LaunchHooks,
  ) {
    this.#sweep = sweep;
    this.#waiting = [...runs];
    this.#total = runs.length;
    this.#division = division;
    this.#context = context;
    this.#hooks = hooks;
  }

  /** Resolves when every run is over; throws the signal's reason once all workers have stopped. */
  async finish(): Promise<void> {
    this.#report();
    await Promise.all(Array.from({ length: this.#division.workers }, () => this.#work()));
    this.#hooks.signal.throwIfAborted();
  }

  /** One worker after another, each until it dies or nothing waits. */
  async #work(): Promise<void> {
    while (this.#waiting.length > 0 && !this.#hooks.signal.aborted) {
      const died = await this.#useWorker();
      if (died !== undefined) await this.#mourn(died.run, died.how);
    }
  }

  /** Gives a worker runs until none waits; returns the run during which it died. */
  #useWorker(): Promise<{ readonly run: PlannedRun; readonly how: string } | undefined> {
    const { directory } = this.#sweep;
    const { threads } = this.#division;
    const { endedSubmissions } = this.#context;
    const start: WorkerStart = { directory, threads, endedSubmissions };
    const child = fork(new URL("./local-worker.js", import.meta.url), [JSON.stringify(start)], {
      stdio: ["ignore", "ignore", "pipe", "ipc"],
    });
    let complaint = "";
    child.stderr?.on("data", (text: Buffer) => {
      complaint = (complaint + text).slice(-2000);
    });
    let current: PlannedRun | undefined;
    const next = () => {
      current = this.#hooks.signal.aborted ? undefined : this.#waiting.shift();
      if (current === undefined) {
        tell(child, { kind: "end" });
        return;
      }
      this.#starts.set(current.id, (this.#starts.get(current.id) ?? 0) + 1);
      tell(child, { kind: "run", id: current.id });
    };
    const stop = () => tell(child, { kind: "stop" });
    this.#hooks.signal.addEventListener("abort", stop);
    child.on("message", (message: FromWorker) => {
      if (message.kind === "ready") next();
      else if (message.kind === "progress") {
        const { task, done, total } = message.progress;
        this.#phases.set(child, `${task} ${Math.floor((100 * done) / Math.max(1, total))}%`);
        this.#report();
      } else {
        const { outcome } = message;
        this.#phases.delete(child);
        if (outcome.kind !== "stopped") this.#settle(current, outcome);
        current = undefined;
        next();
      }
    });
    return new Promise((resolve, reject) => {
      child.on("error", reject);
      child.on("close", (code, signal) => {
        this.#phases.delete(child);
        this.#hooks.signal.removeEventListener("abort", stop);
        const how = `${signal === null ? `status ${code}` : signal}${lastLine(complaint)}`;
        if (current !== undefined && !this.#hooks.signal.aborted) resolve({ run: current, how });
        // A worker that dies before its first run would die again.
        else if (code !== 0 && !this.#hooks.signal.aborted) reject(new Error(`a worker process ended with ${how}`));
        else resolve(undefined);
      });
    });
  }

  async #mourn(run: PlannedRun, how: string): Promise<void> {
    if ((this.#starts.get(run.id) ?? 0) < MAX_STARTS) {
      this.#hooks.say(`run ${run.id}: its worker process ended with ${how}; it is started once more`);
      this.#waiting.unshift(run);
      return;
    }
    const hint = how.startsWith("SIGKILL") ? " (often: not enough memory; see local.memoryGiB)" : "";
    const cause = `its worker process ended ${MAX_STARTS} times, the last time with ${how}${hint}`;
    await markFailed(this.#sweep.directory, run.id, { cause, host: hostname(), at: new Date().toISOString() });
    this.#settle(run, { kind: "failed", cause });
  }

  #settle(run: PlannedRun | undefined, outcome: Extract<FromWorker, { kind: "outcome" }>["outcome"]): void {
    if (run === undefined) return;
    this.#over++;
    const name = `run ${run.id} (${describeValues(run.values)})`;
    if (outcome.kind === "failed") {
      this.#failed++;
      this.#hooks.say(`${name} failed: ${outcome.cause}`);
    } else if (outcome.kind === "busy") this.#hooks.say(`${name} is left to ${outcome.by}`);
    this.#report();
  }

  #report(): void {
    const failed = this.#failed === 0 ? [] : [`${this.#failed} failed`];
    const words = [...failed, ...this.#phases.values()].join(", ");
    this.#hooks.onProgress({
      task: "runs",
      done: this.#over,
      total: this.#total,
      note: words === "" ? undefined : words,
    });
  }
}

/** A worker that is gone cannot be told anything; its end is noticed elsewhere. */
function tell(child: ChildProcess, message: ToWorker): void {
  if (child.connected) child.send(message, () => {});
}

function lastLine(text: string): string {
  const line = text.trim().split("\n").at(-1) ?? "";
  return line === "" ? "" : `: ${cut(line)}`;
}
