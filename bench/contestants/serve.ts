import { createInterface } from "node:readline";

/** What a contestant can be asked for. */
export interface Work {
  /** Does the work once. */
  run(): Promise<void>;
  /** Named results of the first run. */
  result(): Readonly<Record<string, ArrayLike<number>>>;
}

/** Marks the ends of the stages before the first result. */
export class Stages {
  readonly #stages: Record<string, number> = {};
  #last = 0;

  /** The stage `name` ends now; the first stage began with the process. */
  done(name: string): void {
    const now = performance.now();
    this.#stages[name] = now - this.#last;
    this.#last = now;
  }

  get all(): Readonly<Record<string, number>> {
    return this.#stages;
  }
}

const answer = (value: unknown) => process.stdout.write(`${JSON.stringify(value)}\n`);

/** Says that the first run is done, then answers requests until the input ends. */
export async function serve(work: Work, stages: Stages, versions: Readonly<Record<string, string>>): Promise<void> {
  answer({ stages: stages.all, versions });
  for await (const request of createInterface({ input: process.stdin })) {
    if (request === "run") {
      const began = performance.now();
      await work.run();
      answer({ ms: performance.now() - began });
    } else if (request === "result") {
      answer(Object.fromEntries(Object.entries(work.result()).map(([name, values]) => [name, Array.from(values)])));
    } else if (request === "memory") answer({ bytes: process.resourceUsage().maxRSS * 1024 });
  }
  process.exit(0);
}
