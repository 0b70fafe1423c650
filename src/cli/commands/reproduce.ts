import type { Command } from "commander";
import { reproducePaper } from "../experiments.js";
import { runLongTask } from "../long-task.js";
import { listOf } from "../parse.js";
import { addRunOptions, prepareRun, type RunOptions } from "../prepare-run.js";
import { addSettingsOptions, parseSeed } from "../settings.js";
import { presentResults } from "../summary.js";

const examples = `
Profiles: smoke shows in about a minute that every part works, and its numbers mean nothing; quick is a small version of
the paper's experiment; paper is the whole of it. The folder then holds config.json, results.json, report/index.html,
figures/ and the trained models.

Examples:
  metahamilton reproduce --profile quick
  metahamilton reproduce --profile paper --hold-out pendulum two-body --seed 0 1 2 --out runs/paper
  metahamilton reproduce --config mine.yaml --set outer.iterations=1000
  metahamilton reproduce --resume --out runs/paper`;

/** `metahamilton reproduce`: the whole experiment, from data to report. */
export function addReproduce(program: Command): void {
  const command = program.command("reproduce").description("run the paper's whole experiment, from data to report");
  addSettingsOptions(command)
    .option("--hold-out <system...>", "held-out systems, one experiment each (default: the profile's)", listOf(String))
    .option("--seed <number...>", "seeds, one complete run each (default: the profile's)", listOf(parseSeed));
  addRunOptions(command)
    .option("--json", "print the content of results.json instead of a table")
    .addHelpText("after", examples)
    .action(async ({ json = false, ...options }: RunOptions & { json?: boolean }) => {
      const { config, context, whenStopped } = await prepareRun("reproduce", options);
      const results = await runLongTask(whenStopped, (controls) => reproducePaper(config, { ...context, ...controls }));
      await presentResults(results, context.directory, json);
    });
}
