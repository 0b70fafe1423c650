import { join } from "node:path";
import { z } from "zod";
import { UserError } from "../base/errors.js";
import { atomicWrite } from "../base/files.js";
import type { Loose } from "../base/keys.js";
import { isLoose } from "../base/keys.js";
import { loadListedSystems } from "../dataset/index.js";
import { type ExperimentConfig, parseConfig } from "../experiments/paper/config.js";
import { type ProfileName, profileNames } from "../experiments/paper/profiles.js";
import { parseJson } from "./config-file.js";

/** The commands that make a run. */
export type RunKind = "train" | "reproduce";

/** What a run's `config.json` holds: everything needed to repeat the run. */
export interface RunRecord {
  readonly version: 1;
  readonly kind: RunKind;
  /** The profile that the configuration started from. */
  readonly profile: ProfileName;
  /** The command that repeats the run. */
  readonly command: string;
  readonly config: ExperimentConfig;
  /** Versions of what computed the run, by name. */
  readonly versions: Readonly<Record<string, string>>;
}

/** Name of the record in a run's folder. */
export const RECORD_NAME = "config.json";

const recordSchema = z.object({
  version: z.literal(1),
  kind: z.enum(["train", "reproduce"]),
  profile: z.enum(profileNames),
  command: z.string(),
  config: z.unknown(),
  versions: z.record(z.string(), z.string()),
});

/** Whether a configuration file is the `config.json` of a run. */
export function looksLikeRecord(value: Loose): boolean {
  return Object.hasOwn(value, "config") && Object.hasOwn(value, "versions");
}

/** Checks a record from outside; `source` is its file. */
export function parseRecord(value: unknown, source: string): RunRecord {
  const result = recordSchema.safeParse(value);
  if (!result.success) {
    const keys = [...new Set(result.error.issues.map(({ path }) => path[0] ?? "(top level)"))];
    throw new UserError(`${source} is not the configuration of a run: wrong or missing ${keys.join(", ")}`);
  }
  return { ...result.data, config: parseConfig(result.data.config, `${source}, config`) };
}

/** Parses the text of a `config.json`, once the files of systems that it lists are loaded. */
export async function parseRecordText(text: string, source: string): Promise<RunRecord> {
  const value = parseJson(text, source);
  if (isLoose(value)) await loadListedSystems(value.config);
  return parseRecord(value, source);
}

/** Writes the record into the run's folder. */
export function writeRecord(directory: string, record: object): Promise<void> {
  return atomicWrite(join(directory, RECORD_NAME), `${JSON.stringify(record, null, 2)}\n`);
}
