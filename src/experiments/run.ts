import { UserError } from "../base/errors.js";
import { differingKeys, type Loose, valueAt } from "../base/keys.js";
import { contentOf, inFolder } from "../base/run-lock.js";
import { cut } from "../base/text.js";
import type { EngineName } from "../runtime/index.js";
import { type Experiment, isFree, type WorkHooks } from "./experiment.js";
import { experiments } from "./list.js";
import { runVersions } from "./machine.js";
import { type RunFile, readRunFile, runKind, writeRunFile } from "./run-file.js";
import { profileLabel, type Settings } from "./settings.js";

/** A run whose folder is ready. */
export interface Run<Config extends Loose = Loose, Results extends object = object> {
  readonly experiment: Experiment<Config, Results>;
  readonly directory: string;
  readonly file: RunFile<Config>;
  /** Whether an earlier process has begun it. */
  readonly resumed: boolean;
}

/** Makes the folder of a new run, with its `config.json` as its first file. `UserError` for a folder that holds anything. */
export async function startRun<Config extends Loose, Results extends object>(
  experiment: Experiment<Config, Results>,
  settings: Settings<Config>,
  directory: string,
  command: string,
): Promise<Run<Config, Results>> {
  const versions = await runVersions((settings.config.engine ?? null) as EngineName | null);
  const { profile, config } = settings;
  const file: RunFile<Config> = { version: 1, kind: experiment.name, profile, command, config, versions };
  await inFolder(directory, async () => {
    if ((await contentOf(directory)).length > 0)
      throw new UserError(
        `${directory} is not empty; choose another folder, or resume the run in it with --resume --out ${directory}`,
      );
    await writeRunFile(directory, file);
  });
  return { experiment, directory, file, resumed: false };
}

/**
 * The run in a folder, to be gone on with. `ask` makes the settings that are asked for out of those of the run: they must be the same
 * but for what changes no number, as another machine may have other cores.
 */
export async function resumeRun<Config extends Loose, Results extends object>(
  experiment: Experiment<Config, Results>,
  directory: string,
  ask: (there: Settings<Config>) => Promise<Settings<Config>>,
): Promise<Run<Config, Results>> {
  await refuseOtherKind(experiment, directory);
  const file = await readRunFile(directory, experiment);
  const { config } = await ask(file);
  const key = differingKeys(file.config, config).find((key) => !isFree(key));
  if (key !== undefined) {
    const [there, asked] = [file.config, config].map((from) => cut(JSON.stringify(valueAt(from, key))));
    throw new UserError(
      `${directory} was started with another configuration: ${key} is ${there} there, ${asked} is asked for; ` +
        "leave the options out to continue it as it is",
    );
  }
  return { experiment, directory, file: { ...file, config }, resumed: true };
}

async function refuseOtherKind({ name }: Pick<Experiment, "name">, directory: string): Promise<void> {
  const kind = await runKind(directory);
  if (kind !== name && experiments.some((one) => one.name === kind))
    throw new UserError(
      `${directory} is a run of ${kind}; continue it with metahamilton ${kind} --resume --out ${directory}`,
    );
}

/** What came of a run: its results and the path of its report, where the experiment has any. */
export interface Finish<Results extends object> {
  readonly results: Results;
  readonly page: string;
}

/**
 * Does the work of a run, then writes results and report into its folder. One process at a time: a `UserError` says who is at it.
 * `perform`: other work than the experiment's whole.
 */
export async function performRun<Config extends Loose, Results extends object>(
  run: Run<Config, Results>,
  hooks: WorkHooks<Results>,
  perform: Experiment<Config, Results>["perform"] = run.experiment.perform.bind(run.experiment),
): Promise<Finish<Results> | undefined> {
  const { experiment, directory, file, resumed } = run;
  const { config, command } = file;
  const began = performance.now();
  return inFolder(directory, async (lost) => {
    const signal = AbortSignal.any([lost, ...(hooks.signal ? [hooks.signal] : [])]);
    await perform(config, directory, { ...hooks, signal });
    const { reporting } = experiment;
    if (reporting === undefined) return undefined;
    signal.throwIfAborted();
    const totalSeconds = resumed ? null : (performance.now() - began) / 1000;
    const facts = { profile: profileLabel(experiment, file), command, totalSeconds };
    const results = await reporting.collect(config, [{ config, directory }], facts);
    return { results, page: await reporting.write(results, directory, hooks) };
  });
}
