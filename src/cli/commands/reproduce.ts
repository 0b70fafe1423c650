import type { Command } from "commander";
import { type Finish, paper } from "../../experiments/index.js";
import type { Results } from "../../measure/index.js";
import { listOf } from "../parse.js";
import { addFiguresOption, addFolderOptions, finishRun, prepareRun } from "../run-options.js";
import { addSettingsOptions, askedFor, parseSeed, type SettingsOptions } from "../settings.js";
import { presentResults, tableLines } from "../tables/paper.js";

const examples = `
Profiles: smoke shows in about a minute that every part works, and its numbers mean nothing; quick is a small version of
the paper's experiment, brief the same with a fifth of the training; paper is the whole of it. The folder then holds config.json, results.json, report/index.html,
figures/ and the trained models.

Examples:
  metahamilton reproduce --profile quick
  metahamilton reproduce --profile paper --hold-out pendulum two-body --seed 0 1 2 --out runs/paper
  metahamilton reproduce --config mine.yaml --set outer.iterations=1000
  metahamilton reproduce --resume --out runs/paper`;

/** `metahamilton reproduce`: the whole experiment, from data to report. */
export function addReproduce(program: Command): void {
  const command = addSettingsOptions(program.command("reproduce"))
    .option("--hold-out <system...>", "held-out systems, one experiment each (default: the profile's)", listOf(String))
    .option("--seed <number...>", "seeds, one complete run each (default: the profile's)", listOf(parseSeed));
  addFiguresOption(addFolderOptions(command))
    .option("--json", "print the content of results.json instead of a table")
    .addHelpText("after", examples)
    .action(async ({ json = false, ...options }: SettingsOptions & { json?: boolean }) => {
      const run = await prepareRun(paper, options, askedFor(options));
      // A single part's table is the one at the end.
      const several = run.file.config.holdOut.length * run.file.config.seeds.length > 1;
      await presentResults((await finishRun(run, options, several ? tableLines : undefined)) as Finish<Results>, json);
    });
}
