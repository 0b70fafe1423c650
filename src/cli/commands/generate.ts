import { availableParallelism } from "node:os";
import { join } from "node:path";
import { type Command, Option } from "commander";
import { UserError } from "../../base/errors.js";
import { makeFolder } from "../../base/folders.js";
import { shellQuote } from "../../base/text.js";
import {
  checkConstants,
  generateStores,
  type Sampling,
  SPLITS,
  type Split,
  withSettings,
} from "../../dataset/index.js";
import { runLongTask } from "../long-task.js";
import { print } from "../output.js";
import { integer, listOf, positiveNumber } from "../parse.js";
import { addSystemFileOption, findSystems, parseConstants } from "../system-options.js";

const MAX_TRAJECTORIES = 100_000_000;
const MAX_POINTS = 1_000_000;

const examples = `
Writes <folder>/<system>.zarr for every system: a Zarr v3 group with the arrays t, q, p, dq_dt and dp_dt, one after the other
to disk. The same seed always gives the same bytes, and no two splits share a trajectory. When it was interrupted, the same
command goes on with what is missing.

Examples:
  metahamilton generate pendulum --trajectories 1000 --out data
  metahamilton generate two-body three-body --trajectories 100 --seed 7 --split test --out data/test
  metahamilton generate pendulum --set length=0.5..2 --noise 0.01 --irregular --trajectories 1000 --out noisy
  metahamilton generate ./my-system.ts --trajectories 1000 --out data`;

interface GenerateOptions {
  readonly trajectories?: number;
  readonly seed: number;
  readonly split: Split;
  readonly workers?: number;
  readonly out?: string;
  readonly system?: readonly string[];
  readonly set?: readonly string[];
  readonly duration?: number;
  readonly points?: number;
  readonly every?: number;
  readonly irregular?: boolean;
  readonly noise?: number;
}

/** `metahamilton generate`: data sets of many trajectories. */
export function addGenerate(program: Command): void {
  const command = program
    .command("generate")
    .argument("[system...]", "names of systems, or files that define them")
    .option("--trajectories <number>", "trajectories of each system", integer("--trajectories", 1, MAX_TRAJECTORIES))
    .option("--out <folder>", "where to write; made where it is missing")
    .option("--seed <number>", "seed of the initial conditions", integer("--seed", 0), 0)
    .addOption(new Option("--split <name>", "use of the trajectories").choices(SPLITS).default("train"))
    .option("--workers <number>", "worker threads (default: one a core)", integer("--workers", 1, 1024))
    .option("--set <constant=value...>", "constants: mass=2, or mass=0.5..2 for a value a trajectory", listOf(String))
    .option("--duration <seconds>", "span of a trajectory (default: the system's own)", positiveNumber("--duration"))
    .option("--points <number>", "samples a trajectory (default: the system's own)", integer("--points", 2, MAX_POINTS))
    .option("--every <number>", "keep every n-th of the samples only", integer("--every", 1, MAX_POINTS))
    .option("--irregular", "times of its own for every trajectory, uniform between both ends")
    .option(
      "--noise <fraction>",
      "standard deviation of noise on q and p, as a fraction of the reach of each",
      positiveNumber("--noise"),
    )
    .addHelpText("after", examples);
  addSystemFileOption(command).action(generate);
}

async function generate(names: readonly string[], options: GenerateOptions, command: Command): Promise<void> {
  const { out, trajectories: count, seed, split, workers = availableParallelism(), set } = options;
  const systems = await findSystems(names, options.system);
  if (systems.length === 0) command.error("error: missing required argument 'system'");
  if (count === undefined) throw new UserError("generate needs --trajectories with the number for each system");
  if (out === undefined) throw new UserError("generate needs --out with the folder to write to");
  const settings = parseConstants(set, true);
  checkConstants(systems, settings, "--set");
  const targets = systems.map((system) => {
    const { system: own, ranges } = withSettings(system, settings);
    const sampling = { ...samplingOf(options), ...(Object.keys(ranges).length === 0 ? {} : { ranges }) };
    return { system: own, count, seed, split, sampling, path: join(out, `${system.name}.zarr`) };
  });
  await makeFolder(out);
  const whenStopped = `what is finished stays in ${shellQuote(out)}; the same command goes on with the rest`;
  const totals = await runLongTask(whenStopped, ({ onProgress, signal }) =>
    generateStores(targets, {
      workers,
      onProgress: (done, total) => onProgress({ task: "trajectories", done, total }),
      signal,
    }),
  );
  const lines = targets.map(({ path }, i) => {
    const { redraws = 0, energyError = 0 } = totals[i] ?? {};
    const made = `${count} ${split} trajector${count === 1 ? "y" : "ies"}, seed ${seed}`;
    return `${path}: ${made}; ${redraws} redrawn, relative energy error at most ${energyError.toExponential(1)}\n`;
  });
  await print(lines.join(""));
}

function samplingOf({ duration, points, every, irregular, noise }: GenerateOptions): Sampling {
  const given = Object.entries({ duration, points, every, irregular, noise }).filter(
    ([, value]) => value !== undefined,
  );
  return Object.fromEntries(given);
}
