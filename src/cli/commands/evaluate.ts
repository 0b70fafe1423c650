import type { Command } from "commander";
import { UserError } from "../../base/errors.js";
import { trustListedSystems } from "../../dataset/index.js";
import { evaluate, readRunFile, training } from "../../experiments/index.js";
import { commandLine } from "../command-line.js";
import { runLongTask } from "../long-task.js";
import { addFiguresOption, addTrustOption, type RunOptions } from "../run-options.js";
import { presentResults } from "../tables/paper.js";

const examples = `
Writes results.json and report/index.html into the folder of the run.

Examples:
  metahamilton evaluate runs/pendulum
  metahamilton evaluate runs/pendulum --json`;

interface EvaluateOptions extends Pick<RunOptions, "trust" | "png"> {
  readonly json?: boolean;
}

/** `metahamilton evaluate`: tests a model that `train` made. */
export function addEvaluate(program: Command): void {
  addFiguresOption(addTrustOption(program.command("evaluate")))
    .argument("<run>", "folder that train has made")
    .option("--json", "print the content of results.json instead of a table")
    .addHelpText("after", examples)
    .action(async (directory: string, { json = false, trust = false, png }: EvaluateOptions) => {
      if (trust) trustListedSystems();
      const { kind } = await readRunFile(directory, training);
      if (kind !== training.name)
        throw new UserError(`${directory} is a run of ${kind}, which evaluates its models itself`);
      const whenStopped = `to start again: ${commandLine(["evaluate", directory])}`;
      await presentResults(
        await runLongTask(whenStopped, (controls) => evaluate(directory, { ...controls, png })),
        json,
      );
    });
}
