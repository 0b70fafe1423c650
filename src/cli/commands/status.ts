import type { Command } from "commander";
import { queuedTasks, readStatus, readSweep } from "../../sweeps/index.js";
import { print, printJson } from "../output.js";
import { statusText } from "../tables/sweep.js";

const examples = `
Reads the folder only, so it can be asked on any machine that sees it.

Examples:
  metahamilton status runs/paper-sweep
  metahamilton status runs/paper-sweep --json`;

/** `metahamilton status`: how far a sweep is. */
export function addStatus(program: Command): void {
  program
    .command("status")
    .argument("<folder>", "folder of the sweep")
    .option("--json", "print everything as JSON")
    .addHelpText("after", examples)
    .action(async (directory: string, { json = false }: { json?: boolean }) => {
      const sweep = await readSweep(directory);
      const status = await readStatus(sweep);
      // A cluster that does not answer is no reason to say nothing.
      const queued = sweep.launcher === "slurm" ? await queuedTasks(sweep).catch(() => undefined) : undefined;
      if (json) return printJson({ ...status, ...(queued === undefined ? {} : { slurm: Object.fromEntries(queued) }) });
      const jobs = [...(queued ?? [])].map(([state, count]) => `${count} ${state.toLowerCase()}`).join(", ");
      const line = queued === undefined ? "" : `Slurm: ${jobs === "" ? "nothing queued" : jobs}\n`;
      await print(`${statusText(status)}${line}`);
    });
}
