import type { Command } from "commander";
import { UserError } from "../../base/errors.js";
import { shellQuote } from "../../base/text.js";
import { evaluateModels } from "../experiments.js";
import { runLongTask } from "../long-task.js";
import { contextOf } from "../prepare-run.js";
import { readRun } from "../run-folder.js";
import { presentResults } from "../summary.js";

const examples = `
Writes results.json and report/index.html into the folder of the run.

Examples:
  metahamilton evaluate runs/pendulum
  metahamilton evaluate runs/pendulum --json`;

/** `metahamilton evaluate`: tests a model that `train` made. */
export function addEvaluate(program: Command): void {
  program
    .command("evaluate")
    .description("adapt a trained model to trajectories of its held-out system and measure its predictions")
    .argument("<run>", "folder that train has made")
    .option("--json", "print the content of results.json instead of a table")
    .addHelpText("after", examples)
    .action(async (directory: string, { json = false }: { json?: boolean }) => {
      const record = await readRun(directory);
      if (record.kind !== "train")
        throw new UserError(`${directory} is a run of ${record.kind}, which evaluates its models itself`);
      const whenStopped = `to start again: metahamilton evaluate ${shellQuote(directory)}`;
      const context = contextOf(directory, false, record);
      const results = await runLongTask(whenStopped, (controls) =>
        evaluateModels(record.config, { ...context, ...controls }),
      );
      await presentResults(results, directory, json);
    });
}
