import { readFileSync } from "node:fs";
import { UserError } from "../base/errors.js";
import { type EngineName, findEngine } from "../runtime/index.js";

/** This package's version. */
export const version: string = readVersion();

/** Versions of everything that decides the numbers of a run. `engine`: as in the configuration. */
export async function runVersions(engine: EngineName | null): Promise<Record<string, string>> {
  const found = await findEngine(engine ?? undefined).catch((error: unknown) => {
    if (error instanceof UserError) throw error;
    const reason = error instanceof Error ? error.message : String(error);
    throw new UserError(`the engine ${engine ?? "wasm"} cannot be loaded here: ${reason}`);
  });
  return { metahamilton: version, node: process.versions.node, engine: found.version };
}

/** package.json stands two folders up from both src/cli and dist/cli. */
function readVersion(): string {
  const text = readFileSync(new URL("../../package.json", import.meta.url), "utf8");
  return (JSON.parse(text) as { version: string }).version;
}
