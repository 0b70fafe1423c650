import { readdir, readFile, stat } from "node:fs/promises";
import { join } from "node:path";
import { UserError } from "../base/errors.js";
import { makeFolder } from "./folders.js";
import { parseRecordText, RECORD_NAME, writeRecord } from "./run-record.js";
/** `runs/<name>-<yyyy-mm-dd-hhmmss>`, local time. */
export function defaultRunFolder(name, now = new Date()) {
    const two = (value) => String(value).padStart(2, "0");
    const date = [now.getFullYear(), two(now.getMonth() + 1), two(now.getDate())].join("-");
    return join("runs", `${name}-${date}-${two(now.getHours())}${two(now.getMinutes())}${two(now.getSeconds())}`);
}
/** Makes the folder of a new run, with its record as its first file. Refuses a folder that holds anything. */
export async function startRun(directory, record) {
    await makeFolder(directory);
    if ((await readdir(directory)).length > 0)
        throw new UserError(`${directory} is not empty; choose another folder with --out, or continue the run in it with --resume`);
    await writeRecord(directory, record);
}
/** The record of the run in a folder. */
export async function readRun(directory) {
    const path = join(directory, RECORD_NAME);
    const info = await stat(directory).catch((error) => {
        if (error.code === "ENOENT")
            throw new UserError(`there is no folder ${directory}`);
        throw error;
    });
    if (!info.isDirectory())
        throw new UserError(`${directory} is a file, not the folder of a run`);
    const text = await readFile(path, "utf8").catch((error) => {
        if (error.code === "ENOENT")
            throw new UserError(`${directory} is not a run: it has no ${RECORD_NAME}`);
        throw error;
    });
    return parseRecordText(text, path);
}
