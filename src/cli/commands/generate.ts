import { availableParallelism } from "node:os";
import { join } from "node:path";
import { type Command, Option } from "commander";
import { UserError } from "../../base/errors.js";
import { generateInParallel, SPLITS, type Split, saveTrajectories } from "../../dataset/index.js";
import { exists, makeFolder } from "../folders.js";
import { rejectOnAbort, runLongTask } from "../long-task.js";
import { print } from "../output.js";
import { integer } from "../parse.js";
import { findSystems } from "../system-options.js";

const MAX_TRAJECTORIES = 1_000_000;

const examples = `
Writes <folder>/<system>.zarr for every system: a Zarr v3 group with the arrays t, q, p, dq_dt and dp_dt. The same seed
always gives the same trajectories, and no two splits share one.

Examples:
  metahamilton generate pendulum --trajectories 1000 --out data
  metahamilton generate two-body three-body --trajectories 100 --seed 7 --split test --out data/test`;

interface GenerateOptions {
  readonly trajectories?: number;
  readonly seed: number;
  readonly split: Split;
  readonly workers?: number;
  readonly out?: string;
}

/** `metahamilton generate`: data sets of many trajectories. */
export function addGenerate(program: Command): void {
  program
    .command("generate")
    .description("generate data sets of trajectories from random initial conditions")
    .argument("<system...>", "names of the systems")
    .option("--trajectories <number>", "trajectories of each system", integer("--trajectories", 1, MAX_TRAJECTORIES))
    .option("--out <folder>", "where to write; made where it is missing")
    .option("--seed <number>", "seed of the initial conditions", integer("--seed", 0), 0)
    .addOption(new Option("--split <name>", "use of the trajectories").choices(SPLITS).default("train"))
    .option("--workers <number>", "worker threads (default: one a core)", integer("--workers", 1, 1024))
    .addHelpText("after", examples)
    .action(generate);
}

async function generate(names: readonly string[], options: GenerateOptions): Promise<void> {
  const { out, trajectories: count, seed, split, workers = availableParallelism() } = options;
  if (count === undefined) throw new UserError("generate needs --trajectories with the number for each system");
  if (out === undefined) throw new UserError("generate needs --out with the folder to write to");
  const targets = (await findSystems(names)).map((system) => ({ system, path: join(out, `${system.name}.zarr`) }));
  // Saving refuses an existing target too, but only after all the work.
  for (const { path } of targets)
    if (await exists(path)) throw new UserError(`${path} exists already; choose another folder with --out`);
  await makeFolder(out);
  await runLongTask("what was not finished was not written", async ({ onProgress, signal }) => {
    const requests = targets.map(({ system }) => ({ system, count, seed, split }));
    const report = (done: number, total: number) => onProgress({ task: "trajectories", done, total });
    const sets = await Promise.race([
      generateInParallel(requests, { workers, onProgress: report }),
      rejectOnAbort(signal),
    ]);
    for (const [i, set] of sets.entries()) {
      signal.throwIfAborted();
      await saveTrajectories(set, targets[i]?.path as string);
    }
  });
  const lines = targets.map(
    ({ path }) => `${path}: ${count} ${split} trajector${count === 1 ? "y" : "ies"}, seed ${seed}\n`,
  );
  await print(lines.join(""));
}
