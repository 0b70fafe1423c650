import { readdir, rm, rmdir } from "node:fs/promises";
import { join } from "node:path";
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
      await removeUnfinished(directory);
      return work(lost);
    });
  } finally {
    // Fails where anything is in it, as it should.
    if (!there) await rmdir(directory).catch(() => {});
  }
}

/** A file in the middle of `atomicWrite`. */
const UNFINISHED = /(^|[\\/])\..+\.[0-9a-f-]{36}\.tmp$/;

/** Removes what processes that died in the middle of a write have left in the folder of a run. */
async function removeUnfinished(directory: string): Promise<void> {
  if (!(await exists(join(directory, "config.json")))) return;
  const names = await readdir(directory, { recursive: true });
  for (const name of names.filter((one) => UNFINISHED.test(one))) await rm(join(directory, name), { force: true });
}

/** What a folder holds beside its lock and what a death in the middle of a write leaves. */
export async function contentOf(directory: string): Promise<string[]> {
  const names = await readdir(directory);
  return names.filter((name) => !name.startsWith(LOCK) && !UNFINISHED.test(name));
}
