import { readFile, stat } from "node:fs/promises";
import { dirname, join } from "node:path";
import { z } from "zod";
import { UserError } from "../base/errors.js";
import { atomicWrite } from "../base/files.js";
import { isLoose, type Loose } from "../base/keys.js";
import { parseConfigText } from "./config-file.js";
import type { Experiment } from "./experiment.js";
import { experiments } from "./list.js";
import type { Settings } from "./settings.js";

/** What a run's `config.json` holds: everything needed to repeat the run. */
export interface RunFile<Config extends Loose = Loose> extends Settings<Config> {
  readonly version: 1;
  /** Name of the experiment. */
  readonly kind: string;
  /** The command that repeats the run. */
  readonly command: string;
  /** Versions of what computed the run, by name. */
  readonly versions: Readonly<Record<string, string>>;
  /** Where the run is part of a sweep: its id, and its values of the swept keys. */
  readonly sweep?: { readonly id: string; readonly values: Loose } | undefined;
}

const RUN_FILE = "config.json";

const schema = z.object({
  version: z.literal(1),
  kind: z.string(),
  profile: z.string(),
  command: z.string(),
  config: z.unknown(),
  versions: z.record(z.string(), z.string()),
  sweep: z.object({ id: z.string(), values: z.record(z.string(), z.unknown()) }).optional(),
});

/** What runs of sweeps left up to version 0.1. */
const sweptSchema = z.object({
  task: z.string(),
  id: z.string(),
  values: z.record(z.string(), z.unknown()),
  version: z.string(),
  config: z.unknown(),
});

/** Whether what a configuration file holds is the `config.json` of a run. */
export function looksLikeRunFile(value: Loose): boolean {
  return Object.hasOwn(value, "config") && (Object.hasOwn(value, "versions") || Object.hasOwn(value, "task"));
}

/**
 * Checks the content of a `config.json` from outside, once what it names is loaded; `source` is its file. `UserError` for a run of an
 * experiment whose configurations have other keys than that of `like`.
 */
export async function parseRunFile<Config extends Loose>(
  value: unknown,
  source: string,
  like: Experiment<Config>,
): Promise<RunFile<Config>> {
  if (isLoose(value) && value.kind === "adapt")
    throw new UserError(
      `${dirname(source)} is a run of adapt, which learned the law of a record: metahamilton predict goes on with it`,
    );
  const file = upgraded(value);
  const result = schema.safeParse(file);
  if (!result.success) {
    const keys = [...new Set(result.error.issues.map(({ path }) => path[0] ?? "(top level)"))];
    throw new UserError(`${source} is not the configuration of a run: wrong or missing ${keys.join(", ")}`);
  }
  const { kind, profile, config } = result.data;
  const experiment = experiments.find(({ name }) => name === kind);
  if (experiment?.profiles !== like.profiles)
    throw new UserError(`${source} is the configuration of a run of ${kind}, not of ${like.name}`);
  if (!Object.hasOwn(like.profiles, profile))
    throw new UserError(`${source} is not the configuration of a run: wrong or missing profile`);
  await like.load(config);
  return { ...result.data, config: like.parse(config, `${source}, config`) };
}

/** A run file of today out of one that an earlier version wrote. */
function upgraded(value: unknown): unknown {
  const swept = sweptSchema.safeParse(value);
  if (!swept.success) return value;
  const { task, id, values, version, config } = swept.data;
  const experiment = experiments.find((one) => one.task === task);
  const profile = experiment?.defaultProfile ?? "";
  const kind = experiment?.name ?? task;
  return { version: 1, kind, profile, command: "", config, versions: { metahamilton: version }, sweep: { id, values } };
}

/** The run file in a folder; see `parseRunFile`. */
export async function readRunFile<Config extends Loose>(
  directory: string,
  like: Experiment<Config>,
): Promise<RunFile<Config>> {
  return parseRunFile(await readContent(directory), join(directory, RUN_FILE), like);
}

/** The kind that a folder's run file names. */
export async function runKind(directory: string): Promise<string> {
  const content = await readContent(directory);
  return isLoose(content) && typeof content.kind === "string" ? content.kind : "an unknown experiment";
}

/** Writes the run file into the run's folder. */
export function writeRunFile(directory: string, file: RunFile): Promise<void> {
  return atomicWrite(join(directory, RUN_FILE), `${JSON.stringify(file, null, 2)}\n`);
}

async function readContent(directory: string): Promise<unknown> {
  const path = join(directory, RUN_FILE);
  const info = await stat(directory).catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") throw new UserError(`there is no folder ${directory}`);
    throw error;
  });
  if (!info.isDirectory()) throw new UserError(`${directory} is a file, not the folder of a run`);
  const text = await readFile(path, "utf8").catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") throw new UserError(`${directory} is not a run: it has no ${RUN_FILE}`);
    throw error;
  });
  return parseConfigText(text, path);
}
