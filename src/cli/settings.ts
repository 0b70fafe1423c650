import { resolve } from "node:path";
import { type Command, Option } from "commander";
import { UserError } from "../base/errors.js";
import { differingKeys, type Loose, merge, nest } from "../base/keys.js";
import { quote } from "../base/text.js";
import { knownSystem, loadListedSystems, systemFrom } from "../dataset/index.js";
import { type ExperimentConfig, openKeys, parseConfig, parseConfigKeys } from "../experiments/paper/config.js";
import { type ProfileName, profileNames, profiles } from "../experiments/paper/profiles.js";
import { methodPresets, type PresetName } from "../experiments/training/method-presets.js";
import type { System } from "../mechanics/index.js";
import { type EngineName, engineNames } from "../runtime/index.js";
import { parseYaml, readConfigFile } from "./config-file.js";
import { integer, listOf } from "./parse.js";
import { looksLikeRecord, parseRecord } from "./run-record.js";
import { parseConstants } from "./system-options.js";

/** A configuration and the profile that it started from. */
export interface Settings {
  readonly profile: ProfileName;
  readonly config: ExperimentConfig;
}

/** Options that decide a configuration. */
export interface SettingsOptions {
  readonly profile?: ProfileName;
  readonly config?: string;
  readonly method?: PresetName;
  readonly set?: readonly string[];
  /** Folder of data sets. */
  readonly data?: string;
  /** Files of systems to learn from besides those of the configuration. */
  readonly system?: readonly string[];
  /** Names or files. */
  readonly holdOut?: readonly string[];
  readonly seed?: readonly number[];
  readonly engine?: EngineName;
}

/** The profile that is meant where none is named. */
export const DEFAULT_PROFILE: ProfileName = "quick";

/** Adds `--profile`, `--config`, `--system`, `--set` and `--engine`. */
export function addSettingsOptions(command: Command): Command {
  const profile = new Option("--profile <name>", `size of the experiment (default: "${DEFAULT_PROFILE}")`);
  return command
    .addOption(profile.choices(profileNames))
    .option("--config <file>", "YAML or JSON file with any keys of the configuration, put over the profile")
    .option("--system <file...>", "TypeScript or JavaScript files of systems to learn from as well", listOf(String))
    .option("--data <folder>", "take trajectories from data sets that generate has made, without loading them whole")
    .option(
      "--set <key=value...>",
      "keys of the configuration, such as outer.iterations=1000, or constants of the systems: mass=2, mass=0.5..2",
      listOf(String),
    )
    .addOption(
      new Option("--engine <name>", "what computes (default: native, or wasm where there is none)").choices(
        engineNames,
      ),
    );
}

/** A parser for `--seed`. */
export const parseSeed = integer("--seed", 0);

/**
 * The configuration that the options ask for: the profile (or `base`, where no profile is named), over it the file, over
 * that `--method`, over that `--set`, over that `--hold-out`, `--seed` and `--engine`. Everything is checked as it is put on, so that
 * a mistake is reported with where it stands.
 */
export async function resolveSettings(options: SettingsOptions, base?: Settings): Promise<Settings> {
  let settings = options.profile === undefined ? base : undefined;
  settings ??= profileSettings(options.profile ?? DEFAULT_PROFILE);
  if (options.config !== undefined) {
    const content = await readConfigFile(options.config);
    await loadListedSystems(looksLikeRecord(content) ? content.config : content);
    if (looksLikeRecord(content)) {
      const { profile, config } = parseRecord(content, options.config);
      settings = { profile: options.profile ?? profile, config };
    } else settings = put(settings, content, options.config);
  }
  if (options.method !== undefined) settings = put(settings, { ...methodPresets[options.method] }, "--method");
  // Systems that come with options after --set may have the constants that it sets.
  const further: System[] = [];
  for (const text of [...(options.system ?? []), ...(options.holdOut ?? [])]) further.push(await systemFrom(text));
  for (const assignment of options.set ?? []) {
    const changes = parseAssignment(assignment, settings.config, further);
    await loadListedSystems(changes);
    settings = put(settings, changes, "--set");
  }
  if (options.system !== undefined) {
    const systems = [...new Set([...settings.config.systems, ...options.system.map((file) => resolve(file))])];
    await loadListedSystems({ systems });
    settings = put(settings, { systems }, "--system");
  }
  if (options.data !== undefined) settings = put(settings, { data: { folder: resolve(options.data) } }, "--data");
  if (options.holdOut !== undefined)
    settings = put(settings, { holdOut: await namesOf(options.holdOut) }, "--hold-out");
  if (options.seed !== undefined) settings = put(settings, { seeds: options.seed }, "--seed");
  if (options.engine !== undefined) settings = put(settings, { engine: options.engine }, "--engine");
  return { ...settings, config: parseConfig(settings.config, "configuration") };
}

async function namesOf(texts: readonly string[]): Promise<string[]> {
  const systems = await Promise.all(texts.map(systemFrom));
  return systems.map(({ name }) => name);
}

/** The profile's name, with the keys that were changed: "paper (changed: outer.iterations)". */
export function profileLabel({ profile, config }: Settings): string {
  // These do not make a run smaller or larger than its profile says.
  const free = ["seeds", "holdOut", "workers", "engine"];
  const changed = differingKeys(profiles[profile], config).filter((key) => !free.includes(key));
  return changed.length === 0 ? profile : `${profile} (changed: ${changed.join(", ")})`;
}

function profileSettings(profile: ProfileName): Settings {
  return { profile, config: parseConfig(structuredClone(profiles[profile]), `profile ${profile}`) };
}

function put(settings: Settings, changes: Loose, source: string): Settings {
  const merged = merge(settings.config, changes, source, openKeys);
  return { ...settings, config: parseConfigKeys(merged, source) };
}

/**
 * "outer.rate=1e-3" as { outer: { rate: 1e-3 } }; the value is YAML. A name that is no key of the configuration is a constant of
 * the systems, as in generate: "mass=0.5..2".
 */
function parseAssignment(text: string, config: ExperimentConfig, further: readonly System[]): Loose {
  const equals = text.indexOf("=");
  const key = text.slice(0, equals).trim();
  if (equals < 1 || key.split(".").includes(""))
    throw new UserError(`--set needs key=value, such as outer.iterations=1000, got ${quote(text)}`);
  const systems = [...[...config.systems, ...config.holdOut].map(knownSystem), ...further];
  const isConstant = ({ name, constants }: System) =>
    Object.hasOwn(constants, key) || (key.startsWith(`${name}.`) && !key.includes(".", name.length + 1));
  if (!Object.hasOwn(config, key.split(".")[0] as string) && systems.some(isConstant))
    return { data: { constants: parseConstants([text], true) } };
  return nest(key, parseYaml(text.slice(equals + 1), `--set ${key}`));
}
