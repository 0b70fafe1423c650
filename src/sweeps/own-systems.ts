import { resolve } from "node:path";
import { isLoose, type Loose } from "../base/keys.js";
import { isSystemFile, loadListedSystems } from "../dataset/index.js";

/**
 * A sweep's configuration with absolute paths for the files of systems that it names, under `config` or as values of `sweep`; what
 * is no list of names is left to the checks that follow. The files are loaded, errors as those of `loadListedSystems`.
 */
export async function withOwnSystems(content: Loose): Promise<Loose> {
  const inConfig = (value: unknown) =>
    isLoose(value) && Object.hasOwn(value, "systems") ? { ...value, systems: absolute(value.systems) } : value;
  const { config, sweep } = content;
  const result = {
    ...content,
    ...(config === undefined ? {} : { config: inConfig(config) }),
    ...(sweep === undefined ? {} : { sweep: Array.isArray(sweep) ? sweep.map(inConfig) : inConfig(sweep) }),
  };
  await loadOwnSystems([result.config, ...[result.sweep].flat()]);
  return result;
}

/** Loads the files of systems that configurations, or values of swept keys, name. */
export async function loadOwnSystems(configs: readonly unknown[]): Promise<void> {
  for (const config of configs) {
    if (!isLoose(config) || !Array.isArray(config.systems)) continue;
    await loadListedSystems({ systems: config.systems.flat() });
  }
}

const absolute = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(absolute);
  return typeof value === "string" && isSystemFile(value) ? resolve(value) : value;
};
