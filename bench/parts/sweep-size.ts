import { cp, mkdir, readdir, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { collectSweep, planSweep, readStatus, readSweep, runSweep, unfinished } from "../../src/sweeps/index.js";
import { digits } from "../harness/table.js";
import { withTemporaryFolder } from "../harness/temporary.js";
import type { Part } from "./part.js";

const RUNS = 10_000;

/**
 * A run of the paper's size in everything that decides the size of its files but the trajectories it is tested on, a tenth of them,
 * in proportion to which evaluation.json grows. Training is cut short, which changes the size of its metrics only.
 */
const paperSized = {
  task: "experiment",
  profile: "paper",
  config: {
    data: { train: 20, validation: 4, test: 10 },
    outer: { iterations: 20, reportEvery: 10, checkpointEvery: 10 },
    evaluation: { trajectories: 10, hnnRates: [0.1], searchTrajectories: 1 },
  },
  sweep: { holdOut: ["pendulum"] },
};

/** The smallest run: what is left of the cost is the sweep's own. */
const smallest = (seeds: string) => ({
  task: "experiment",
  profile: "smoke",
  config: {
    holdOut: ["pendulum"],
    data: { train: 4, validation: 2, test: 1 },
    model: { width: 4 },
    outer: { iterations: 2, points: 4, reportEvery: 1, checkpointEvery: 1 },
    evaluation: { trajectories: 1, points: 4, steps: 5, hnnRates: [0.1], searchTrajectories: 1 },
  },
  sweep: { seeds },
});

/** What a sweep of 10,000 runs costs beside the runs themselves: files, bytes, planning, status, collecting. */
export const sweepSize: Part = {
  name: "sweep-size",
  minutes: 2,
  title: `A sweep of ${RUNS} runs: files, storage, and the time of planning, status and collecting`,
  async run({ say }) {
    return withTemporaryFolder("sweep", async (root) => {
      say("one run of the paper's size");
      const paperFolder = await sweepOnce(join(root, "paper"), paperSized);
      const tested = await measureFolder(join(paperFolder, "pendulum", "seed-0", "evaluation.json"));
      const short = await measureFolder(paperFolder);
      const paper = { ...short, bytes: short.bytes + 9 * tested.bytes, disk: short.disk + 9 * tested.disk };
      say("one of the smallest runs");
      const source = await sweepOnce(join(root, "small"), smallest("range(1)"));
      const small = await measureFolder(source);
      const times: [string, number][] = [];
      const timed = async <T>(what: string, work: () => T | Promise<T>): Promise<T> => {
        say(what);
        const began = performance.now();
        const result = await work();
        times.push([what, performance.now() - began]);
        say(`${digits((performance.now() - began) / 1000)} s`);
        return result;
      };
      const directory = join(root, "large");
      await mkdir(directory);
      const plan = await timed(`planning ${RUNS} runs`, () => planSweep(smallest(`range(${RUNS})`), "bench"));
      // All but the first are copies of one finished run: the sweep reads the same files, and as many.
      await writeFile(
        join(directory, "sweep.json"),
        JSON.stringify({
          ...{ version: 1, name: "large", task: plan.experiment.task, profile: plan.profile, command: "bench" },
          ...{ launcher: "local", local: plan.file.local, slurm: plan.file.slurm },
          ...{ base: plan.base, axes: plan.axes, runs: plan.runs },
        }),
      );
      await timed(`copying ${RUNS} finished runs`, async () => {
        for (const { id, values } of plan.runs) {
          const folder = join(directory, "runs", id);
          await cp(source, folder, { recursive: true });
          if (values.seeds !== 0)
            await cp(join(folder, "pendulum", "seed-0"), join(folder, "pendulum", `seed-${values.seeds}`), {
              recursive: true,
            });
        }
      });
      const sweep = await timed("reading sweep.json", () => readSweep(directory));
      await timed("finding what is left to do", () => unfinished(sweep, sweep.runs));
      await timed("status", () => readStatus(sweep));
      const { rows } = await timed("collecting: table and report", () => collectSweep(sweep));
      const bytesOf = async (name: string) => (await stat(join(directory, name))).size;
      const table = await bytesOf("table.parquet");
      const line = (name: string, { files, bytes, disk }: Size) => [
        name,
        String(files),
        digits(bytes / 1e6),
        digits(disk / 1e6),
        digits((files * RUNS) / 1e3),
        digits((disk * RUNS) / 1e9),
      ];
      return {
        tables: [
          {
            columns: [
              "a run",
              "files and folders",
              "MB",
              "MB on disk",
              `thousand files, ${RUNS} runs`,
              `GB on disk, ${RUNS} runs`,
            ],
            rows: [line("of the paper's size", paper), line("the smallest", small)],
          },
          { columns: ["step", "s"], rows: times.map(([what, ms]) => [what, digits(ms / 1000)]) },
        ],
        notes: [
          `evaluation.json of ${digits(tested.bytes / 1e6)} MB for 10 trajectories, counted tenfold`,
          `sweep.json ${digits((await bytesOf("sweep.json")) / 1e6)} MB; table.parquet ${rows} rows, ${digits(table / 1e6)} MB; largest memory ${digits(process.resourceUsage().maxRSS / 1e3)} MB`,
          "on this machine's own disk; a shared file system takes longer for each file",
        ],
        measured: { paper, small, times, rows, table },
      };
    });
  },
};

/** Does a sweep of one run; returns the run's folder. */
async function sweepOnce(directory: string, content: Record<string, unknown>): Promise<string> {
  await mkdir(directory);
  const plan = planSweep(content, "bench");
  const hooks = { onProgress: () => {}, say: () => {}, signal: new AbortController().signal };
  const { collected } = await runSweep(directory, plan, { command: "bench", program: [] }, hooks);
  if (collected?.status.counts.done !== 1) throw new Error("the run failed");
  return join(directory, "runs", plan.runs[0]?.id ?? "");
}

interface Size {
  /** Files and folders, the folder itself included: what a quota of inodes counts. */
  readonly files: number;
  readonly bytes: number;
  /** In blocks. */
  readonly disk: number;
}

/** Of a folder with all that is in it, or of a file. */
async function measureFolder(folder: string): Promise<Size> {
  const inside = (await stat(folder)).isDirectory() ? await readdir(folder, { recursive: true }) : [];
  const names = ["", ...inside];
  const infos = await Promise.all(names.map((name) => stat(join(folder, name))));
  return {
    files: names.length,
    bytes: infos.reduce((total, info) => total + (info.isFile() ? info.size : 0), 0),
    disk: infos.reduce((total, info) => total + 512 * info.blocks, 0),
  };
}
