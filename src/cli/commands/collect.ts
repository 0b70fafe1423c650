import type { Command } from "commander";
import { collectSweep, readSweep } from "../../sweeps/index.js";
import { addFiguresOption } from "../run-options.js";
import { presentSweep } from "../tables/sweep.js";

const examples = `
A sweep that ends on this machine collects by itself, and one on Slurm by its last job. This makes table and report of
the runs that have finished so far.

Example:
  metahamilton collect runs/paper-sweep`;

/** `metahamilton collect`: table and report of a sweep's finished runs. */
export function addCollect(program: Command): void {
  addFiguresOption(program.command("collect"))
    .argument("<folder>", "folder of the sweep")
    .addHelpText("after", examples)
    .action(async (directory: string, options: { png?: boolean }) => {
      const sweep = await readSweep(directory);
      await presentSweep(sweep, await collectSweep(sweep, options));
    });
}
