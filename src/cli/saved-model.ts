import { readFile } from "node:fs/promises";
import { UserError } from "../base/errors.js";
import { decodeModel, type SavedModel } from "../records/index.js";
import { modelPath } from "./record-source.js";

/** The model in a folder that `adapt` made. */
export async function readSavedModel(directory: string): Promise<SavedModel> {
  const path = modelPath(directory);
  const bytes = await readFile(path).catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT" || error.code === "ENOTDIR")
      throw new UserError(`${directory} is not a folder that metahamilton adapt made: it has no model.safetensors`);
    throw error;
  });
  return decodeModel(bytes, path);
}
