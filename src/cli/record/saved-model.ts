import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { UserError } from "../../base/errors.js";
import { atomicWrite, readTextIfThere } from "../../base/files.js";
import { isLoose } from "../../base/keys.js";
import { contentOf } from "../../base/run-lock.js";
import { withoutDigest } from "../../base/sealed.js";
import {
  decodeModel,
  encodeModel,
  predictionColumns,
  type ReadModel,
  type RecordResults,
  type SavedModel,
} from "../../records/index.js";
import { say } from "../output.js";
import { modelPath } from "./file.js";
import { writeColumns } from "./tables.js";

const CONFIG = "config.json";

/** The model in a folder that `adapt` made; says where it has no digest to be held against. */
export async function readSavedModel(directory: string): Promise<ReadModel> {
  const path = modelPath(directory);
  const bytes = await readFile(path).catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT" || error.code === "ENOTDIR")
      throw new UserError(`${directory} is not a folder that metahamilton adapt made: it has no model.safetensors`);
    throw error;
  });
  const model = await decodeModel(bytes, path);
  if (model.digest === undefined) say(withoutDigest(path));
  return model;
}

/** Writes what `adapt` has learned of a file into a folder: how, the model, and its predictions as CSV and Parquet. */
export async function writeSavedModel(
  directory: string,
  file: string,
  model: SavedModel,
  results: RecordResults,
): Promise<void> {
  const { command, options, versions } = results.facts;
  const config = { version: 1, kind: "adapt", file, command, options, versions };
  await atomicWrite(join(directory, CONFIG), `${JSON.stringify(config, null, 2)}\n`);
  await atomicWrite(modelPath(directory), encodeModel(model));
  for (const ending of ["csv", "parquet"])
    await writeColumns(join(directory, `predictions.${ending}`), predictionColumns(results));
}

/** The last file that `adapt` writes. */
const LAST = "results.json";

/**
 * Refuses a folder that holds something, before long work and not after it: anything but what the same command left when it was
 * stopped in the middle of writing. That is said, and written anew.
 */
export async function refuseFull(directory: string, command: string): Promise<void> {
  const entries = await contentOf(directory);
  if (entries.length === 0) return;
  const config = entries.includes(LAST) ? undefined : await readTextIfThere(join(directory, CONFIG));
  if (config === undefined || !isOfCommand(config, command))
    throw new UserError(`${directory} is not empty; choose another folder with --out`);
  say(`${directory} holds what this command had written when it was stopped; it is written anew`);
}

function isOfCommand(text: string, command: string): boolean {
  try {
    const config: unknown = JSON.parse(text);
    return isLoose(config) && config.kind === "adapt" && config.command === command;
  } catch {
    return false;
  }
}
