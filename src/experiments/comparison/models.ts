import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { UserError } from "../../base/errors.js";
import { loadPretrained, type PretrainedName, type ReadCheckpoint } from "../../learning/index.js";
import { jobFolder } from "../paper/job.js";
import { loadCheckpoint } from "../training/checkpoint-file.js";
import { isTrained, trainedModelPath } from "../training/train.js";
import { trainedOn } from "../training/training-systems.js";
import type { ContestantContext } from "./contestant.js";

interface Found {
  readonly path: string;
  readonly checkpoint: ReadCheckpoint;
  readonly systems: readonly string[];
}

/** Models of the package, by their method: what is compared where no folder of models is named. */
const packagedModels: Readonly<Record<string, PretrainedName>> = { "in-context": "laws-in-context" };

/**
 * The model that `train --method` has left below the method's name in the folder of models: the one with the tested system held out,
 * else, where no model has its name, the one that was trained on the most systems without it (the first by name); without a folder
 * the one of the package. `UserError` where there is none that has not been trained on it.
 */
export async function fewShotModel(method: string, context: ContestantContext): Promise<ReadCheckpoint> {
  const { heldOut, seed, models } = context;
  const packaged = packagedModels[method];
  if (models === null && packaged !== undefined) {
    const { checkpoint } = await loadPretrained(packaged);
    if (trainedOn(checkpoint, packaged).includes(heldOut))
      throw new UserError(`${packaged}: was trained on ${heldOut}, which it is to be tested on`);
    return checkpoint;
  }
  const own = await modelNamed(method, heldOut, context);
  if (own?.systems.includes(heldOut))
    throw new UserError(`${own.path}: was trained on ${heldOut}, which it is to be tested on`);
  if (own !== undefined) return own.checkpoint;
  let best: Found | undefined;
  for (const name of (await readdir(folderOf(method, context)).catch(() => [] as string[])).sort()) {
    const found = await modelNamed(method, name, context);
    if (found === undefined || found.systems.includes(heldOut)) continue;
    if (best === undefined || found.systems.length > best.systems.length) best = found;
  }
  if (best === undefined)
    throw new UserError(
      `${folderOf(method, context)} holds no model with seed ${seed} that was trained without ${heldOut}`,
    );
  return best.checkpoint;
}

/** A model that was trained on the tested system and nothing else; `UserError` where there is none. */
export async function ownModel(folder: string, context: ContestantContext): Promise<ReadCheckpoint> {
  const { heldOut, seed } = context;
  const own = await modelNamed(folder, heldOut, context);
  if (own === undefined)
    throw new UserError(`${folderOf(folder, context)} holds no model of ${heldOut} with seed ${seed}`);
  if (own.systems.length !== 1 || own.systems[0] !== heldOut)
    throw new UserError(`${own.path}: was trained on ${own.systems.join(", ")}, not on ${heldOut} alone`);
  return own.checkpoint;
}

function folderOf(method: string, { models }: ContestantContext): string {
  if (models === null) throw new UserError(`trained models of ${method} are needed: name the folder of models`);
  return join(models, method);
}

/** The model in a system's folder, undefined where there is none. */
async function modelNamed(method: string, system: string, context: ContestantContext): Promise<Found | undefined> {
  const directory = join(folderOf(method, context), jobFolder(system, context.seed));
  if (!(await isTrained({ directory }))) return undefined;
  const path = trainedModelPath(directory);
  const checkpoint = await loadCheckpoint(path);
  return { path, checkpoint, systems: trainedOn(checkpoint, path) };
}
