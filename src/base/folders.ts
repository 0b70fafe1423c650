import { access, constants, lstat, mkdir, stat } from "node:fs/promises";
import { dirname, resolve } from "node:path";
import { UserError } from "./errors.js";

/**
 * Makes a folder to write into, with those above it, where it is missing. Throws where it cannot be made or written to, so
 * that this comes out before long work and not after it.
 */
export async function makeFolder(path: string): Promise<void> {
  if (path === "") throw new UserError("the name of the folder is empty");
  await make(resolve(path));
  if (!(await stat(path)).isDirectory()) throw new UserError(`${path} is a file, not a folder`);
  await access(path, constants.W_OK);
}

/** Whether anything lies at a path. */
export async function exists(path: string): Promise<boolean> {
  try {
    await lstat(path);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return false;
    throw error;
  }
}

/** `mkdir` with `recursive` never returns where a file system has a folder but refuses new ones as missing, as /proc does. */
async function make(path: string): Promise<void> {
  try {
    await mkdir(path);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === "EEXIST") return;
    // Some file systems refuse what exists already for another reason first.
    if (code !== "ENOENT") {
      if (await exists(path)) return;
      throw error;
    }
    const parent = dirname(path);
    if (await exists(parent)) throw error;
    await make(parent);
    await mkdir(path);
  }
}
