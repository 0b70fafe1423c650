import { createHash } from "node:crypto";
import { join } from "node:path";
import { shellQuote } from "../../base/text.js";
import type { SlurmOptions } from "../config.js";
import type { Sweep } from "../folder.js";

/** A batch script and where it lies. */
export interface Script {
  readonly path: string;
  readonly text: string;
  /** Runs of every array task, by their ids; undefined for the collecting step. */
  readonly tasks?: readonly (readonly string[])[];
}

/** Everything that is handed to Slurm at one time. */
export interface Submission {
  /** Counted from 1 in the sweep's folder. */
  readonly number: number;
  readonly arrays: readonly Script[];
  readonly collect: Script;
}

/** Seconds of a time limit as Slurm writes it: minutes, mm:ss, hh:mm:ss, days-hh, days-hh:mm, days-hh:mm:ss. */
export function limitSeconds(time: string): number {
  const [days, rest] = time.includes("-") ? time.split("-") : [undefined, time];
  const parts = (rest ?? "").split(":").map(Number);
  const [a = 0, b = 0, c = 0] = parts;
  if (days !== undefined) return 86_400 * Number(days) + 3600 * a + 60 * b + c;
  return parts.length === 3 ? 3600 * a + 60 * b + c : 60 * a + b;
}

/** Name of all of a sweep's jobs: its folder's name, and a hash of the folder's path to tell it from others. */
export function slurmJobName({ directory, name }: Pick<Sweep, "directory" | "name">): string {
  const hash = createHash("sha256").update(directory).digest("hex").slice(0, 8);
  return `mh-${name.replaceAll(/[^\w.-]+/g, "-")}-${hash}`;
}

/** Folder of the scripts, lists and logs. */
export const slurmFolder = (directory: string) => join(directory, "slurm");

/** The list of a submission's runs: for every array its tasks, for every task the ids of its runs. */
export const listPath = (directory: string, number: number) =>
  join(slurmFolder(directory), `submission-${number}.json`);

/** Plans job arrays for runs, and the job that collects afterwards. `program`: what starts the command line. */
export function planSubmission(
  sweep: Sweep,
  ids: readonly string[],
  number: number,
  program: readonly string[],
): Submission {
  const { slurm: options, directory } = sweep;
  const tasks = chunks(ids, options.runsPerTask);
  const stem = join(slurmFolder(directory), `submission-${number}`);
  const words = program.map(shellQuote).join(" ");
  const arrays = chunks(tasks, options.arraySize).map((part, i): Script => {
    const limit = options.atOnce === null ? "" : `%${options.atOnce}`;
    const directives = [
      ...common(sweep, options),
      `--array=0-${part.length - 1}${limit}`,
      `--output=${join(slurmFolder(directory), "%A_%a.log")}`,
      `--time=${options.time}`,
      `--mem=${options.memory}`,
      `--cpus-per-task=${options.cpus}`,
      // A task whose node fails, or that is preempted, goes on from its checkpoints; its log is not begun anew.
      "--requeue",
      "--open-mode=append",
      // To the batch shell, which the command line replaces.
      `--signal=B:USR1@${options.stopBefore}`,
    ];
    const command = `exec ${words} sweep-task ${shellQuote(directory)} --submission ${number} --array ${i + 1}`;
    // Slurm may send its signal up to a minute early, and a shell that still sets up would die of it.
    const setup = ["trap '' USR1", ...options.setup];
    return { path: `${stem}-array-${i + 1}.sbatch`, text: script(directives, setup, command), tasks: part };
  });
  const directives = [
    ...common(sweep, options),
    `--output=${join(slurmFolder(directory), "collect-%j.log")}`,
    `--time=${options.time}`,
    `--mem=${options.memory}`,
    "--cpus-per-task=1",
  ];
  const command = `exec ${words} collect ${shellQuote(directory)}`;
  return {
    number,
    arrays,
    collect: { path: `${stem}-collect.sbatch`, text: script(directives, options.setup, command) },
  };
}

/** The command that hands over a script; `after`: jobs that must have ended before, however they ended. */
export function sbatchCommand({ path }: Script, after: readonly string[] = []): string[] {
  const dependency = after.length === 0 ? [] : [`--dependency=afterany:${after.join(":")}`];
  return ["sbatch", "--parsable", ...dependency, path];
}

function common(sweep: Sweep, options: SlurmOptions): string[] {
  const { partition, account, qos } = options;
  return [
    `--job-name=${slurmJobName(sweep)}`,
    ...(partition === undefined ? [] : [`--partition=${partition}`]),
    ...(account === undefined ? [] : [`--account=${account}`]),
    ...(qos === undefined ? [] : [`--qos=${qos}`]),
    ...options.options,
  ];
}

function script(directives: readonly string[], setup: readonly string[], command: string): string {
  return ["#!/bin/bash", ...directives.map((one) => `#SBATCH ${quoted(one)}`), ...setup, command, ""].join("\n");
}

/** sbatch reads a directive as a shell would; only paths can hold what needs quoting. */
function quoted(directive: string): string {
  return /\s/.test(directive) ? `"${directive}"` : directive;
}

function chunks<T>(items: readonly T[], size: number): T[][] {
  return Array.from({ length: Math.ceil(items.length / size) }, (_, i) => items.slice(i * size, (i + 1) * size));
}
