import { readFile } from "node:fs/promises";
import { UserError } from "../../base/errors.js";
import { atomicWrite } from "../../base/files.js";
import { type Checkpoint, decodeCheckpoint, encodeCheckpoint, type ReadCheckpoint } from "../../learning/index.js";

/**
 * Writes a checkpoint atomically, into a folder that must be there where `intoExisting` says so; `moments` as for
 * `encodeCheckpoint`.
 */
export function saveCheckpoint(
  path: string,
  checkpoint: Checkpoint,
  { intoExisting = false, ...options }: { moments?: boolean; intoExisting?: boolean } = {},
): Promise<void> {
  return atomicWrite(path, encodeCheckpoint(checkpoint, options), { intoExisting });
}

/** Reads a checkpoint; `UserError` for a missing, damaged or foreign file. */
export async function loadCheckpoint(path: string): Promise<ReadCheckpoint> {
  const bytes = await readFile(path).catch((error: unknown) => {
    throw new UserError(`${path}: cannot read the checkpoint (${(error as NodeJS.ErrnoException).code ?? "unknown"})`);
  });
  return decodeCheckpoint(bytes, path);
}
