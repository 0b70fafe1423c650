import { type HelperThread, startThread } from "../runtime/index.js";
import { type Motions, MotionWorker } from "./motions.js";

/** Computes motions on this thread and on helpers beside it; the tasks of a round go to whoever is free. */
export class MotionThreads {
  readonly #own: MotionWorker;
  readonly #helpers: readonly HelperThread[];

  private constructor(own: MotionWorker, helpers: readonly HelperThread[]) {
    this.#own = own;
    this.#helpers = helpers;
  }

  static async create(motions: Motions, threads: number): Promise<MotionThreads> {
    // Bundlers for browsers must not take the file along.
    const script = new URL(/* @vite-ignore */ "./motion-thread.js", import.meta.url);
    const helpers: HelperThread[] = [];
    while (helpers.length < threads - 1) helpers.push(await startThread(script, motions));
    return new MotionThreads(await MotionWorker.create(motions), helpers);
  }

  /** Parameters and first samples are in place: helpers may begin. Until `finish`, this thread is free for other work. */
  begin(): void {
    this.#own.rounds.begin();
  }

  /** Takes part in the work; returns when all motions are there. */
  finish(): void {
    this.#own.work();
    this.#own.rounds.awaitAll();
  }

  async close(): Promise<void> {
    await Promise.all(this.#helpers.map((helper) => helper.terminate()));
  }
}
