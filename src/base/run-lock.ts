import { readdir, rmdir } from "node:fs/promises";
import { join } from "node:path";
import { isUnfinished, removeUnfinished } from "./files.js";
import { exists, makeFolder } from "./folders.js";
import { whileLocked } from "./lock.js";

const LOCK = "run.lock";

/**
 * Does `work` in a folder, made where it is missing, while no other process works in it: a `UserError` says which one does. A
 * folder that was made for nothing is removed again. `lost` aborts, and the work fails, where the folder is deleted meanwhile.
 */
export async function inFolder<T>(directory: string, work: (lost: AbortSignal) => Promise<T>): Promise<T> {
  const there = await exists(directory);
  await makeFolder(directory);
  try {
    return await whileLocked(join(directory, LOCK), directory, async (lost) => {
      // A folder without a run's configuration may be anybody's.
      if (await exists(join(directory, "config.json"))) await removeUnfinished(directory);
      return work(lost);
    });
  } finally {
    // Fails where anything is in it, as it should.
    if (!there) await rmdir(directory).catch(() => {});
  }
}

/** What a folder holds beside its lock and what a death in the middle of a write leaves. */
export async function contentOf(directory: string): Promise<string[]> {
  const names = await readdir(directory);
  return names.filter((name) => !name.startsWith(LOCK) && !isUnfinished(name));
}
