import { lstat, readFile } from "node:fs/promises";
import { join } from "node:path";
import { FileSystemStore } from "@zarrita/storage";
import { get, isZarritaError, open, root, slice } from "zarrita";
import { z } from "zod";
import { UserError } from "../../base/errors.js";
import { canonicalJson } from "../../base/keys.js";
import { type System, sampleTimes, systemNamed } from "../../mechanics/index.js";
import { type ArrayLayout, arrayLayouts, CODECS } from "./arrays.js";
import { type GroupAttributes, parseGroupAttributes } from "./attributes.js";
import type { StoreDescription } from "./description.js";

/** A stored set whose attributes and array headers have been checked; its numbers have not been read. */
export interface OpenStore {
  readonly path: string;
  readonly attributes: GroupAttributes;
  readonly description: StoreDescription;
}

/**
 * Opens the set at `path`. The system is looked up by name and given the stored constants; pass `system` for one that is not
 * known by its name. Throws `UserError` for a folder that is missing, no such group, an attribute that is missing or wrong, and
 * arrays that are missing or of another shape, type or meaning.
 */
export async function openStore(path: string, { system: given }: { system?: System } = {}): Promise<OpenStore> {
  const attributes = await readGroupAttributes(path);
  const system = systemOf(path, attributes, given);
  const irregular = attributes.sampling === "irregular";
  const t = await openArray(path, "t");
  const N = t.shape.at(-1) as number;
  const { seed, split, trajectories: count, tolerance, noise, constant_ranges: ranges } = attributes;
  const varied = attributes.varied_constants.map((name) => {
    const range = ranges[name];
    return { name, ...(range === undefined ? {} : { range }) };
  });
  const nominal = new Float64Array(N);
  const description = { system, seed, split, count, tolerance, times: nominal, irregular, noise, varied };
  for (const layout of arrayLayouts(description)) await checkArray(path, layout);
  if (irregular) {
    const [end = 0] = (await readRows(path, "t", 1)).slice(-1);
    nominal.set(sampleTimes(end, N));
  } else {
    nominal.set(await readRows(path, "t"));
    checkAscending(path, nominal, N);
  }
  return { path, attributes, description };
}

/** Throws `UserError` unless every row of N times ascends. */
export function checkAscending(path: string, times: Float64Array, N: number): void {
  for (let i = 1; i < times.length; i++)
    if (i % N !== 0 && !((times[i] as number) > (times[i - 1] as number)))
      throw new UserError(`${path}: array "t" must ascend, but t[${i}] does not`);
}

/** The numbers of an array, or of its first `rows` rows; every one must be there and finite. */
export async function readRows(path: string, name: string, rows?: number): Promise<Float64Array> {
  const array = await openArray(path, name);
  const region = rows === undefined ? null : [slice(0, rows), ...array.shape.slice(1).map(() => null)];
  const values = await reading(path, name, async () => (await get(array, region)).data as Float64Array);
  const bad = values.findIndex((value) => !Number.isFinite(value));
  if (bad >= 0)
    throw arrayError(
      path,
      name,
      `has a missing or non-finite number at flat index ${bad}; is one of its chunks missing?`,
    );
  return values;
}

const arrayError = (path: string, name: string, problem: string) =>
  new UserError(`${path}: array "${name}" ${problem}`);

async function openArray(path: string, name: string) {
  const array = await reading(path, name, () =>
    open.v3(root(new FileSystemStore(path)).resolve(name), { kind: "array" }),
  );
  // The library takes what zarr.json says for what the format asks for.
  const { success, error } = headerSchema.safeParse(array);
  if (!success) throw arrayError(path, name, `has a zarr.json that is wrong at its ${error.issues[0]?.path.join(".")}`);
  return array;
}

const sizes = z.array(z.int().nonnegative()).min(1);
const headerSchema = z.object({
  shape: sizes,
  chunks: sizes,
  dtype: z.string(),
  dimensionNames: z.array(z.string().nullable()).optional(),
});

/** Reads of an array; what zarrita complains about becomes a `UserError` that names the array. */
async function reading<T>(path: string, name: string, read: () => Promise<T>): Promise<T> {
  try {
    return await read();
  } catch (error) {
    if (isZarritaError(error, "NotFoundError")) throw arrayError(path, name, "is missing");
    // A refusal of the system names the file; all else is about what the file holds.
    if (error instanceof UserError || (error instanceof Error && "code" in error && !isZarritaError(error)))
      throw error;
    // The library takes for granted that every key is there.
    if (error instanceof TypeError)
      throw arrayError(path, name, "has a zarr.json in which a key is missing or misspelt");
    throw arrayError(path, name, `cannot be read: ${messageOf(error)}`);
  }
}

async function checkArray(path: string, { name, shape, dimensions, chunkShape }: ArrayLayout): Promise<void> {
  const array = await openArray(path, name);
  const fail = (problem: string) => arrayError(path, name, problem);
  if (!array.is("float64")) throw fail(`must be float64, found ${array.dtype}`);
  if (array.dimensionNames?.join() !== dimensions.join())
    throw fail(
      `must have the dimensions ${dimensions.join(", ")}, found ${array.dimensionNames?.join(", ") ?? "none"}`,
    );
  if (array.shape.join() !== shape.join()) throw fail(`has shape [${array.shape}], expected [${shape}]`);
  if (array.chunks.join() !== chunkShape.join())
    throw fail(
      `has chunks of [${array.chunks}], expected [${chunkShape}]; only stores written by metahamilton are read`,
    );
  const header = JSON.parse(await readFile(join(path, name, "zarr.json"), "utf8")) as { codecs?: unknown };
  const [codecs, expected] = [header.codecs, CODECS].map((list) => canonicalJson(list ?? null));
  if (codecs !== expected) throw fail(`has the codecs ${codecs}, expected ${expected}`);
}

async function readGroupAttributes(path: string): Promise<GroupAttributes> {
  const folder = await lstat(path).catch(() => undefined);
  if (folder === undefined) throw new UserError(`${path}: there is no such folder`);
  const text = await readFile(join(path, "zarr.json"), "utf8").catch(() => undefined);
  if (text === undefined) throw new UserError(`${path}: not a Zarr v3 group (it has no zarr.json)`);
  const group = await open.v3(new FileSystemStore(path), { kind: "group" }).catch((error: unknown) => {
    throw new UserError(`${path}: not a Zarr v3 group: ${messageOf(error)}`);
  });
  return parseGroupAttributes(path, group.attrs);
}

function systemOf(path: string, attributes: GroupAttributes, given: System | undefined): System {
  if (given !== undefined && given.name !== attributes.system)
    throw new UserError(`${path}: trajectories of ${attributes.system}, expected ${given.name}`);
  const system = given ?? storedSystem(path, attributes.system);
  const same = Object.entries(attributes.constants).every(([key, value]) => system.constants[key] === value);
  return same ? system : system.withConstants(attributes.constants);
}

/** Systems of one's own are known by name once the file that defines them is loaded. */
function storedSystem(path: string, name: string): System {
  try {
    return systemNamed(name);
  } catch (error) {
    throw new UserError(
      `${path}: ${messageOf(error)}. If it is one of yours, name the file that defines it: --system FILE`,
    );
  }
}

function messageOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const text = error.cause instanceof Error ? `${error.message} (${error.cause.message})` : error.message;
  // JSON's own messages quote what they found, line breaks included.
  return text.replace(/\s+/g, " ");
}
