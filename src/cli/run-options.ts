import { type Command, Option } from "commander";
import { UserError } from "../base/errors.js";
import type { Loose } from "../base/keys.js";
import { trustListedSystems } from "../dataset/index.js";
import {
  complete,
  type Experiment,
  type Finish,
  looksLikeRunFile,
  parseRunFile,
  performRun,
  profileSettings,
  put,
  type Run,
  readConfigFile,
  resumeRun,
  type Settings,
  startRun,
} from "../experiments/index.js";
import { commandLine, type GivenOptions } from "./command-line.js";
import { sayEngine } from "./engine-note.js";
import { runLongTask } from "./long-task.js";
import { defaultRunFolder } from "./run-folder.js";

/** Options of every command that makes a run. */
export interface RunOptions {
  readonly profile?: string;
  readonly config?: string;
  readonly out?: string;
  readonly resume?: boolean;
  readonly trust?: boolean;
  readonly png?: boolean;
}

/** Adds `--trust`. */
export function addTrustOption(command: Command): Command {
  return command.option("--trust", "run the files of systems that the configuration names, though they are new here");
}

/** Adds `--profile` and `--config`. */
export function addConfigOptions(command: Command, { profiles, defaultProfile }: Experiment): Command {
  const profile = new Option("--profile <name>", `configuration to start from (default: "${defaultProfile}")`);
  return command
    .addOption(profile.choices(Object.keys(profiles)))
    .option("--config <file>", "YAML or JSON file with any keys of the configuration, or the config.json of a run");
}

/** Adds `--out` and `--resume`. */
export function addFolderOptions(command: Command, name = "<profile>"): Command {
  return command
    .option("--out <folder>", `folder of the run, new or empty (default: runs/${name}-<date>)`)
    .addOption(new Option("--resume", "continue the run in the folder that --out names"));
}

/** Adds `--png`. */
export function addFiguresOption(command: Command): Command {
  return command.option("--png", "draw the figures as PNG files too, not as SVG alone");
}

/** What a command's own options ask for. */
export interface Asked<Config extends Loose> {
  /** Puts it over settings. */
  over(settings: Settings<Config>): Promise<Settings<Config>>;
  /** The same as options of a command line. */
  readonly given: GivenOptions;
  /** Name of a folder that the user does not name. */
  folder(profile: string): string;
}

/**
 * The settings that options ask for: the profile (or `base`, where no profile is named), over it the file, over that the command's own
 * options. Everything is checked as it is put on, so that a mistake is reported with where it stands.
 */
export async function resolveWith<Config extends Loose>(
  experiment: Experiment<Config>,
  { profile, config }: RunOptions,
  over: Asked<Config>["over"],
  base?: Settings<Config>,
): Promise<Settings<Config>> {
  let settings = profile === undefined && base !== undefined ? base : profileSettings(experiment, profile);
  if (config !== undefined) {
    const content = await readConfigFile(config);
    if (looksLikeRunFile(content)) {
      const file = await parseRunFile(content, config, experiment);
      settings = { profile: profile ?? file.profile, config: file.config };
    } else settings = await put(experiment, settings, content, config);
  }
  return complete(experiment, await over(settings));
}

/** Makes a new run's folder, or finds the one to continue and holds its configuration against what is asked for. */
export async function prepareRun<Config extends Loose, Results extends object>(
  experiment: Experiment<Config, Results>,
  options: RunOptions,
  { over, given, folder }: Asked<Config>,
): Promise<Run<Config, Results>> {
  if (options.trust === true) trustListedSystems();
  if (options.resume === true && options.out !== undefined)
    return resumeRun(experiment, options.out, (there) => resolveWith(experiment, options, over, there));
  if (options.resume === true) throw new UserError("--resume needs --out with the folder of the run to continue");
  const settings = await resolveWith(experiment, options, over);
  const command = commandLine([experiment.name], { profile: settings.profile, config: options.config, ...given });
  return startRun(experiment, settings, options.out ?? defaultRunFolder(folder(settings.profile)), command);
}

/** Does a run with its progress on stderr; Ctrl-C says how to go on. `partly`: lines that show the results of a part as it is done. */
export async function finishRun<Config extends Loose, Results extends object>(
  run: Run<Config, Results>,
  { png }: Pick<RunOptions, "png">,
  partly?: (results: Results) => readonly string[],
): Promise<Finish<Results> | undefined> {
  const { experiment, directory, file } = run;
  await sayEngine(file.config.engine);
  const resume = commandLine([experiment.name, "--resume", ...(png ? ["--png"] : [])], { out: directory });
  return runLongTask(`to continue: ${resume}`, ({ say, ...controls }) => {
    const onPart = (results: Results) => partly?.(results).forEach(say);
    return performRun(run, { ...controls, png, onPart });
  });
}
