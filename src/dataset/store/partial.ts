import { mkdir, readdir, readFile, rename, rm } from "node:fs/promises";
import { basename, dirname, join, resolve } from "node:path";
import { UserError } from "../../base/errors.js";
import { atomicWrite, removeUnfinished } from "../../base/files.js";
import { exists } from "../../base/folders.js";
import { differingKeys, isLoose, isTooDeep, valueAt } from "../../base/keys.js";
import { whileLocked } from "../../base/lock.js";
import { arrayLayouts, chunkFile, chunksOf, createArrays, createGroup } from "./arrays.js";
import { groupAttributes, parseGroupAttributes, withDigest } from "./attributes.js";
import { crc32cCodec } from "./crc32c.js";
import type { StoreDescription, StoreTotals } from "./description.js";
import { refuseExisting } from "./save.js";

/**
 * A set that is being generated. Until it is complete it lies in a folder of its own beside its place, whose name begins with
 * a dot, and a finished chunk has a note there with its totals: what an interrupted generation goes on from.
 */
export interface PartialStore {
  readonly target: string;
  /** The folder that is written to. */
  readonly path: string;
  readonly description: StoreDescription;
  /** Totals of the chunks that are finished. */
  readonly finished: Map<number, StoreTotals>;
}

const RECORD = "request.json";
const NOTES = "finished";

/** Folder of the unfinished set that will lie at `target`. */
export function partialFolder(target: string): string {
  return join(dirname(resolve(target)), `.${basename(target)}.partial`);
}

/** Held by the process that works on the set that will lie at `target`. */
export function lockOf(target: string): string {
  return join(dirname(resolve(target)), `.${basename(target)}.lock`);
}

/**
 * Begins a set, or finds the unfinished one of the same description and its finished chunks, each held against its checksums.
 * Throws `UserError` if anything exists at `target`, and for an unfinished set of another description.
 */
export async function beginPartial(target: string, description: StoreDescription): Promise<PartialStore> {
  await refuseExisting(target);
  const path = partialFolder(target);
  const wanted = JSON.parse(JSON.stringify(groupAttributes(description, { redraws: 0, energyError: 0 }))) as object;
  const request = { ...wanted, times: [...description.times] };
  const found = await readRecord(join(path, RECORD));
  if (found === undefined) {
    // What an interruption at the very beginning left, if anything, holds no finished chunk.
    await rm(path, { recursive: true, force: true });
    await mkdir(path, { recursive: true });
    await createArrays(path, description);
    await mkdir(join(path, NOTES));
    await atomicWrite(join(path, RECORD), JSON.stringify(request));
    return { target, path, description, finished: new Map() };
  }
  const [key] = differingKeys(found, request);
  if (key !== undefined)
    throw new UserError(
      `${path} is an unfinished set with another ${key} (${JSON.stringify(valueAt(found, key))} there, ` +
        `${JSON.stringify(valueAt(request, key))} asked for); finish it with its own options, or delete the folder`,
    );
  await removeUnfinished(path);
  return { target, path, description, finished: await findFinished(path, description) };
}

/**
 * The totals of the set at `target` where it is complete and the one that is described: several sets are put in their places one after another, and an interruption between two leaves some of them. Undefined for any other.
 * What else an interruption has left with it is removed. Throws `UserError` where another process is working on it.
 */
export async function completedSet(target: string, description: StoreDescription): Promise<StoreTotals | undefined> {
  const found = await readFile(join(target, "zarr.json"), "utf8").then(
    (text) => attributesIn(target, text),
    () => undefined,
  );
  if (found === undefined) return undefined;
  const totals = { redraws: found.redraws, energyError: found.energy_error_max };
  const wanted = JSON.parse(JSON.stringify(groupAttributes(description, totals))) as object;
  if (differingKeys(JSON.parse(JSON.stringify(found)), wanted).length > 0) return undefined;
  const left = await Promise.all([lockOf(target), join(target, NOTES), join(target, RECORD)].map(exists));
  if (left.includes(true)) await whileLocked(lockOf(target), target, () => removeNotes(target));
  return totals;
}

function attributesIn(target: string, text: string) {
  try {
    return parseGroupAttributes(target, (JSON.parse(text) as { attributes?: unknown }).attributes);
  } catch {
    return undefined;
  }
}

/** What an interruption may leave in a set that is complete. */
async function removeNotes(target: string): Promise<void> {
  await rm(join(target, NOTES), { recursive: true, force: true });
  await rm(join(target, RECORD), { force: true });
}

/** Notes that a chunk has been written. */
export async function noteFinished(path: string, chunk: number, totals: StoreTotals): Promise<void> {
  await atomicWrite(join(path, NOTES, `${chunk}.json`), JSON.stringify(totals));
}

/** Puts the complete set in its place and returns its totals. */
export async function completePartial({ target, path, description, finished }: PartialStore): Promise<StoreTotals> {
  const chunks = [...finished.values()];
  const totals = {
    redraws: chunks.reduce((sum, { redraws }) => sum + redraws, 0),
    energyError: chunks.reduce((largest, { energyError }) => Math.max(largest, energyError), 0),
  };
  await createGroup(path, withDigest(groupAttributes(description, totals)));
  await refuseExisting(target);
  await rename(path, target);
  // Harmless to readers, should an interruption leave them.
  await removeNotes(target);
  return totals;
}

async function readRecord(path: string): Promise<unknown> {
  const text = await readFile(path, "utf8").catch(() => undefined);
  if (text === undefined) return undefined;
  try {
    const found: unknown = JSON.parse(text);
    if (isLoose(found) && typeof found.format === "string" && !isTooDeep(found)) return found;
  } catch {
    // Said below.
  }
  throw new UserError(`${path}: damaged, it asks for no set; delete ${dirname(path)} to have the set begun anew`);
}

async function findFinished(path: string, description: StoreDescription): Promise<Map<number, StoreTotals>> {
  const finished = new Map<number, StoreTotals>();
  const names = await readdir(join(path, NOTES)).catch(() => []);
  for (const name of names) {
    const chunk = Number(/^(\d+)\.json$/.exec(name)?.[1] ?? Number.NaN);
    if (!(chunk < chunksOf(description.count)) || !(await isWhole(path, description, chunk))) continue;
    const totals = parseTotals(await readFile(join(path, NOTES, name), "utf8"));
    // A chunk whose note is damaged is made again.
    if (totals !== undefined) finished.set(chunk, totals);
  }
  return finished;
}

function parseTotals(text: string): StoreTotals | undefined {
  try {
    const { redraws, energyError } = JSON.parse(text) as StoreTotals;
    return Number.isSafeInteger(redraws) && energyError >= 0 ? { redraws, energyError } : undefined;
  } catch {
    return undefined;
  }
}

/** Whether every file of a chunk is there with the right checksum: after a power cut a note may outlive the numbers. */
async function isWhole(path: string, description: StoreDescription, chunk: number): Promise<boolean> {
  for (const layout of arrayLayouts(description)) {
    if (layout.shape.length === 1) continue;
    const bytes = await readFile(join(path, chunkFile(layout, chunk))).catch(() => undefined);
    const length = 8 * layout.chunkShape.reduce((product, n) => product * n, 1);
    try {
      if (bytes === undefined || crc32cCodec.decode(bytes).length !== length) return false;
    } catch {
      return false;
    }
  }
  return true;
}
