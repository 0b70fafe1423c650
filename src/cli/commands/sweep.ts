import { basename, extname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { type Command, Option } from "commander";
import { makeFolder } from "../../base/folders.js";
import { packageFolder } from "../../base/package.js";
import { trustListedSystems } from "../../dataset/index.js";
import { readConfigFile } from "../../experiments/index.js";
import {
  describeSweep,
  describeValues,
  type LauncherName,
  launcherNames,
  planSweep,
  runSweep,
  type SweepPlan,
  withOwnSystems,
} from "../../sweeps/index.js";
import { commandLine, shellLine } from "../command-line.js";
import { runLongTask } from "../long-task.js";
import { print } from "../output.js";
import { integer } from "../parse.js";
import { addTrustOption } from "../run-options.js";
import { presentSweep } from "../tables/sweep.js";

const examples = `
The configuration file names a task, the keys that all runs share and, under sweep, the keys to vary:

  task: experiment
  profile: quick
  config: { outer.iterations: 1000 }
  sweep:
    holdOut: [pendulum, two-body]
    seeds: range(0, 3)

Finished runs are skipped, interrupted ones go on from their checkpoints, failed ones are tried again: the same command
begins and continues a sweep. See docs/sweeps.md.

Examples:
  metahamilton sweep sweeps/paper.yaml --dry-run
  metahamilton sweep sweeps/paper.yaml --out runs/paper-sweep
  metahamilton sweep sweeps/paper.yaml --launcher slurm`;

interface SweepCommandOptions {
  readonly out?: string;
  readonly launcher?: LauncherName;
  readonly workers?: number;
  readonly dryRun?: boolean;
  readonly trust?: boolean;
}

/** `metahamilton sweep`: many runs from one configuration. */
export function addSweep(program: Command): void {
  addTrustOption(program.command("sweep"))
    .argument("<config>", "YAML or JSON file of the sweep")
    .option("--out <folder>", "folder of the sweep (default: runs/<name of the file>)")
    .addOption(new Option("--launcher <name>", "how runs are started (default: the file's)").choices(launcherNames))
    .option("--workers <number>", "worker processes of the local launcher", integer("--workers", 1, 1024))
    .option("--dry-run", "print what would be done or submitted, and do nothing")
    .addHelpText("after", examples)
    .action(sweep);
}

/** What starts this command line again. */
const thisProgram = [process.execPath, fileURLToPath(new URL("dist/node/main.js", packageFolder))];

async function sweep(path: string, options: SweepCommandOptions): Promise<void> {
  if (options.trust === true) trustListedSystems();
  const plan = withOptions(planSweep(await withOwnSystems(await readConfigFile(path)), path), options);
  const directory = options.out ?? join("runs", basename(path, extname(path)));
  if (options.dryRun === true) {
    await print(`${listRuns(plan)}\n${await describeSweep(directory, plan, thisProgram)}`);
    return;
  }
  const { out, launcher, workers } = options;
  const command = commandLine(["sweep", path], { out, launcher, workers });
  await makeFolder(directory);
  const whenStopped = `to continue: ${command}`;
  const { sweep: made, collected } = await runLongTask(whenStopped, (controls) =>
    runSweep(directory, plan, { command, program: thisProgram }, controls),
  );
  if (collected === undefined) {
    await print(`To see how far it is: ${shellLine(["status", directory])}\n`);
    return;
  }
  await presentSweep(made, collected);
}

function withOptions(plan: SweepPlan, { launcher, workers }: SweepCommandOptions): SweepPlan {
  const { file } = plan;
  return {
    ...plan,
    file: {
      ...file,
      launcher: launcher ?? file.launcher,
      local: { ...file.local, workers: workers ?? file.local.workers },
    },
  };
}

function listRuns({ runs, experiment, profile }: SweepPlan): string {
  const lines = runs.map(({ id, values }) => `${id}  ${describeValues(values)}`);
  return [
    `${runs.length} run${runs.length === 1 ? "" : "s"} of ${experiment.task}, profile ${profile}:`,
    ...lines,
    "",
  ].join("\n");
}
