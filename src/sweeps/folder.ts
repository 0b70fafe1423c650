import { randomUUID } from "node:crypto";
import { appendFile, mkdir, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { basename, join, resolve } from "node:path";
import { z } from "zod";
import { UserError } from "../base/errors.js";
import { atomicWrite } from "../base/files.js";
import type { Loose } from "../base/keys.js";
import { linkNew } from "../base/lock.js";
import type { Experiment } from "../experiments/index.js";
import type { LauncherName, LocalOptions, SlurmOptions } from "./config.js";
import { parseSweepFile } from "./config.js";
import type { SweptKey } from "./grid.js";
import { loadOwnSystems } from "./own-systems.js";
import { experimentOf, type PlannedRun, type SweepPlan } from "./plan.js";

/** A sweep's folder and what its `sweep.json` says. */
export interface Sweep {
  /** Absolute. */
  readonly directory: string;
  readonly name: string;
  readonly experiment: Experiment;
  readonly profile: string;
  readonly base: Loose;
  readonly axes: readonly SweptKey[];
  readonly runs: readonly PlannedRun[];
  readonly launcher: LauncherName;
  readonly local: LocalOptions;
  readonly slurm: SlurmOptions;
  /** The command that repeats the sweep. */
  readonly command: string;
}

/** What a finished run leaves in `done.json`. */
export interface Done {
  readonly seconds: number;
  readonly host: string;
  readonly at: string;
  readonly version: string;
}

/** What a failed run leaves in `failed.json`. */
export interface Failed {
  /** One line. */
  readonly cause: string;
  readonly stack?: string | undefined;
  readonly host: string;
  readonly at: string;
}

/** A line of a run's `events.jsonl`. */
export interface RunEvent {
  readonly event: "started" | "finished" | "failed" | "stopped";
  readonly host: string;
  readonly pid: number;
  readonly at: string;
  readonly slurm?: string | undefined;
  readonly cause?: string | undefined;
}

const RECORD = "sweep.json";
export const runFolder = (directory: string, id: string) => join(directory, "runs", id);
export const claimPath = (directory: string, id: string) => join(runFolder(directory, id), "claim.json");
export const lockPath = (directory: string) => join(directory, "sweep.lock");

const recordSchema = z.object({
  version: z.literal(1),
  name: z.string(),
  task: z.string(),
  profile: z.string(),
  base: z.record(z.string(), z.unknown()),
  axes: z.array(z.object({ key: z.string(), values: z.array(z.unknown()) })),
  runs: z.array(z.object({ id: z.string().regex(/^[0-9a-f]+$/), values: z.record(z.string(), z.unknown()) })),
  command: z.string(),
  launcher: z.unknown(),
  local: z.unknown(),
  slurm: z.unknown(),
});

/**
 * Writes the plan into a folder: a new one, or that of the same sweep, which may have become larger. Refuses a folder that
 * holds something else, or runs that the plan no longer has. The caller holds the folder's lock.
 */
export async function writeSweep(directory: string, plan: SweepPlan, command: string): Promise<Sweep> {
  const names = (await readdir(directory)).filter((name) => !name.startsWith("sweep.lock"));
  if (names.includes(RECORD)) {
    const before = await readSweep(directory);
    const ids = new Set(plan.runs.map(({ id }) => id));
    const gone = before.runs.filter(({ id }) => !ids.has(id));
    if (gone.length > 0)
      throw new UserError(
        `${directory} holds a sweep with ${gone.length} run${gone.length === 1 ? "" : "s"} that this configuration does not ` +
          "have; choose another folder with --out (a configuration that only adds runs may use the folder)",
      );
  } else if (names.length > 0) throw new UserError(`${directory} is not empty; choose another folder with --out`);
  const { experiment, profile, base, axes, runs, file } = plan;
  const { launcher, local, slurm } = file;
  const record = {
    version: 1,
    name: basename(resolve(directory)),
    task: experiment.task,
    profile,
    command,
    launcher,
    local,
    slurm,
    base,
    axes,
    runs,
  };
  // A line a run: long lists of runs stay readable and small.
  const { runs: _, ...head } = record;
  const lines = runs.map((run) => `    ${JSON.stringify(run)}`).join(",\n");
  await atomicWrite(
    join(directory, RECORD),
    `${JSON.stringify(head, null, 2).slice(0, -2)},\n  "runs": [\n${lines}\n  ]\n}\n`,
  );
  return readSweep(directory);
}

/** Reads the `sweep.json` of a folder. */
export async function readSweep(directory: string): Promise<Sweep> {
  const path = join(directory, RECORD);
  const text = await readFile(path, "utf8").catch(async (error: NodeJS.ErrnoException) => {
    if (error.code !== "ENOENT" && error.code !== "ENOTDIR") throw error;
    const there = await stat(directory).catch(() => undefined);
    throw new UserError(
      there === undefined ? `there is no folder ${directory}` : `${directory} is not a sweep: it has no ${RECORD}`,
    );
  });
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new UserError(`${path} is damaged: not JSON`);
  }
  const result = recordSchema.safeParse(value);
  if (!result.success) {
    const keys = [...new Set(result.error.issues.map((issue) => issue.path.join(".") || "(top level)"))];
    throw new UserError(`${path} is not the record of a sweep: wrong or missing ${keys.join(", ")}`);
  }
  const { name, task, profile, base, axes, runs, command } = result.data;
  await loadOwnSystems([base, ...runs.map(({ values }) => values)]);
  const { launcher, local, slurm } = parseSweepFile(
    { task, launcher: result.data.launcher, local: result.data.local, slurm: result.data.slurm },
    path,
  );
  return {
    directory: resolve(directory),
    name,
    experiment: experimentOf(task, path),
    profile,
    base,
    axes,
    runs,
    command,
    launcher,
    local,
    slurm,
  };
}

/** Names of the files in a run's folder; none if there is no folder. */
export async function runFiles(directory: string, id: string): Promise<readonly string[]> {
  return readdir(runFolder(directory, id)).catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return [];
    throw error;
  });
}

export async function readDone(directory: string, id: string): Promise<Done | undefined> {
  return readMarker<Done>(join(runFolder(directory, id), "done.json"));
}

export async function readFailed(directory: string, id: string): Promise<Failed | undefined> {
  return readMarker<Failed>(join(runFolder(directory, id), "failed.json"));
}

/** Marks a run as finished; false if it is so marked already. */
export async function markDone(directory: string, id: string, done: Done): Promise<boolean> {
  const path = join(runFolder(directory, id), "done.json");
  const temporary = `${path}.${randomUUID()}`;
  await writeFile(temporary, JSON.stringify(done), { flush: true });
  try {
    return await linkNew(temporary, path);
  } finally {
    await rm(temporary, { force: true });
  }
}

export async function markFailed(directory: string, id: string, failed: Failed): Promise<void> {
  await mkdir(runFolder(directory, id), { recursive: true });
  await atomicWrite(join(runFolder(directory, id), "failed.json"), JSON.stringify(failed));
}

export async function forgetFailure(directory: string, id: string): Promise<void> {
  await rm(join(runFolder(directory, id), "failed.json"), { force: true });
}

/** Adds a line to the run's history, which is never rewritten. */
export async function logEvent(directory: string, id: string, event: RunEvent): Promise<void> {
  await appendFile(join(runFolder(directory, id), "events.jsonl"), `${JSON.stringify(event)}\n`);
}

async function readMarker<T>(path: string): Promise<T | undefined> {
  const text = await readFile(path, "utf8").catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return undefined;
    throw error;
  });
  if (text === undefined) return undefined;
  try {
    return JSON.parse(text) as T;
  } catch {
    throw new UserError(`${path} is damaged: not JSON; delete it to have the run done again`);
  }
}
