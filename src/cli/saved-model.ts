import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { UserError } from "../base/errors.js";
import { atomicWrite } from "../base/files.js";
import { makeFolder } from "../base/folders.js";
import { withoutDigest } from "../base/sealed.js";
import {
  decodeModel,
  encodeModel,
  predictionColumns,
  type ReadModel,
  type RecordResults,
  type SavedModel,
} from "../records/index.js";
import { say } from "./output.js";
import { modelPath } from "./record-source.js";
import { writeColumns } from "./record-tables.js";

/** The model in a folder that `adapt` made; says where it has no digest to be held against. */
export async function readSavedModel(directory: string): Promise<ReadModel> {
  const path = modelPath(directory);
  const bytes = await readFile(path).catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT" || error.code === "ENOTDIR")
      throw new UserError(`${directory} is not a folder that metahamilton adapt made: it has no model.safetensors`);
    throw error;
  });
  const model = decodeModel(bytes, path);
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
  await makeFolder(directory);
  const config = { version: 1, kind: "adapt", file, command, options, versions };
  await atomicWrite(join(directory, "config.json"), `${JSON.stringify(config, null, 2)}\n`);
  await atomicWrite(modelPath(directory), encodeModel(model));
  for (const ending of ["csv", "parquet"])
    await writeColumns(join(directory, `predictions.${ending}`), predictionColumns(results));
}

/** Refuses a folder that holds something: before long work, not after it. */
export async function refuseFull(directory: string): Promise<void> {
  const entries = await readdir(directory).catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return [];
    throw error;
  });
  if (entries.length > 0) throw new UserError(`${directory} is not empty; choose another folder with --out`);
}
