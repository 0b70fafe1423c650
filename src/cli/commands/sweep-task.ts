import { type Command, Option } from "commander";
import { performTask, readSweep } from "../../sweeps/index.js";
import { say } from "../output.js";
import { integer } from "../parse.js";
import { showingOn, showProgress } from "../progress.js";

interface TaskOptions {
  readonly submission: number;
  readonly array: number;
}

/** `metahamilton sweep-task`: what a job array of Slurm runs. Not for people, so help does not list it. */
export function addSweepTask(program: Command): void {
  const number = (name: string) => new Option(`${name} <number>`).argParser(integer(name, 1)).makeOptionMandatory();
  program
    .command("sweep-task", { hidden: true })
    .argument("<folder>", "folder of the sweep")
    .addOption(number("--submission"))
    .addOption(number("--array"))
    .action(async (directory: string, { submission, array }: TaskOptions) => {
      const progress = showProgress(process.stderr);
      const sweep = await readSweep(directory);
      const onProgress = showingOn(progress);
      const end = await performTask(sweep, { submission, array, say, onProgress });
      progress.stop();
      // Stopped: the status of a program that SIGTERM ends.
      process.exitCode = { done: 0, failed: 1, stopped: 143, requeued: 0 }[end];
    });
}
