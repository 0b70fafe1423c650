import { cpus, release, totalmem, type } from "node:os";
import type { Machine } from "../measure/index.js";
import { type EngineName, findEngine } from "../runtime/index.js";

/** The machine and versions that figures are quoted with. */
export async function describeMachine(engine: EngineName | null, version: string): Promise<Machine> {
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
