import type { Dirent } from "node:fs";
import { open, readdir, readFile, stat } from "node:fs/promises";
import { join } from "node:path";
import { UserError } from "../../base/errors.js";
import type { Table, ZarrGroup } from "../../records/index.js";
import { openTable } from "../../records/tables/open.js";
import { zarrTable } from "../../records/tables/zarr.js";
import { fileSource } from "./file.js";
import { speakingFlags } from "./flags.js";
import { withFolder } from "./folder.js";

/**
 * Does `work` with the record at a path: a file, a folder of files that are a motion each, or the folder of a Zarr group. Files stay open until
 * `work` is done, and only the parts asked for are read.
 */
export function withRecord<T>(path: string, time: string | undefined, work: (table: Table) => Promise<T>): Promise<T> {
  return speakingFlags(() => withTable(path, time, work));
}

async function withTable<T>(path: string, time: string | undefined, work: (table: Table) => Promise<T>): Promise<T> {
  const info = await stat(path).catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") throw new UserError(`${path}: there is no such file`);
    throw error;
  });
  if (info.isDirectory()) {
    const entries = await readdir(path, { withFileTypes: true });
    if (entries.some(({ name }) => ZARR_FILES.includes(name)))
      return work(await zarrTable(await zarrGroup(path, entries), time));
    return withFolder(path, entries, time, work);
  }
  if (!info.isFile()) throw new UserError(`${path}: neither a file nor a folder`);
  const file = await open(path);
  try {
    return await work(await openTable(fileSource(path, file, info.size), time));
  } finally {
    await file.close();
  }
}

const ZARR_FILES = ["zarr.json", ".zgroup", ".zmetadata"];

/** Groups within groups that are looked into. */
const MAX_DEPTH = 4;

/** The arrays in the folder of a Zarr group of version 2 or 3, with those of the groups in it. */
async function zarrGroup(path: string, entries: readonly Dirent[]): Promise<ZarrGroup> {
  const holds = async (folder: string, file: string) =>
    (await stat(join(folder, file)).catch(() => undefined)) !== undefined;
  const arrays: string[] = [];
  const groups: string[] = [];
  const list = async (within: string, found: readonly Dirent[], depth: number): Promise<void> => {
    for (const entry of found.filter((entry) => entry.isDirectory())) {
      const place = `${within}${entry.name}`;
      const folder = join(path, place);
      const third = (await readFile(join(folder, "zarr.json"), "utf8").catch(() => undefined))?.includes('"array"');
      if (third ?? (await holds(folder, ".zarray"))) arrays.push(place);
      else {
        const before = arrays.length;
        if (depth < MAX_DEPTH) await list(`${place}/`, await readdir(folder, { withFileTypes: true }), depth + 1);
        if (arrays.length === before) groups.push(place);
      }
    }
  };
  await list("", entries, 1);
  const { FileSystemStore } = await import("@zarrita/storage");
  return { name: path, store: new FileSystemStore(path), arrays: arrays.sort(), groups };
}
