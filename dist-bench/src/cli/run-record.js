import { join } from "node:path";
import { z } from "zod";
import { UserError } from "../base/errors.js";
import { atomicWrite } from "../base/files.js";
import { parseConfig } from "../evaluation/config.js";
import { profileNames } from "../evaluation/profiles.js";
import { parseJson } from "./config-file.js";
/** Name of the record in a run's folder. */
export const RECORD_NAME = "config.json";
const recordSchema = z.object({
    version: z.literal(1),
    kind: z.enum(["train", "reproduce"]),
    profile: z.enum(profileNames),
    command: z.string(),
    config: z.unknown(),
    versions: z.record(z.string(), z.string()),
});
/** Whether a configuration file is the `config.json` of a run. */
export function looksLikeRecord(value) {
    return Object.hasOwn(value, "config") && Object.hasOwn(value, "versions");
}
/** Checks a record from outside; `source` is its file. */
export function parseRecord(value, source) {
    const result = recordSchema.safeParse(value);
    if (!result.success) {
        const keys = [...new Set(result.error.issues.map(({ path }) => path[0] ?? "(top level)"))];
        throw new UserError(`${source} is not the configuration of a run: wrong or missing ${keys.join(", ")}`);
    }
    return { ...result.data, config: parseConfig(result.data.config, `${source}, config`) };
}
/** Parses the text of a `config.json`. */
export function parseRecordText(text, source) {
    return parseRecord(parseJson(text, source), source);
}
/** Writes the record into the run's folder. */
export function writeRecord(directory, record) {
    return atomicWrite(join(directory, RECORD_NAME), `${JSON.stringify(record, null, 2)}\n`);
}
