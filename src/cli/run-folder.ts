import { readdir, readFile, stat } from "node:fs/promises";
import { join } from "node:path";
import { UserError } from "../base/errors.js";
import { makeFolder } from "./folders.js";
import { parseRecordText, RECORD_NAME, type RunRecord, writeRecord } from "./run-record.js";

/** `runs/<name>-<yyyy-mm-dd-hhmmss>`, local time. */
export function defaultRunFolder(name: string, now = new Date()): string {
  const two = (value: number) => String(value).padStart(2, "0");
  const date = [now.getFullYear(), two(now.getMonth() + 1), two(now.getDate())].join("-");
  return join("runs", `${name}-${date}-${two(now.getHours())}${two(now.getMinutes())}${two(now.getSeconds())}`);
}

/** Makes the folder of a new run, with its record as its first file. Refuses a folder that holds anything. */
export async function startRun(directory: string, record: RunRecord): Promise<void> {
  await startFolder(directory);
  await writeRecord(directory, record);
}

/** Makes the folder of a new run. Refuses a folder that holds anything. */
export async function startFolder(directory: string): Promise<void> {
  await makeFolder(directory);
  if ((await readdir(directory)).length > 0)
    throw new UserError(
      `${directory} is not empty; choose another folder with --out, or continue the run in it with --resume`,
    );
}

/** The record of the run in a folder. */
export async function readRun(directory: string): Promise<RunRecord> {
  return parseRecordText(await readRunText(directory), join(directory, RECORD_NAME));
}

/** The text of the record of the run in a folder, whatever the run's kind. */
export async function readRunText(directory: string): Promise<string> {
  const path = join(directory, RECORD_NAME);
  const info = await stat(directory).catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") throw new UserError(`there is no folder ${directory}`);
    throw error;
  });
  if (!info.isDirectory()) throw new UserError(`${directory} is a file, not the folder of a run`);
  return readFile(path, "utf8").catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") throw new UserError(`${directory} is not a run: it has no ${RECORD_NAME}`);
    throw error;
  });
}
