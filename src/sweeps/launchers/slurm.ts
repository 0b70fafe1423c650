import { execFile } from "node:child_process";
import { readdir, readFile } from "node:fs/promises";
import { UserError } from "../../base/errors.js";
import { atomicWrite } from "../../base/files.js";
import { shellQuote } from "../../base/text.js";
import type { Sweep } from "../folder.js";
import type { Launcher } from "./launcher.js";
import { listPath, planSubmission, type Script, sbatchCommand, slurmFolder, slurmJobName } from "./sbatch.js";

/** Job arrays on a Slurm cluster that shares the sweep's folder, and a job that collects when they have ended. */
export const slurm: Launcher = {
  async describe(sweep, runs, { program }) {
    const number = (await lastSubmission(sweep.directory)) + 1;
    const ids = runs.map(({ id }) => id);
    const { arrays, collect } = planSubmission(sweep, ids, number, program);
    const show = ({ path, text }: Script, after: readonly string[] = []) =>
      `# ${path}\n${text}\n$ ${sbatchCommand({ path, text }, after).map(shellQuote).join(" ")}\n`;
    const jobs = arrays.map((_, i) => `JOB${i + 1}`);
    return [...arrays.map((one) => show(one)), show(collect, jobs)].join("\n");
  },
  async launch(sweep, runs, { program }, { say }) {
    const number = (await lastSubmission(sweep.directory)) + 1;
    const ids = runs.map(({ id }) => id);
    const { arrays, collect } = planSubmission(sweep, ids, number, program);
    await atomicWrite(listPath(sweep.directory, number), JSON.stringify(arrays.map(({ tasks }) => tasks)));
    for (const { path, text } of [...arrays, collect]) await atomicWrite(path, text);
    const jobs: string[] = [];
    try {
      for (const one of arrays) jobs.push(await submit(one));
      const collecting = await submit(collect, jobs);
      say(`slurm: ${runs.length} runs as ${words(arrays)}, job ${jobs.join(", ")}; collected by job ${collecting}`);
    } catch (error) {
      // Half a submission is taken back: the next attempt begins from nothing.
      if (jobs.length > 0) await call("scancel", jobs).catch(() => {});
      throw error;
    }
    return "submitted";
  },
};

function words(arrays: readonly Script[]): string {
  const tasks = arrays.reduce((total, one) => total + (one.tasks?.length ?? 0), 0);
  const plural = (count: number, word: string) => `${count} ${word}${count === 1 ? "" : "s"}`;
  return `${plural(tasks, "task")} of ${plural(arrays.length, "job array")}`;
}

async function submit(script: Script, after: readonly string[] = []): Promise<string> {
  const [program, ...parameters] = sbatchCommand(script, after) as [string, ...string[]];
  const output = await call(program, parameters).catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT")
      throw new UserError("there is no sbatch here; the slurm launcher needs a machine that submits to Slurm");
    throw error;
  });
  // "123" or, where there are several clusters, "123;name".
  const job = /^\d+/.exec(output.trim())?.[0];
  if (job === undefined) throw new UserError(`sbatch answered ${JSON.stringify(output)} instead of a job's number`);
  return job;
}

/** Number of the last submission from a folder; 0 if there was none. */
export async function lastSubmission(directory: string): Promise<number> {
  const names = await readdir(slurmFolder(directory)).catch(() => [] as string[]);
  return Math.max(0, ...names.map((name) => Number(/^submission-(\d+)\.json$/.exec(name)?.[1] ?? 0)));
}

/** Ids of the runs of one task of an array. */
export async function runsOfTask(directory: string, submission: number, array: number, task: number) {
  const path = listPath(directory, submission);
  const lists = JSON.parse(await readFile(path, "utf8")) as string[][][];
  const ids = lists[array - 1]?.[task];
  if (ids === undefined) throw new UserError(`${path} has no task ${task} of array ${array}`);
  return ids;
}

/** Tasks of a sweep that Slurm has, by state (PENDING, RUNNING, ...); undefined where there is no Slurm to ask. */
export async function queuedTasks(sweep: Pick<Sweep, "directory" | "name">): Promise<Map<string, number> | undefined> {
  let output: string;
  try {
    output = await call("squeue", ["--noheader", "--array", `--name=${slurmJobName(sweep)}`, "--format=%T"]);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw error;
  }
  const states = new Map<string, number>();
  for (const state of output.split("\n").filter((line) => line !== "")) states.set(state, (states.get(state) ?? 0) + 1);
  return states;
}

/** Queues the present task again. */
export async function requeue(job: string): Promise<void> {
  await call("scontrol", ["requeue", job]);
}

/** Runs one of Slurm's programs; a `UserError` says what it complained of. */
function call(program: string, parameters: readonly string[]): Promise<string> {
  return new Promise((resolve, reject) => {
    execFile(program, parameters, (error, stdout, stderr) => {
      if (error === null) return resolve(stdout);
      if (error.code === "ENOENT") return reject(error);
      const complaint = stderr.trim().split("\n").at(-1) ?? "";
      reject(new UserError(`${program} failed: ${complaint === "" ? error.message : complaint}`));
    });
  });
}
