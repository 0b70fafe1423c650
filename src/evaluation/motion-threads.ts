import type { Worker } from "node:worker_threads";
import { Control, type Motions, MotionWorker } from "./motions.js";

/** Computes motions on this thread and on helpers beside it; the tasks of a round go to whoever is free. */
export class MotionThreads {
  readonly #motions: Motions;
  readonly #own: MotionWorker;
  readonly #helpers: readonly Worker[];

  private constructor(motions: Motions, own: MotionWorker, helpers: readonly Worker[]) {
    this.#motions = motions;
    this.#own = own;
    this.#helpers = helpers;
  }

  static async create(motions: Motions, threads: number): Promise<MotionThreads> {
    // Nothing to do before the first round.
    Atomics.store(motions.control, Control.next, motions.tasks);
    const helpers = threads > 1 ? await startHelpers(motions, threads - 1) : [];
    return new MotionThreads(motions, await MotionWorker.create(motions), helpers);
  }

  /** Parameters and first samples are in place: helpers may begin. Until `finish`, this thread is free for other work. */
  begin(): void {
    const { control } = this.#motions;
    Atomics.store(control, Control.done, 0);
    Atomics.store(control, Control.next, 0);
    Atomics.add(control, Control.round, 1);
    Atomics.notify(control, Control.round);
  }

  /** Takes part in the work; returns when all motions are there. */
  finish(): void {
    const { control, tasks } = this.#motions;
    this.#own.work();
    for (let done = Atomics.load(control, Control.done); done < tasks; done = Atomics.load(control, Control.done))
      Atomics.wait(control, Control.done, done);
  }

  async close(): Promise<void> {
    await Promise.all(this.#helpers.map((helper) => helper.terminate()));
  }
}

async function startHelpers(motions: Motions, count: number): Promise<Worker[]> {
  const { Worker } = await import(/* @vite-ignore */ "node:worker_threads");
  // Bundlers for browsers must not take the file along.
  const script = new URL(/* @vite-ignore */ "./motion-worker.js", import.meta.url);
  return Array.from({ length: count }, () => {
    const helper = new Worker(script, { workerData: motions });
    helper.unref();
    return helper;
  });
}

/** Helpers need Node and the built library; in a browser or from the sources one thread does all the work. */
export function usableThreads(wanted: number, tasks: number): number {
  const able = typeof process === "object" && import.meta.url.endsWith(".js");
  return able ? Math.min(wanted, tasks) : 1;
}
