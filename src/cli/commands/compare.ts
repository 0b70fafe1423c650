import { join } from "node:path";
import { type Command, Option } from "commander";
import { UserError } from "../../base/errors.js";
import { atomicWrite } from "../../base/files.js";
import { quote } from "../../base/text.js";
import { SPLITS } from "../../dataset/index.js";
import { collectComparison, compareProfileNames, contestantNames, runComparison } from "../../experiments/index.js";
import type { CompareResults } from "../../measure/index.js";
import { systemNamed } from "../../mechanics/index.js";
import { writeComparison } from "../../report/index.js";
import { type CompareOptions, prepareComparison, resumeComparison } from "../compare-run.js";
import { runLongTask } from "../long-task.js";
import { print } from "../output.js";
import { integer, listOf } from "../parse.js";
import { parseSeed } from "../settings.js";
import { type Column, formatTable } from "../table.js";
import { version } from "../versions.js";

const examples = `
Every method adapts to K points of one test trajectory and predicts the whole trajectory. The folder then holds config.json,
one file a cell under cells/, results.json, report/index.html and figures/. docs/compare.md explains the methods.

Examples:
  metahamilton compare
  metahamilton compare --profile full --out runs/compare
  metahamilton compare --method process sparse-regression --system pendulum --points 10 50 --noise 0
  metahamilton compare --resume --out runs/compare`;

/** `metahamilton compare`: every method of few-shot learning on the same points of the same trajectories. */
export function addCompare(program: Command): void {
  program
    .command("compare")
    .description("compare methods of few-shot learning on held-out systems")
    .addOption(new Option("--profile <name>", 'size of the comparison (default: "quick")').choices(compareProfileNames))
    .addOption(
      new Option("--method <name...>", "methods (default: all that need no training)").choices(contestantNames),
    )
    .option(
      "--system <name...>",
      "systems (default: the paper's six and four more)",
      listOf((name) => systemNamed(name).name),
    )
    .option("--points <number...>", "observed points K", listOf(integer("--points", 1)))
    .option("--noise <level...>", "noise in standard deviations of each component, such as 0.05", listOf(parseNoise))
    .option("--seed <number...>", "seeds, whose trajectories are pooled", listOf(parseSeed))
    .option("--trajectories <number>", "trajectories a seed", integer("--trajectories", 1))
    .addOption(new Option("--split <name>", "trajectories to test on (default: test)").choices(SPLITS))
    .option(
      "--models <folder>",
      "folder of trained models: <method>/<system>/seed-<number>, as train --out models/<method> leaves them; a system without one " +
        "of its own gets another's that was not trained on it",
    )
    .option(
      "--model-seed <number>",
      "seed of the trained models and of tuning, for all seeds (default: each seed its own)",
      parseSeed,
    )
    .option("--workers <number>", "cells that run at the same time (default: one a core)", integer("--workers", 1))
    .option("--out <folder>", "folder of the run, new or empty (default: runs/compare-<profile>-<date>)")
    .option("--resume", "continue the comparison in the folder that --out names")
    .option("--json", "print the content of results.json instead of a table")
    .addHelpText("after", examples)
    .action(async ({ json = false, ...options }: CompareOptions & { json?: boolean }) => {
      const { directory, record } = await prepareComparison(options);
      const results = await runLongTask(`to continue: ${resumeComparison(directory)}`, async (controls) => {
        await runComparison(record.config, directory, controls);
        const { profile, command } = record;
        return collectComparison(record.config, directory, { profile, command, version, totalSeconds: null });
      });
      const text = `${JSON.stringify(results, null, 1)}\n`;
      await atomicWrite(join(directory, "results.json"), text);
      const page = await writeComparison(results, directory);
      await print(json ? text : `${comparisonTable(results)}\nReport: ${page}\n`);
    });
}

function parseNoise(text: string): number {
  const value = Number(text);
  if (text.trim() === "" || !Number.isFinite(value) || value < 0)
    throw new UserError(`--noise must be a number of at least 0, got ${quote(text)}`);
  return value;
}

/** Geometric means of the trajectory error: systems, points and noise down, methods across. */
export function comparisonTable({ entries, methods, systems, points, noise }: CompareResults): string {
  const columns: Column[] = [
    { title: "system" },
    { title: "points", align: "right" },
    { title: "noise", align: "right" },
    ...methods.map(({ name }) => ({ title: name, align: "right" as const })),
  ];
  const rows = systems.flatMap((system) =>
    points.flatMap((count) =>
      noise.map((level) => [
        system.name,
        String(count),
        String(level),
        ...methods.map((method) => {
          const entry = entries.find(
            (e) => e.system === system.name && e.points === count && e.noise === level && e.method === method.name,
          );
          return entry === undefined ? "-" : entry.mse.geometricMean.toExponential(1);
        }),
      ]),
    ),
  );
  return [...formatTable(columns, rows), "", "Geometric mean over trajectories of their mean squared error"].join("\n");
}
