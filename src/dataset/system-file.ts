import { stat } from "node:fs/promises";
import { resolve } from "node:path";
import { cached } from "../base/cached.js";
import { UserError } from "../base/errors.js";
import { randomStream } from "../base/random.js";
import * as graph from "../graph/index.js";
import type { System, SystemInput } from "../mechanics/index.js";
import * as mechanics from "../mechanics/index.js";
import { isTrustedSystem, rememberTrustedSystem } from "./trusted-systems.js";

/** What a file of a system gets for "metahamilton": this copy of the library, wherever the file lies. */
const library = { ...mechanics, graph, UserError, randomStream };

const loaded = new Map<string, Promise<System>>();
const fromFiles = new Map<string, System>();

/** Whether a text means a file rather than the name of a system. */
export function isSystemFile(text: string): boolean {
  return /[\\/]|\.[cm]?[jt]s$/.test(text);
}

/**
 * The system that a TypeScript or JavaScript module exports by default (made by `defineSystem`, or what that takes); it is
 * known by its name from then on, in worker threads too. Loading a file again gives the same object.
 *
 * Types are stripped here, not checked, so that this works on every version of Node. Throws `UserError` for a file that is
 * missing, cannot be loaded or exports something else.
 */
export function loadSystemFile(path: string): Promise<System> {
  return cached(loaded, resolve(path), () => load(path));
}

/** The system that a name or a file means; throws `UserError`. */
export async function systemFrom(text: string): Promise<System> {
  return isSystemFile(text) ? loadSystemFile(text) : mechanics.systemNamed(text);
}

/** The system that a name or a file means that has been loaded before. */
export function knownSystem(text: string): System {
  if (!isSystemFile(text)) return mechanics.systemNamed(text);
  const system = fromFiles.get(resolve(text));
  if (system === undefined) throw new Error(`${text} has not been loaded`);
  return system;
}

/** The system of a name or of a file that the user names: loaded, and remembered as trusted. Throws `UserError`. */
export async function systemNamedByUser(text: string): Promise<System> {
  const system = await systemFrom(text);
  if (isSystemFile(text)) await rememberTrustedSystem(text);
  return system;
}

let trusting = false;

/** From now on the files that configurations name are run, and remembered as trusted, as `--trust` asks. */
export function trustListedSystems(): void {
  trusting = true;
}

/**
 * Loads the files among the `systems` of a configuration that has not been checked yet, so that their systems are known by name when
 * it is. Anything else is left to the check. A file runs only if it has been loaded already, or its user has named it before
 * (`isTrustedSystem`). Throws `UserError` for one that may not run, and for a file that defines no system.
 */
export async function loadListedSystems(config: unknown): Promise<void> {
  if (typeof config !== "object" || config === null || !("systems" in config) || !Array.isArray(config.systems)) return;
  for (const text of config.systems) {
    if (typeof text !== "string" || !isSystemFile(text)) continue;
    if (!loaded.has(resolve(text))) await checkTrust(text);
    await systemFrom(text);
  }
}

async function checkTrust(path: string): Promise<void> {
  if (!(await stat(path).catch(() => undefined))?.isFile()) throw new UserError(`${path}: there is no such file`);
  if (trusting) await rememberTrustedSystem(path);
  else if (!(await isTrustedSystem(path)))
    throw new UserError(
      `${path}: the configuration names this file as a system, and loading it would run its code; as it is now it was not named here ` +
        "before: read it, then allow it with --trust",
    );
}

/** Absolute paths of the files that have given the systems of these names: what a worker thread has to load to know them. */
export function systemFilesOf(names: readonly string[]): readonly string[] {
  return [...fromFiles].filter(([, system]) => names.includes(system.name)).map(([file]) => file);
}

async function load(path: string): Promise<System> {
  const file = resolve(path);
  if (!(await stat(file).catch(() => undefined))?.isFile()) throw new UserError(`${path}: there is no such file`);
  // Loaded when a system's file is: everybody else starts without it.
  const { createJiti } = await import("jiti");
  const jiti = createJiti(import.meta.url, {
    // Without caches: a file that was edited must be read again.
    fsCache: false,
    moduleCache: false,
    virtualModules: {
      metahamilton: library,
      "metahamilton/graph": graph,
      "metahamilton/mechanics": mechanics,
    },
  });
  try {
    const exported = await jiti.import<unknown>(file, { default: true });
    if (!isSystem(exported) && !isDefinition(exported))
      throw new UserError("it defines no system: a file ends with `export default defineSystem({ name: ... })`");
    const system = isSystem(exported) ? exported : mechanics.defineSystem(exported);
    mechanics.registerSystem(system);
    fromFiles.set(file, system);
    return system;
  } catch (error) {
    loaded.delete(file);
    // The loader says what is wrong in the first line and where in the second.
    const lines = (error instanceof Error ? error.message : String(error)).split("\n").slice(0, 2);
    const message = lines
      .map((line) => line.trim())
      .filter((line) => line !== "Require stack:")
      .join(" ");
    throw new UserError(
      `${path}: ${error instanceof UserError ? message : `cannot be loaded as a system: ${message}`}`,
    );
  }
}

function isDefinition(value: unknown): value is SystemInput {
  return typeof value === "object" && value !== null && "name" in value;
}

function isSystem(value: unknown): value is System {
  return typeof value === "object" && value !== null && "vectorField" in value && "withConstants" in value;
}
