import { randomUUID } from "node:crypto";
import { mkdir, open, readdir, readFile, rename, rm } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { UserError } from "./errors.js";
import { exists } from "./folders.js";

/**
 * Writes a file so that a reader, or a crash, sees the old content or the new, never a part: into a temporary file in the
 * same folder, then renamed over `path`. Missing folders are made, unless `intoExisting` says that a missing one was deleted
 * in the middle of the work: then a `UserError` says so. What the system refuses is thrown with the path.
 */
export async function atomicWrite(
  path: string,
  content: string | Uint8Array,
  { intoExisting = false } = {},
): Promise<void> {
  const folder = dirname(path);
  if (!intoExisting) await mkdir(folder, { recursive: true });
  const temporary = join(folder, `.${basename(path)}.${randomUUID()}.tmp`);
  try {
    const file = await open(temporary, "wx");
    try {
      await file.writeFile(content);
      // Without this a power cut after the rename could leave an empty file.
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(temporary, path);
  } catch (error) {
    await rm(temporary, { force: true });
    if (intoExisting && !(await exists(folder)))
      throw new UserError(`${folder} is gone: it was deleted or moved while the work on it went on`);
    // A disk that is full is noticed by a write, which does not know its file.
    throw Object.assign(error as NodeJS.ErrnoException, { path });
  }
}

/** A file in the middle of `atomicWrite`. */
const UNFINISHED = /(^|[\\/])\..+\.[0-9a-f-]{36}\.tmp$/;

/** Whether a file, by its name, was in the middle of `atomicWrite` when somebody saw it. */
export const isUnfinished = (name: string): boolean => UNFINISHED.test(name);

/** Removes what processes that died in the middle of `atomicWrite` have left in a folder and below, on which no other works. */
export async function removeUnfinished(directory: string): Promise<void> {
  const names = await readdir(directory, { recursive: true });
  for (const name of names.filter(isUnfinished)) await rm(join(directory, name), { force: true });
}

/** The text of a file; undefined where there is none. What the system refuses is thrown with the path, which a folder's refusal lacks. */
export async function readTextIfThere(path: string): Promise<string | undefined> {
  return readFile(path, "utf8").catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return undefined;
    throw Object.assign(error, { path });
  });
}
