import { type Command, Option } from "commander";
import { UserError } from "../base/errors.js";
import { differingKeys, valueAt } from "../base/keys.js";
import { cut, shellQuote } from "../base/text.js";
import type { ExperimentConfig } from "../experiments/paper/config.js";
import type { EngineName } from "../runtime/index.js";
import type { ExperimentContext } from "./experiments.js";
import { defaultRunFolder, readRun, startRun } from "./run-folder.js";
import type { RunKind, RunRecord } from "./run-record.js";
import { profileLabel, resolveSettings, type Settings, type SettingsOptions } from "./settings.js";
import { runVersions } from "./versions.js";

/** Options of the commands that make a run. */
export interface RunOptions extends SettingsOptions {
  readonly out?: string;
  readonly resume?: boolean;
}

/** A run whose folder is ready. */
export interface PreparedRun {
  readonly config: ExperimentConfig;
  readonly context: Pick<ExperimentContext, "directory" | "resume" | "profile" | "command">;
  /** What to tell a user who stops the run. */
  readonly whenStopped: string;
}

/** Adds `--out` and `--resume`. */
export function addRunOptions(command: Command): Command {
  return command
    .option("--out <folder>", "folder of the run, new or empty (default: runs/<profile>-<date>)")
    .addOption(new Option("--resume", "continue the run in the folder that --out names"));
}

/** Makes a new run's folder, or finds the one to continue and holds its configuration against what is asked for. */
export async function prepareRun(kind: RunKind, options: RunOptions): Promise<PreparedRun> {
  return options.resume === true ? resumeRun(kind, options) : newRun(kind, options);
}

/** The parts of a context that a run's record decides. */
export function contextOf(directory: string, resume: boolean, record: RunRecord): PreparedRun["context"] {
  return { directory, resume, profile: profileLabel(record), command: record.command };
}

async function newRun(kind: RunKind, options: RunOptions): Promise<PreparedRun> {
  const settings = await resolveSettings(options);
  const directory = options.out ?? defaultRunFolder(settings.profile);
  const versions = await runVersions(settings.config.engine as EngineName | null);
  const command = repeatingCommand(kind, settings, options);
  const record: RunRecord = { version: 1, kind, ...settings, command, versions };
  await startRun(directory, record);
  return prepared(kind, directory, false, record);
}

async function resumeRun(kind: RunKind, options: RunOptions): Promise<PreparedRun> {
  const directory = options.out;
  if (directory === undefined) throw new UserError("--resume needs --out with the folder of the run to continue");
  const record = await readRun(directory);
  if (record.kind !== kind)
    throw new UserError(
      `${directory} is a run of ${record.kind}; continue it with ${resumeCommand(record.kind, directory)}`,
    );
  const { config } = await resolveSettings(options, record);
  // How many experiments run at the same time changes no number, and another machine may have other cores.
  const key = differingKeys(record.config, config).find((key) => key !== "workers");
  if (key !== undefined) {
    const [there, asked] = [record.config, config].map((from) => cut(JSON.stringify(valueAt(from, key))));
    throw new UserError(
      `${directory} was started with another configuration: ${key} is ${there} there, ${asked} is asked for; ` +
        "leave the options out to continue it as it is",
    );
  }
  return prepared(kind, directory, true, { ...record, config });
}

function prepared(kind: RunKind, directory: string, resume: boolean, record: RunRecord): PreparedRun {
  return {
    config: record.config,
    context: contextOf(directory, resume, record),
    whenStopped: `to continue: ${resumeCommand(kind, directory)}`,
  };
}

function resumeCommand(kind: RunKind, directory: string): string {
  return `metahamilton ${kind} --resume --out ${shellQuote(directory)}`;
}

/** The command line that gives the same configuration in another folder. */
function repeatingCommand(kind: RunKind, { profile }: Settings, options: RunOptions): string {
  const { config, method, set, data, system, holdOut, seed } = options;
  const words = ["metahamilton", kind, "--profile", profile];
  if (config !== undefined) words.push("--config", config);
  if (method !== undefined) words.push("--method", method);
  if (set !== undefined) words.push("--set", ...set);
  if (data !== undefined) words.push("--data", data);
  if (system !== undefined) words.push("--system", ...system);
  if (holdOut !== undefined) words.push("--hold-out", ...holdOut);
  if (seed !== undefined) words.push("--seed", ...seed.map(String));
  return words.map(shellQuote).join(" ");
}
