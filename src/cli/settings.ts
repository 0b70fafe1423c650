import { resolve } from "node:path";
import { type Command, Option } from "commander";
import { UserError } from "../base/errors.js";
import { type Loose, nest } from "../base/keys.js";
import { quote } from "../base/text.js";
import { knownSystem, systemNamedByUser } from "../dataset/index.js";
import {
  type ExperimentConfig,
  methodPresets,
  type PresetName,
  paper,
  parseYaml,
  put,
  type Settings,
} from "../experiments/index.js";
import type { System } from "../mechanics/index.js";
import { type EngineName, engineNames } from "../runtime/index.js";
import { integer, listOf } from "./parse.js";
import { type Asked, addConfigOptions, addTrustOption, type RunOptions, resolveWith } from "./run-options.js";
import { parseConstants } from "./system-options.js";

/** Options of `train` and `reproduce` that decide a configuration. */
export interface SettingsOptions extends RunOptions {
  readonly method?: PresetName;
  readonly set?: readonly string[];
  /** Folder of data sets. */
  readonly data?: string;
  readonly laws?: number | "endless";
  /** Files of systems to learn from besides those of the configuration. */
  readonly system?: readonly string[];
  /** Names or files. */
  readonly holdOut?: readonly string[];
  readonly seed?: readonly number[];
  readonly engine?: EngineName;
}

/** Adds `--profile`, `--config`, `--system`, `--laws`, `--data`, `--set` and `--engine`. */
export function addSettingsOptions(command: Command): Command {
  const engine = new Option("--engine <name>", "what computes (default: native, or wasm where there is none)");
  return addTrustOption(addConfigOptions(command, paper))
    .option("--system <file...>", "TypeScript or JavaScript files of systems to learn from as well", listOf(String))
    .option("--laws <number>", "learn from so many random laws as well, or from ever new ones: endless", parseLaws)
    .option("--data <folder>", "take trajectories from data sets that generate has made, without loading them whole")
    .option(
      "--set <key=value...>",
      "keys of the configuration, such as outer.iterations=1000, or constants of the systems: mass=2, mass=0.5..2",
      listOf(String),
    )
    .addOption(engine.choices(engineNames));
}

/** A parser for `--laws`. */
function parseLaws(text: string): number | "endless" {
  return text === "endless" ? text : integer("--laws", 1)(text);
}

/** A parser for `--seed`. */
export const parseSeed = integer("--seed", 0);

/** What the options ask for besides profile and file: `--method`, over that `--set`, over that all others. */
export function askedFor(options: SettingsOptions): Asked<ExperimentConfig> {
  const { method, set, laws, data, system, holdOut, seed, engine } = options;
  return {
    over: (settings) => overSettings(settings, options),
    given: { method, set, laws, data, system, "hold-out": holdOut, seed, engine },
    folder: (profile) => profile,
  };
}

/** The configuration that the options ask for, put over `base` where no profile is named. */
export const resolveSettings = (options: SettingsOptions, base?: Settings<ExperimentConfig>) =>
  resolveWith(paper, options, askedFor(options).over, base);

async function overSettings(start: Settings<ExperimentConfig>, options: SettingsOptions) {
  let settings = start;
  const change = async (changes: Loose, source: string) => {
    settings = await put(paper, settings, changes, source);
  };
  if (options.method !== undefined) await change(methodPresets[options.method].config, "--method");
  // Systems that come with options after --set may have the constants that it sets.
  const further: System[] = [];
  for (const text of [...(options.system ?? []), ...(options.holdOut ?? [])])
    further.push(await systemNamedByUser(text));
  for (const assignment of options.set ?? [])
    await change(parseAssignment(assignment, settings.config, further), "--set");
  if (options.system !== undefined) {
    const files = options.system.map((file) => resolve(file));
    await change({ systems: [...new Set([...settings.config.systems, ...files])] }, "--system");
  }
  if (options.laws !== undefined) await change({ data: { laws: { count: options.laws } } }, "--laws");
  if (options.data !== undefined) await change({ data: { folder: resolve(options.data) } }, "--data");
  if (options.holdOut !== undefined) await change({ holdOut: await namesOf(options.holdOut) }, "--hold-out");
  if (options.seed !== undefined) await change({ seeds: options.seed }, "--seed");
  if (options.engine !== undefined) await change({ engine: options.engine }, "--engine");
  return settings;
}

async function namesOf(texts: readonly string[]): Promise<string[]> {
  const systems = await Promise.all(texts.map(systemNamedByUser));
  return systems.map(({ name }) => name);
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
  if (key.split(".").includes("__proto__")) throw new UserError(`--set ${key}: there is no such key`);
  const systems = [...[...config.systems, ...config.holdOut].map(knownSystem), ...further];
  const isConstant = ({ name, constants }: System) =>
    Object.hasOwn(constants, key) || (key.startsWith(`${name}.`) && !key.includes(".", name.length + 1));
  if (!Object.hasOwn(config, key.split(".")[0] as string) && systems.some(isConstant))
    return { data: { constants: parseConstants([text], true) } };
  return nest(key, parseYaml(text.slice(equals + 1), `--set ${key}`));
}
