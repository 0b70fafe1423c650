import { open, readdir, stat } from "node:fs/promises";
import { basename, join } from "node:path";
import { FileSystemStore } from "@zarrita/storage";
import { UserError } from "../base/errors.js";
import { type ByteSource, openTable, type Table, zarrTable } from "../records/index.js";

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
    const entries = await readdir(path, { withFileTypes: true });
    if (!entries.some(({ name }) => name === "zarr.json"))
      throw new UserError(`${path}: a folder, but not a Zarr v3 group (it has no zarr.json)`);
    const arrays = entries.filter((entry) => entry.isDirectory()).map(({ name }) => name);
    return work(await zarrTable({ name: path, store: new FileSystemStore(path), arrays }, time));
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

/** A record's name without folders and ending, for the name of a run. */
export function recordStem(path: string): string {
  return basename(path).replace(/\.[^.]*$/, "") || "record";
}

/** Name of the model in an adaptation's folder. */
export const modelPath = (run: string) => join(run, "model.safetensors");
