import { planSweep, runSweep } from "../../src/sweeps/index.js";
import { ratios, summarise } from "../harness/statistics.js";
import { digits, ratio } from "../harness/table.js";
import { withTemporaryFolder } from "../harness/temporary.js";
import type { Part } from "./part.js";

/** A round takes minutes. */
const MAX_ROUNDS = 1;
const RUNS = 2;

/** Runs like the paper's in everything but their length: less training, data and evaluation. */
const file = {
  task: "experiment",
  profile: "paper",
  config: {
    holdOut: ["pendulum"],
    data: { train: 200, validation: 20, test: 20 },
    outer: { iterations: 2000 },
    evaluation: { trajectories: 10, steps: 50, hnnRates: [0.1], searchTrajectories: 10 },
  },
  sweep: { seeds: `range(${RUNS})` },
};

/** Throughput of the local launcher with one worker process and with several of one thread each. */
export const sweep: Part = {
  name: "sweep",
  minutes: 2,
  title: `A sweep of ${RUNS} runs on this machine: worker processes of one thread each`,
  async run({ runs, threads, say }) {
    const workers = [1, threads];
    const times = new Map<number, number[]>(workers.map((count) => [count, []]));
    for (let round = 0; round < Math.min(runs, MAX_ROUNDS); round++)
      for (const count of workers) {
        say(`round ${round + 1}: ${count} worker${count === 1 ? "" : "s"}`);
        times.get(count)?.push(await timeSweep(count));
      }
    const one = times.get(1) ?? [];
    const rows = [...times].map(([count, values]) => {
      const { median } = summarise(values);
      return [String(count), digits(median / 1000), digits((3_600_000 * RUNS) / median), ratio(ratios(one, values))];
    });
    return {
      tables: [{ columns: ["workers", "s", "runs an hour", "throughput / one worker's"], rows }],
      notes: ["from the start of the sweep to the end of its last run; workers' starts included, collecting not"],
      measured: Object.fromEntries(times),
    };
  },
};

/** Milliseconds of a whole sweep in a new folder. */
async function timeSweep(workers: number): Promise<number> {
  return withTemporaryFolder("sweep", async (directory) => {
    const plan = planSweep({ ...file, local: { workers, threads: 1 } }, "bench");
    let end = 0;
    const began = performance.now();
    const { collected } = await runSweep(
      directory,
      plan,
      { command: "bench", program: [] },
      {
        onProgress: ({ done, total }) => {
          if (done === total && end === 0) end = performance.now();
        },
        say: () => {},
        signal: new AbortController().signal,
      },
    );
    if (collected?.status.counts.done !== RUNS) throw new Error("a run of the sweep failed");
    return end - began;
  });
}
