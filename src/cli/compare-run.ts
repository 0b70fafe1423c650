import { join } from "node:path";
import { z } from "zod";
import { UserError } from "../base/errors.js";
import { differingKeys, valueAt } from "../base/keys.js";
import { cut, shellQuote } from "../base/text.js";
import {
  type CompareConfig,
  type CompareProfileName,
  compareProfileNames,
  compareProfiles,
  parseCompareConfig,
} from "../experiments/index.js";
import { parseJson } from "./config-file.js";
import { defaultRunFolder, readRunText, startFolder } from "./run-folder.js";
import { RECORD_NAME, writeRecord } from "./run-record.js";
import { runVersions } from "./versions.js";

/** What `config.json` of a comparison holds. */
export interface CompareRecord {
  readonly version: 1;
  readonly kind: "compare";
  readonly profile: CompareProfileName;
  readonly command: string;
  readonly config: CompareConfig;
  readonly versions: Readonly<Record<string, string>>;
}

/** Options of `metahamilton compare` that decide its configuration; each replaces a key of the profile. */
export interface CompareOptions {
  readonly profile?: CompareProfileName;
  readonly method?: readonly string[];
  readonly system?: readonly string[];
  readonly points?: readonly number[];
  readonly noise?: readonly number[];
  readonly seed?: readonly number[];
  readonly trajectories?: number;
  readonly split?: string;
  readonly models?: string;
  readonly modelSeed?: number;
  readonly workers?: number;
  readonly out?: string;
  readonly resume?: boolean;
}

const DEFAULT_PROFILE: CompareProfileName = "quick";

/** A comparison whose folder is ready. */
export interface PreparedComparison {
  readonly directory: string;
  readonly record: CompareRecord;
}

/** Makes a new comparison's folder, or finds the one to continue and holds its configuration against what is asked for. */
export async function prepareComparison(options: CompareOptions): Promise<PreparedComparison> {
  if (options.resume === true) return resumed(options);
  const profile = options.profile ?? DEFAULT_PROFILE;
  const config = withOptions(compareProfiles[profile], options);
  const directory = options.out ?? defaultRunFolder(`compare-${profile}`);
  const command = repeatingCommand(profile, options);
  const record: CompareRecord = {
    version: 1,
    kind: "compare",
    profile,
    command,
    config,
    versions: await runVersions(null),
  };
  await startFolder(directory);
  await writeRecord(directory, record);
  return { directory, record };
}

export const resumeComparison = (directory: string) => `metahamilton compare --resume --out ${shellQuote(directory)}`;

async function resumed(options: CompareOptions): Promise<PreparedComparison> {
  const directory = options.out;
  if (directory === undefined)
    throw new UserError("--resume needs --out with the folder of the comparison to continue");
  const record = parseCompareRecord(await readRunText(directory), join(directory, RECORD_NAME));
  const base = options.profile === undefined ? record.config : compareProfiles[options.profile];
  const config = withOptions(base, options);
  const key = differingKeys(record.config, config).find((key) => key !== "workers");
  if (key !== undefined) {
    const [there, asked] = [record.config, config].map((from) => cut(JSON.stringify(valueAt(from, key))));
    throw new UserError(
      `${directory} was started with another configuration: ${key} is ${there} there, ${asked} is asked for; ` +
        "leave the options out to continue it as it is",
    );
  }
  return { directory, record: { ...record, config } };
}

const recordSchema = z.object({
  version: z.literal(1),
  kind: z.literal("compare"),
  profile: z.enum(compareProfileNames),
  command: z.string(),
  config: z.unknown(),
  versions: z.record(z.string(), z.string()),
});

function parseCompareRecord(text: string, source: string): CompareRecord {
  const result = recordSchema.safeParse(parseJson(text, source));
  if (!result.success) throw new UserError(`${source} is not the configuration of a comparison`);
  return { ...result.data, config: parseCompareConfig(result.data.config, `${source}, config`) };
}

function withOptions(base: CompareConfig, options: CompareOptions): CompareConfig {
  const changes = {
    methods: options.method,
    systems: options.system,
    points: options.points,
    noise: options.noise,
    seeds: options.seed,
    trajectories: options.trajectories,
    split: options.split,
    models: options.models,
    modelSeed: options.modelSeed,
    workers: options.workers,
  };
  const given = Object.fromEntries(Object.entries(changes).filter(([, value]) => value !== undefined));
  return parseCompareConfig({ ...base, ...given }, "configuration");
}

function repeatingCommand(profile: CompareProfileName, options: CompareOptions): string {
  const words = ["metahamilton", "compare", "--profile", profile];
  const add = (name: string, values: readonly (string | number)[] | undefined) => {
    if (values !== undefined) words.push(`--${name}`, ...values.map(String));
  };
  add("method", options.method);
  add("system", options.system);
  add("points", options.points);
  add("noise", options.noise);
  add("seed", options.seed);
  add("trajectories", options.trajectories === undefined ? undefined : [options.trajectories]);
  add("split", options.split === undefined ? undefined : [options.split]);
  add("models", options.models === undefined ? undefined : [options.models]);
  add("model-seed", options.modelSeed === undefined ? undefined : [options.modelSeed]);
  return words.map(shellQuote).join(" ");
}
