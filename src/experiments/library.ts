import { join } from "node:path";
import { UserError } from "../base/errors.js";
import type { Loose } from "../base/keys.js";
import { aFunction, anInteger, anObject, aSwitch, aText, checkOptions, type OptionKind } from "../base/options.js";
import { shellQuote } from "../base/text.js";
import { systemFrom, trustListedSystems } from "../dataset/index.js";
import type { CompareResults, Results } from "../measure/index.js";
import { comparison } from "./comparison/experiment.js";
import type { Experiment, WorkHooks } from "./experiment.js";
import type { ExperimentConfig } from "./paper/config.js";
import { paper } from "./paper/experiment.js";
import { runJobs } from "./paper/jobs.js";
import { type Finish, performRun, type Run, resumeRun, startRun } from "./run.js";
import { readRunFile } from "./run-file.js";
import { complete, profileSettings, put, type Settings } from "./settings.js";
import { training } from "./training/experiment.js";

/** What an experiment is run with. */
export interface ExperimentOptions<Results extends object = object> extends Partial<WorkHooks<Results>> {
  /** Folder of the run: new or empty, unless the run in it is resumed. */
  readonly directory: string;
  /** The configuration to start from; by default the experiment's usual one. */
  readonly profile?: string;
  /** Any keys of the configuration, put over the profile. */
  readonly config?: Loose;
  /** Go on with the run that the folder holds. */
  readonly resume?: boolean;
  /** Run the files of systems that the folder's configuration names, though they were not named here before. */
  readonly trust?: boolean;
}

const EXPERIMENT_OPTIONS: Readonly<Record<keyof ExperimentOptions, OptionKind>> = {
  directory: aText,
  profile: aText,
  config: anObject,
  resume: aSwitch,
  trust: aSwitch,
  png: aSwitch,
  onProgress: aFunction,
  signal: anObject,
  onPart: aFunction,
  threads: anInteger(1),
};

/** Runs an experiment from its data to its report, as the command of its name does. `UserError` for options that make no sense. */
export async function runExperiment<Config extends Loose, Outcome extends object>(
  experiment: Experiment<Config, Outcome>,
  options: ExperimentOptions<Outcome>,
): Promise<Finish<Outcome> | undefined> {
  checkOptions(experiment.name, options, EXPERIMENT_OPTIONS);
  if (options.directory === undefined) throw new UserError(`${experiment.name} needs directory: the folder of the run`);
  const { directory, profile, config = {}, resume = false, trust = false, onProgress = () => {}, ...hooks } = options;
  if (profile !== undefined && !Object.hasOwn(experiment.profiles, profile))
    throw new UserError(
      `profile: there is no profile ${profile} of ${experiment.name}; it has ${Object.keys(experiment.profiles).join(", ")}`,
    );
  if (trust) trustListedSystems();
  // What a program names itself, it trusts.
  if (Array.isArray(config.systems)) for (const text of config.systems) await systemFrom(String(text));
  const over = async (base: Settings<Config>) => complete(experiment, await put(experiment, base, config, "config"));
  const start = () => profileSettings(experiment, profile);
  const command = `metahamilton ${experiment.name} --config ${shellQuote(join(directory, "config.json"))}`;
  const run = resume
    ? await resumeRun(experiment, directory, (there) => over(profile === undefined ? there : start()))
    : await startRun(experiment, await over(start()), directory, command);
  return performRun(run, { onProgress, ...hooks });
}

/** The paper's whole experiment, from data to report, as `metahamilton reproduce`. */
export async function reproduce(options: ExperimentOptions<Results>): Promise<Finish<Results>> {
  return (await runExperiment(paper, options)) as Finish<Results>;
}

/** The comparison of few-shot learners, as `metahamilton compare`. */
export async function compare(options: ExperimentOptions<CompareResults>): Promise<Finish<CompareResults>> {
  return (await runExperiment(comparison, options)) as Finish<CompareResults>;
}

/** Meta-trains a model for every held-out system and seed, as `metahamilton train`; leaves the models in the folder. */
export async function train(options: ExperimentOptions): Promise<void> {
  await runExperiment(training, options);
}

/** Tests the models that `train` has left in a folder against all baselines, as `metahamilton evaluate`; `trust` as in `ExperimentOptions`. */
export async function evaluate(
  directory: string,
  { trust = false, ...hooks }: Partial<WorkHooks> & Pick<ExperimentOptions, "trust"> = {},
): Promise<Finish<Results>> {
  if (trust) trustListedSystems();
  const file = await readRunFile(directory, paper);
  const run: Run<ExperimentConfig, Results> = { experiment: paper, directory, file, resumed: false };
  const work = { onProgress: () => {}, ...hooks };
  return (await performRun(run, work, (config, folder, own) =>
    runJobs(config, folder, "evaluate", own),
  )) as Finish<Results>;
}
