import { UserError } from "../../../base/errors.js";
import { crc32cCodec } from "../../../dataset/store/crc32c.js";
import type { NamedArray } from "../named-array.js";
import type { Cell, Table } from "../table.js";
import type { ZarrGroup, ZarrStore } from "../zarr-group.js";
import { arraysTable, MAX_NUMBERS } from "./arrays.js";
import { decodedArray } from "./attributes.js";
import { inRowMajor } from "./row-major.js";

/** The table of a Zarr group: see `zarrTable`. */
export async function zarrArrays({ name, store, arrays, groups = [] }: ZarrGroup, time?: string): Promise<Table> {
  const zarrita = await import("zarrita");
  // The library's own codec does not check the checksum.
  zarrita.registry.set("crc32c", async () => ({ fromConfig: () => crc32cCodec }));
  const read: NamedArray[] = [];
  const leftOut: string[] = [];
  let total = 0;
  const admit = (array: string) => (count: number) => {
    total += count;
    if (!(total <= MAX_NUMBERS))
      throw new UserError(
        `${name}: array "${array}" and those before hold ${total} numbers, at most ${MAX_NUMBERS} are read`,
      );
  };
  for (const array of arrays) {
    const loaded = await readArray(zarrita, { name, store, path: array, admit: admit(array) });
    if (loaded === undefined) leftOut.push(array);
    else read.push(loaded);
  }
  return arraysTable(name, "Zarr", read, { time, leftOut: [...leftOut, ...groups.map((group) => `${group}/`)] });
}

interface ArrayPlace {
  readonly name: string;
  readonly store: ZarrStore;
  readonly path: string;
  readonly admit: (count: number) => void;
}

/** One array; undefined for what is neither numbers nor text. */
async function readArray(
  zarrita: typeof import("zarrita"),
  { name, store, path, admit }: ArrayPlace,
): Promise<NamedArray | undefined> {
  const fail = (problem: string) => new UserError(`${name}: array "${path}" ${problem}`);
  try {
    const place = zarrita.root(withStrictJson(store)).resolve(path);
    const third = (await store.get(`/${path}/zarr.json`)) !== undefined;
    const array = third
      ? await zarrita.open.v3(place, { kind: "array" })
      : await zarrita.open.v2(place, { kind: "array" });
    if (array.shape.length === 0) return undefined;
    const isText = array.is("string");
    if (!array.is("number") && !array.is("bigint") && !isText) return undefined;
    // A chunk is made in memory even where its file is missing, so both sizes count.
    admit(Math.max(product(array.shape), product(array.chunks)));
    refuseOddChunks(array as unknown as ChunkSource, fail);
    const { data, shape, stride } = await zarrita.get(array);
    const cells = isText ? Array.from(data as Iterable<string>) : (data as ArrayLike<Cell>);
    // Arrays of version 3 need not have any.
    const attributes: Readonly<Record<string, unknown>> = array.attrs ?? {};
    const { coordinate_names: names, units } = attributes;
    const labels = texts(names);
    // In version 2 the fill value is what xarray writes for missing numbers; the library's own is 0, which is a number where nothing is packed.
    const fills = !third && array.fillValue !== null && !isText && (array.fillValue !== 0 || isPacked(attributes));
    const filled = fills ? { _FillValue: array.fillValue, ...attributes } : attributes;
    const [, group, own = path] = /^(.*)\/([^/]*)$/.exec(path) ?? [];
    return {
      ...decodedArray(
        // The library leaves the order "F", and that of the codec "transpose", as it stands in the chunks.
        { name: own, group, shape, data: inRowMajor<Cell>(cells, shape, stride) },
        filled,
      ),
      // The derivatives' arrays carry the names of what they are derivatives of.
      labels: /^d.+_dt$/.test(own) ? labels?.map((name) => `d${name}/dt`) : labels,
      units: texts(units),
    };
  } catch (error) {
    if (error instanceof UserError) throw error;
    if (zarrita.isZarritaError(error, "NotFoundError")) throw fail("is missing");
    // The library takes for granted that every key is there.
    if (error instanceof TypeError)
      throw fail("is described by a zarr.json or .zarray in which a key is missing or misspelt");
    throw fail(`cannot be read (${error instanceof Error ? error.message : String(error)})`);
  }
}

const isPacked = (attributes: Readonly<Record<string, unknown>>) =>
  "scale_factor" in attributes || "add_offset" in attributes;

/** A store whose descriptions are JSON, where zarr-python 3.0 wrote `NaN` bare, as Python does. */
function withStrictJson(store: ZarrStore): ZarrStore {
  return {
    get: async (key) => {
      const bytes = await store.get(key);
      if (bytes === undefined || !/\/(zarr\.json|\.z(array|attrs|group))$/.test(key)) return bytes;
      const text = new TextDecoder().decode(bytes);
      return new TextEncoder().encode(
        text.replace(/"(?:[^"\\]|\\.)*"|\bNaN\b|-?\bInfinity\b/g, (found) =>
          found.startsWith('"') ? found : `"${found}"`,
        ),
      );
    },
  };
}

/** What is needed of the library's arrays here. */
interface ChunkSource {
  getChunk(...place: readonly unknown[]): Promise<{ data: ArrayLike<unknown>; shape: readonly number[] }>;
}

/** The library lays whatever a chunk holds into the array, by the shape that the chunks should have: one of another length is an error. */
function refuseOddChunks(array: ChunkSource, fail: (problem: string) => UserError): void {
  const chunkOf = array.getChunk.bind(array);
  array.getChunk = async (...place) => {
    const chunk = await chunkOf(...place);
    const [found, expected] = [chunk.data.length, product(chunk.shape)];
    if (found !== expected) throw fail(`has a chunk of ${found} numbers where its chunk_shape says ${expected}`);
    return chunk;
  };
}

const product = (sizes: readonly number[]) => sizes.reduce((total, n) => total * n, 1);

function texts(value: unknown): readonly string[] | undefined {
  return Array.isArray(value) && value.every((text) => typeof text === "string") ? value : undefined;
}
