import type { Dirent } from "node:fs";
import { type FileHandle, open, readdir, readFile, stat } from "node:fs/promises";
import { basename, join } from "node:path";
import { UserError } from "../base/errors.js";
import {
  type ByteSource,
  openTable,
  type PartTable,
  RECORD_ENDINGS,
  stackedTables,
  type Table,
  type ZarrGroup,
  zarrTable,
} from "../records/index.js";

/**
 * Does `work` with the record at a path: a file, a folder of files that are a motion each, or the folder of a Zarr group. Files stay open until
 * `work` is done, and only the parts asked for are read.
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

function fileSource(name: string, file: FileHandle, size: number): ByteSource {
  return {
    name,
    size,
    async slice(start, end) {
      const bytes = new Uint8Array(Math.max(0, Math.min(end, size) - start));
      const { bytesRead } = await file.read(bytes, 0, bytes.length, start);
      return bytes.subarray(0, bytesRead);
    },
  };
}

const MODEL_FILE = "model.safetensors";
/** Files of a folder that are read together. */
const MOST_FILES = 64;

/** The files of a folder that have the same columns as one table, a motion each. */
async function withFolder<T>(
  path: string,
  entries: readonly Dirent[],
  time: string | undefined,
  work: (table: Table) => Promise<T>,
): Promise<T> {
  if (entries.some(({ name }) => name === MODEL_FILE))
    throw new UserError(`${path}: the folder of a run; give the record that it was learned from`);
  const names = entries
    .filter((entry) => entry.isFile() && RECORD_ENDINGS.includes(entry.name.split(".").pop()?.toLowerCase() ?? ""))
    .map(({ name }) => name)
    .sort((a, b) => a.localeCompare(b, "en", { numeric: true }));
  if (names.length === 0)
    throw new UserError(
      `${path}: a folder with neither records (.csv, .xlsx, ...) nor a Zarr group (zarr.json, .zgroup)`,
    );
  if (names.length > MOST_FILES)
    throw new UserError(`${path}: a folder of ${names.length} records, at most ${MOST_FILES} are read together`);
  const files: FileHandle[] = [];
  try {
    const parts: PartTable[] = [];
    const unread: string[] = [];
    let problem: UserError | undefined;
    for (const name of names) {
      const file = await open(join(path, name));
      files.push(file);
      try {
        const table = await openTable(fileSource(join(path, name), file, (await file.stat()).size), time);
        parts.push({ part: recordStem(name), table });
      } catch (error) {
        if (!(error instanceof UserError)) throw error;
        problem ??= error;
        unread.push(name);
      }
    }
    if (parts.length === 0) throw problem;
    const { table, leftOut } = stackedTables(parts, "file");
    const others = [...leftOut, ...unread];
    const words =
      others.length === 0 ? [] : [`left out: ${others.slice(0, 5).join(", ")}${others.length > 5 ? ", ..." : ""}`];
    return await work({ ...table, name: path, notes: [...table.notes, ...words] });
  } finally {
    for (const file of files) await file.close();
  }
}

const ZARR_FILES = ["zarr.json", ".zgroup", ".zmetadata"];

/** The arrays and groups in the folder of a Zarr group of version 2 or 3. */
async function zarrGroup(path: string, entries: readonly Dirent[]): Promise<ZarrGroup> {
  const holds = async (folder: string, file: string) =>
    (await stat(join(folder, file)).catch(() => undefined)) !== undefined;
  const arrays: string[] = [];
  const groups: string[] = [];
  for (const entry of entries.filter((entry) => entry.isDirectory())) {
    const folder = join(path, entry.name);
    const third = (await readFile(join(folder, "zarr.json"), "utf8").catch(() => undefined))?.includes('"array"');
    if (third ?? (await holds(folder, ".zarray"))) arrays.push(entry.name);
    else groups.push(entry.name);
  }
  const { FileSystemStore } = await import("@zarrita/storage");
  return { name: path, store: new FileSystemStore(path), arrays, groups };
}

/** A record's name without folders and ending, for the name of a run. */
export function recordStem(path: string): string {
  return basename(path).replace(/\.[^.]*$/, "") || "record";
}

/** Name of the model in an adaptation's folder. */
export const modelPath = (run: string) => join(run, MODEL_FILE);
