import { UserError } from "../../../base/errors.js";
import type { ByteSource } from "../../source.js";
import type { NamedArray } from "../named-array.js";
import { unzip } from "../packed/zip.js";
import type { Table } from "../table.js";
import { arraysTable, MAX_NUMBERS } from "./arrays.js";
import { decodeNpy, type NpyArray, PickledArray } from "./npy.js";

const MAX_BYTES = 8 * MAX_NUMBERS;

/** The arrays of an `.npz` file, as `numpy.savez` and `savez_compressed` write it, as a table: see `arraysTable`. */
export async function npzTable(source: ByteSource, time?: string): Promise<Table> {
  const { name, size } = source;
  const contents = unzip(await wholeFile(source), name, (entry) => entry.endsWith(".npy"), MAX_BYTES);
  const leftOut: string[] = [];
  const arrays = [...contents].flatMap(([file, content]) => {
    const array = file.replace(/\.npy$/, "");
    try {
      return named(array, decodeNpy(content, `${name}, array "${array}"`));
    } catch (error) {
      if (!(error instanceof PickledArray)) throw error;
      leftOut.push(array);
      return [];
    }
  });
  if (arrays.length === 0) throw new UserError(`${name}: ${size} bytes without an array of numbers`);
  return arraysTable(name, "NPZ", arrays, { time, leftOut });
}

/** The array of an `.npy` file: its fields, or the columns of a matrix. */
export async function npyTable(source: ByteSource, time?: string): Promise<Table> {
  return arraysTable(source.name, "NPY", named("column", decodeNpy(await wholeFile(source), source.name)), { time });
}

async function wholeFile(source: ByteSource): Promise<Uint8Array> {
  const { name, size } = source;
  if (size > MAX_BYTES) throw new UserError(`${name}: ${size} bytes, files of NumPy of at most ${MAX_BYTES} are read`);
  return source.slice(0, size);
}

function named(name: string, arrays: readonly NpyArray[]): NamedArray[] {
  return arrays.map(({ field, ...array }) => ({ name: field === "" ? name : field, unit: "", ...array }));
}
