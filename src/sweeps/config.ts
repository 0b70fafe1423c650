import { z } from "zod";
import { UserError } from "../base/errors.js";
import type { Loose } from "../base/keys.js";

const count = z.int().positive();
const word = z.string().regex(/^[^\s'"\\]+$/, "expected a word without blanks or quotation marks");

/** How runs are spread over this machine. */
const localSchema = z.strictObject({
  /** Worker processes; null: as many as cores and memory allow. */
  workers: count.nullable().default(null),
  /** Threads of each; null: the cores divided between the workers. */
  threads: count.nullable().default(null),
  /** Memory that a run needs, GiB; null: the task's estimate. */
  memoryGiB: z.number().positive().nullable().default(null),
});

/** What is asked of Slurm, under the names of sbatch's options. */
const slurmSchema = z.strictObject({
  partition: word.optional(),
  account: word.optional(),
  qos: word.optional(),
  /** Time limit of an array task. */
  time: z
    .string()
    .regex(/^\d+(:\d\d){0,2}$|^\d+-\d\d(:\d\d){0,2}$/, "expected minutes, hh:mm:ss or days-hh:mm:ss")
    .default("01:00:00"),
  memory: z
    .string()
    .regex(/^\d+[KMGT]?$/, "expected a size such as 2G")
    .default("2G"),
  cpus: count.default(1),
  /** Runs that one array task does one after the other. */
  runsPerTask: count.default(1),
  /** Array tasks that run at the same time; null: as many as the cluster has room for. */
  atOnce: count.nullable().default(null),
  /** Array tasks of one job; the cluster's MaxArraySize is the limit. */
  arraySize: count.default(1000),
  /** How often a task that reaches its time limit is queued again. */
  restarts: z.int().nonnegative().default(5),
  /** Seconds before the time limit at which a task stops and leaves its checkpoints. */
  stopBefore: count.default(120),
  /** Lines of shell that run before each task, such as `module load nodejs`. */
  setup: z.array(z.string().regex(/^[^\n]*$/, "expected single lines")).default([]),
  /** More options of sbatch, such as --constraint=avx512. */
  options: z.array(z.string().regex(/^--?[^\n]+$/, "expected an option of sbatch, such as --constraint=x")).default([]),
});

export type LocalOptions = z.infer<typeof localSchema>;
export type SlurmOptions = z.infer<typeof slurmSchema>;

export const launcherNames = ["local", "slurm"] as const;
export type LauncherName = (typeof launcherNames)[number];

const fileSchema = z.strictObject({
  task: z.string(),
  /** The configuration to start from; the task's first one if left out. */
  profile: z.string().optional(),
  /** Keys put over the profile, the same for all runs. */
  config: z.record(z.string(), z.unknown()).default({}),
  /** Keys with the values that they take: one grid, or several, whose runs are put together. */
  sweep: z
    .union([z.record(z.string(), z.unknown()), z.array(z.record(z.string(), z.unknown())).min(1)], {
      error: "expected keys with their values, or a list of such grids",
    })
    .default({}),
  launcher: z.enum(launcherNames).default("local"),
  local: localSchema.default(localSchema.parse({})),
  slurm: slurmSchema.default(slurmSchema.parse({})),
});

/** The content of a sweep's configuration file. */
export type SweepFile = z.infer<typeof fileSchema>;

/** Checks the content of a sweep's configuration file; a `UserError` names every wrong key. */
export function parseSweepFile(content: Loose, source: string): SweepFile {
  const result = fileSchema.safeParse(content);
  if (result.success) return result.data;
  const problems = result.error.issues.map(
    ({ path, message }) => `${path.length > 0 ? path.join(".") : "(top level)"}: ${message}`,
  );
  throw new UserError(`${source}: ${problems.join("; ")}`);
}
