import { cpus, release, totalmem, type } from "node:os";
import { UserError } from "../base/errors.js";
import { version } from "../base/package.js";
import type { Machine } from "../measure/index.js";
import { type EngineName, findEngine } from "../runtime/index.js";

/** The machine and versions that figures are quoted with. `engine`: as in a configuration. */
export async function describeMachine(engine: EngineName | null): Promise<Machine> {
  const found = await findEngine(engine ?? undefined);
  const [cpu] = cpus();
  return {
    cpu: cpu?.model.trim() ?? "unknown",
    cores: cpus().length,
    memoryGiB: Math.round(totalmem() / 2 ** 30),
    platform: `${type()} ${release()} ${process.arch}`,
    node: process.version,
    metahamilton: version,
    engine: `${found.name}: ${found.version}`,
    date: new Date().toISOString().slice(0, 10),
  };
}

/** Versions of everything that decides the numbers of a run. `engine`: as in a configuration. */
export async function runVersions(engine: EngineName | null): Promise<Record<string, string>> {
  const found = await findEngine(engine ?? undefined).catch((error: unknown) => {
    if (error instanceof UserError) throw error;
    const reason = error instanceof Error ? error.message : String(error);
    throw new UserError(`the engine ${engine ?? "wasm"} cannot be loaded here: ${reason}`);
  });
  return { metahamilton: version, node: process.versions.node, engine: found.version };
}
