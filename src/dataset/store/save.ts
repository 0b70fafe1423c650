import { randomUUID } from "node:crypto";
import { lstat, mkdir, rename, rm } from "node:fs/promises";
import { basename, dirname, join, resolve } from "node:path";
import { UserError } from "../../base/errors.js";
import type { TrajectorySet } from "../trajectories.js";
import { CHUNK, chunksOf, createArrays, createGroup, writeChunk } from "./arrays.js";
import { groupAttributes, withDigest } from "./attributes.js";
import { describeSet } from "./description.js";

/**
 * Saves a set as a Zarr v3 group at `path`: arrays `t` [time] (or [trajectory, time]), `q`, `p`, `dq_dt` and `dp_dt`
 * [trajectory, time, coordinate] and, where they differ, `constants` [trajectory, constant], in float64 with a checksum
 * (CRC-32C) for every chunk, units and names of the coordinates with each array, and everything needed to repeat the set with
 * the group.
 *
 * The group appears at once, when it is complete. Throws `UserError` if anything exists at `path`.
 */
export async function saveTrajectories(set: TrajectorySet, path: string): Promise<void> {
  await refuseExisting(path);
  const parent = dirname(resolve(path));
  await mkdir(parent, { recursive: true });
  const temporary = join(parent, `.${basename(path)}.${randomUUID()}.partial`);
  try {
    const description = describeSet(set);
    await createArrays(temporary, description);
    for (let index = 0; index < chunksOf(set.count); index++)
      await writeChunk(temporary, description, index, chunkOf(set, index));
    await createGroup(temporary, withDigest(groupAttributes(description, set)));
    await refuseExisting(path);
    await rename(temporary, path);
  } catch (error) {
    await rm(temporary, { recursive: true, force: true });
    throw error;
  }
}

/** Throws `UserError` if anything exists at `path`. */
export async function refuseExisting(path: string): Promise<void> {
  const found = await lstat(path).catch(() => undefined);
  if (found !== undefined) throw new UserError(`${path} exists already; trajectories are only saved to a new folder`);
}

/** The trajectories of one chunk of a set. */
function chunkOf({ count, states, derivatives, ownTimes, varied }: TrajectorySet, index: number) {
  const part = (values: Float64Array) => {
    const length = values.length / count;
    return values.subarray(index * CHUNK * length, Math.min((index + 1) * CHUNK, count) * length);
  };
  return {
    states: part(states),
    ...(derivatives === undefined ? {} : { derivatives: part(derivatives) }),
    ...(ownTimes === undefined ? {} : { ownTimes: part(ownTimes) }),
    ...(varied === undefined ? {} : { constants: part(varied.values) }),
  };
}
