import { readdir, stat } from "node:fs/promises";
import { join } from "node:path";
import { UserError } from "../../base/errors.js";

/**
 * Paths of the data sets that a path means: itself where it is one (`*.zarr`), else those in the folder and in the folders
 * directly in it. Throws `UserError` where there is no such folder or no data set in it.
 */
export async function listStores(path: string): Promise<string[]> {
  if (isStore(path.replace(/[\\/]+$/, ""))) return [path];
  const info = await stat(path).catch(() => undefined);
  if (info === undefined) throw new UserError(`${path}: there is no such folder`);
  // A set may have been given another name.
  if (!info.isDirectory() || (await readdir(path)).includes("zarr.json")) return [path];
  const here = await foldersIn(path);
  const below = await Promise.all(here.filter((folder) => !isStore(folder)).map(foldersIn));
  const stores = [...here, ...below.flat()].filter(isStore).sort();
  if (stores.length === 0) throw new UserError(`${path}: there are no data sets (folders *.zarr) in it`);
  return stores;
}

const isStore = (path: string) => path.endsWith(".zarr");

async function foldersIn(path: string): Promise<string[]> {
  const entries = await readdir(path, { withFileTypes: true });
  return entries
    .filter((entry) => entry.isDirectory() && !entry.name.startsWith("."))
    .map(({ name }) => join(path, name));
}
