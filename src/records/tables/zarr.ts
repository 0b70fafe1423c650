import { type AsyncReadable, get, isZarritaError, open, root } from "zarrita";
import { UserError } from "../../base/errors.js";
import { arraysTable, MAX_NUMBERS, type NamedArray } from "./arrays.js";
import type { Table } from "./table.js";

/** A Zarr v3 group: where its keys are read from, and the names of its arrays (stores cannot be listed in general). */
export interface ZarrGroup {
  /** What messages call it. */
  readonly name: string;
  readonly store: AsyncReadable;
  readonly arrays: readonly string[];
}

/**
 * The arrays of a Zarr v3 group as a table, see `arraysTable`. Units come from the attribute `units` of an array, names
 * along its last axis from `coordinate_names`, as `metahamilton generate` writes both. Shapes are checked before any
 * chunk is read.
 */
export async function zarrTable({ name, store, arrays }: ZarrGroup, time?: string): Promise<Table> {
  const read: NamedArray[] = [];
  let total = 0;
  for (const array of arrays) {
    const loaded = await readArray(name, store, array, (count) => {
      total += count;
      if (!(total <= MAX_NUMBERS))
        throw new UserError(
          `${name}: array "${array}" and those before hold ${total} numbers, at most ${MAX_NUMBERS} are read`,
        );
    });
    read.push(loaded);
  }
  return arraysTable(name, "Zarr", read, time);
}

async function readArray(
  name: string,
  store: AsyncReadable,
  path: string,
  admit: (count: number) => void,
): Promise<NamedArray> {
  const fail = (problem: string) => new UserError(`${name}: array "${path}" ${problem}`);
  try {
    const array = await open.v3(root(store).resolve(path), { kind: "array" });
    if (!array.is("number") && !array.is("bigint")) throw fail(`must hold numbers, found ${array.dtype}`);
    // A chunk is made in memory even where its file is missing, so both sizes count.
    admit(Math.max(product(array.shape), product(array.chunks)));
    const { data, shape } = await get(array);
    const { units, coordinate_names: names } = array.attrs;
    return {
      name: path,
      unit: typeof units === "string" ? units : "",
      shape,
      data: data as ArrayLike<number | bigint>,
      // The derivatives' arrays carry the names of what they are derivatives of.
      labels: /^d.+_dt$/.test(path) ? texts(names)?.map((name) => `d${name}/dt`) : texts(names),
      units: texts(units),
    };
  } catch (error) {
    if (error instanceof UserError) throw error;
    if (isZarritaError(error, "NotFoundError")) throw fail("is missing");
    throw fail(`cannot be read (${error instanceof Error ? error.message : String(error)})`);
  }
}

const product = (sizes: readonly number[]) => sizes.reduce((total, n) => total * n, 1);

function texts(value: unknown): readonly string[] | undefined {
  return Array.isArray(value) && value.every((text) => typeof text === "string") ? value : undefined;
}
