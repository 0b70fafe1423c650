import { readFile } from "node:fs/promises";
import { UserError } from "../../base/errors.js";
import { atomicWrite } from "../../base/files.js";
import { type Checkpoint, decodeCheckpoint, encodeCheckpoint } from "../../learning/index.js";

/** Writes a checkpoint atomically; `moments` as for `encodeCheckpoint`. */
export function saveCheckpoint(path: string, checkpoint: Checkpoint, options?: { moments?: boolean }): Promise<void> {
  return atomicWrite(path, encodeCheckpoint(checkpoint, options));
}

/** Reads a checkpoint; `UserError` for a missing, truncated or foreign file. */
export async function loadCheckpoint(path: string): Promise<Checkpoint> {
  const bytes = await readFile(path).catch((error: unknown) => {
    throw new UserError(`${path}: cannot read the checkpoint (${(error as NodeJS.ErrnoException).code ?? "unknown"})`);
  });
  return decodeCheckpoint(bytes, path);
}
