import { open, readdir, readFile, stat } from "node:fs/promises";
import { basename, join } from "node:path";
import { FileSystemStore } from "@zarrita/storage";
import { UserError } from "../base/errors.js";
import { type ByteSource, openTable, type Table, type ZarrGroup, zarrTable } from "../records/index.js";

/**
 * Does `work` with the record at a path: a file, or the folder of a Zarr group. The file stays open until `work` is done, and only
 * the parts asked for are read.
 */
export async function withRecord<T>(
  path: string,
  time: string | undefined,
  work: (table: Table) => Promise<T>,
): Promise<T> {
  const info = await stat(path).catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") throw new UserError(`${path}: there is no such file`);
    throw error;
  });
  if (info.isDirectory()) {
    return work(await zarrTable(await zarrGroup(path), time));
  }
  if (!info.isFile()) throw new UserError(`${path}: neither a file nor a folder`);
  const file = await open(path);
  try {
    const source: ByteSource = {
      name: path,
      size: info.size,
      async slice(start, end) {
        const bytes = new Uint8Array(Math.max(0, Math.min(end, info.size) - start));
        const { bytesRead } = await file.read(bytes, 0, bytes.length, start);
        return bytes.subarray(0, bytesRead);
      },
    };
    return await work(await openTable(source, time));
  } finally {
    await file.close();
  }
}

/** The arrays and groups in the folder of a Zarr group of version 2 or 3. */
async function zarrGroup(path: string): Promise<ZarrGroup> {
  const holds = async (folder: string, file: string) =>
    (await stat(join(folder, file)).catch(() => undefined)) !== undefined;
  const entries = await readdir(path, { withFileTypes: true });
  if (!entries.some(({ name }) => name === "zarr.json" || name === ".zgroup" || name === ".zmetadata"))
    throw new UserError(`${path}: a folder, but not a Zarr group (it has neither zarr.json nor .zgroup)`);
  const arrays: string[] = [];
  const groups: string[] = [];
  for (const entry of entries.filter((entry) => entry.isDirectory())) {
    const folder = join(path, entry.name);
    const third = (await readFile(join(folder, "zarr.json"), "utf8").catch(() => undefined))?.includes('"array"');
    if (third ?? (await holds(folder, ".zarray"))) arrays.push(entry.name);
    else groups.push(entry.name);
  }
  return { name: path, store: new FileSystemStore(path), arrays, groups };
}

/** A record's name without folders and ending, for the name of a run. */
export function recordStem(path: string): string {
  return basename(path).replace(/\.[^.]*$/, "") || "record";
}

/** Name of the model in an adaptation's folder. */
export const modelPath = (run: string) => join(run, "model.safetensors");
