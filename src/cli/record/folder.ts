import type { Dirent } from "node:fs";
import { type FileHandle, open } from "node:fs/promises";
import { join } from "node:path";
import { UserError } from "../../base/errors.js";
import type { PartTable, Table } from "../../records/index.js";
import { RECORD_ENDINGS } from "../../records/tables/endings.js";
import { openTable } from "../../records/tables/open.js";
import { stackedTables } from "../../records/tables/stacked.js";
import { fileSource, modelPath, recordStem } from "./file.js";

/** Files of a folder that are read together. */
const MOST_FILES = 64;

/** The files of a folder that have the same columns as one table, a motion each. */
export async function withFolder<T>(
  path: string,
  entries: readonly Dirent[],
  time: string | undefined,
  work: (table: Table) => Promise<T>,
): Promise<T> {
  if (entries.some(({ name }) => join(path, name) === modelPath(path)))
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
