import type { Command } from "commander";
import { decimalNumber } from "../base/decimal.js";
import { UserError } from "../base/errors.js";
import { randomStream } from "../base/random.js";
import { quote } from "../base/text.js";
import { type ConstantSetting, type ConstantSettings, systemNamedByUser } from "../dataset/index.js";
import { componentNames, type System } from "../mechanics/index.js";
import { say } from "./output.js";
import { listOf, namedNumbers } from "./parse.js";

/** Adds `--system`. */
export function addSystemFileOption(command: Command): Command {
  return command.option("--system <file...>", "TypeScript or JavaScript files that define systems", listOf(String));
}

/** The systems of names, files among them and files of `--system`, each once. */
export async function findSystems(names: readonly string[], files: readonly string[] = []): Promise<System[]> {
  const systems: System[] = [];
  for (const text of [...files, ...names]) systems.push(await systemNamedByUser(text));
  return [...new Set(systems)];
}

/** Parses the values of a `--set` for constants: `name=1.5`, `system.name=1.5`, or `name=0.5..2` where `ranges` are allowed. */
export function parseConstants(texts: readonly string[] = [], ranges = false): ConstantSettings {
  const settings = texts.map((text) => {
    const [, name = "", value = ""] = /^\s*([^=\s]+)\s*=(.*)$/.exec(text) ?? [];
    if (name === "")
      throw new UserError(
        `--set needs constant=value, such as mass=2${ranges ? " or mass=0.5..2" : ""}, got ${quote(text)}`,
      );
    const ends = value.split("..").map((end) => decimalNumber(end.trim()));
    const [low, high] = ends;
    if (ends.length === 1 && low !== undefined && Number.isFinite(low)) return [name, low] as const;
    const interval =
      ends.length === 2 && low !== undefined && high !== undefined && low < high && Number.isFinite(high - low);
    if (interval && ranges) return [name, [low, high] as const] as const;
    const expected = ranges ? "a number, or two with .. between them, the smaller first" : "a number";
    throw new UserError(`--set ${name}: expected ${expected}, got ${quote(value)}`);
  });
  const all: Record<string, ConstantSettings[string]> = {};
  for (const [key, value] of settings) {
    if (key.split(".").includes("__proto__")) throw new UserError(`--set ${key}: there is no constant of this name`);
    const [system = "", constant] = key.split(".");
    if (constant === undefined) all[system] = value;
    else all[system] = { ...(all[system] as Record<string, ConstantSetting> | undefined), [constant]: value };
  }
  return all;
}

/** The state that is asked for, or one drawn as for data sets, which is said. */
export function chosenState(system: System, asked: string | undefined, seed: number): Float64Array {
  const names = componentNames(system);
  if (asked !== undefined) return namedNumbers("--state", asked, names);
  const random = randomStream(seed, "simulate", "state", system.name);
  const drawn = system.initialState(random).map((value) => Number(value.toPrecision(4)));
  say(`no --state: ${names.map((name, a) => `${name} = ${drawn[a]}`).join(", ")}, drawn by --seed ${seed}`);
  return drawn;
}
