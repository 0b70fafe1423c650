import { type Command, Option } from "commander";
import { UserError } from "../../base/errors.js";
import { quote } from "../../base/text.js";
import { SPLITS } from "../../dataset/index.js";
import { type CompareConfig, comparison, contestantNames, type Finish, put } from "../../experiments/index.js";
import type { CompareResults } from "../../measure/index.js";
import { systemNamed } from "../../mechanics/index.js";
import { print } from "../output.js";
import { integer, listOf } from "../parse.js";
import {
  type Asked,
  addConfigOptions,
  addFiguresOption,
  addFolderOptions,
  finishRun,
  prepareRun,
  type RunOptions,
} from "../run-options.js";
import { parseSeed } from "../settings.js";
import { comparisonTable } from "../tables/comparison.js";

const examples = `
Every method adapts to K points of one test trajectory and predicts the whole trajectory. The folder then holds config.json,
one file a cell under cells/, results.json, report/index.html and figures/. docs/compare.md explains the methods.

Examples:
  metahamilton compare
  metahamilton compare --profile full --out runs/compare
  metahamilton compare --method process sparse-regression --system pendulum --points 10 50 --noise 0
  metahamilton compare --resume --out runs/compare`;

/** Options that decide a configuration; each replaces a key of it. */
interface CompareOptions extends RunOptions {
  readonly method?: readonly string[];
  readonly system?: readonly string[];
  readonly points?: readonly number[];
  readonly noise?: readonly number[];
  readonly seed?: readonly number[];
  readonly trajectories?: number;
  readonly split?: string;
  readonly models?: string;
  readonly modelSeed?: number;
  readonly workers?: number;
  readonly json?: boolean;
}

/** `metahamilton compare`: every method of few-shot learning on the same points of the same trajectories. */
export function addCompare(program: Command): void {
  const command = addConfigOptions(program.command("compare"), comparison)
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
    .option("--workers <number>", "cells that run at the same time (default: one a core)", integer("--workers", 1));
  addFiguresOption(addFolderOptions(command, "compare-<profile>"))
    .option("--json", "print the content of results.json instead of a table")
    .addHelpText("after", examples)
    .action(compare);
}

async function compare(options: CompareOptions): Promise<void> {
  const run = await prepareRun(comparison, options, askedFor(options));
  const { results, page } = (await finishRun(run, options)) as Finish<CompareResults>;
  const text = () => `${JSON.stringify(results, null, 1)}\n`;
  await print(options.json === true ? text() : `${comparisonTable(results)}\nReport: ${page}\n`);
}

function askedFor(options: CompareOptions): Asked<CompareConfig> {
  const { method, system, points, noise, seed, trajectories, split, models, modelSeed, workers } = options;
  const keys = {
    methods: method,
    systems: system,
    points,
    noise,
    seeds: seed,
    trajectories,
    split,
    models,
    modelSeed,
    workers,
  };
  const changes = Object.fromEntries(Object.entries(keys).filter(([, value]) => value !== undefined));
  return {
    over: (settings) => put(comparison, settings, changes, "options"),
    given: { method, system, points, noise, seed, trajectories, split, models, "model-seed": modelSeed },
    folder: (profile) => `compare-${profile}`,
  };
}

function parseNoise(text: string): number {
  const value = Number(text);
  if (text.trim() === "" || !Number.isFinite(value) || value < 0)
    throw new UserError(`--noise must be a number of at least 0, got ${quote(text)}`);
  return value;
}
