import { isSystemFile, systemFrom } from "../dataset/index.js";

/**
 * Loads the files among the `systems` of a configuration that has not been checked yet, so that their systems are known by name when
 * it is. Anything else is left to the check. Throws `UserError` for a file that defines no system.
 */
export async function loadListedSystems(config: unknown): Promise<void> {
  if (typeof config !== "object" || config === null || !("systems" in config) || !Array.isArray(config.systems)) return;
  for (const text of config.systems) if (typeof text === "string" && isSystemFile(text)) await systemFrom(text);
}
