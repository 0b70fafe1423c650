import { type Command, Option } from "commander";
import { type FoundRun, findRuns } from "../../experiments/index.js";
import { print, printJson } from "../output.js";
import { runTable } from "../tables/runs.js";

const examples = `
Looks for runs of adapt, reproduce, compare, train and sweep in the folder and below it, and reads their config.json and results.json.

Examples:
  metahamilton runs
  metahamilton runs --sort error
  metahamilton runs measurements --json`;

/** Ascending; what is not known comes last. */
const orders: Readonly<Record<string, (run: FoundRun) => number>> = {
  newest: ({ written }) => -written.getTime(),
  error: ({ error }) => error?.value ?? Number.POSITIVE_INFINITY,
  time: ({ seconds }) => seconds ?? Number.POSITIVE_INFINITY,
};

/** `metahamilton runs`: which runs there are, and what came of them. */
export function addRuns(program: Command): void {
  program
    .command("runs")
    .argument("[folder]", "folder to look in", "runs")
    .addOption(new Option("--sort <order>", "which come first").choices(Object.keys(orders)).default("newest"))
    .option("--json", "print everything as JSON")
    .addHelpText("after", examples)
    .action(async (folder: string, { sort, json = false }: { sort: string; json?: boolean }) => {
      const order = orders[sort] as (run: FoundRun) => number;
      const runs = (await findRuns(folder)).sort((a, b) => order(a) - order(b) || 0);
      if (json) return printJson(runs);
      await print(runs.length === 0 ? `${folder}: no runs\n` : `${runTable(runs).join("\n")}\n`);
    });
}
