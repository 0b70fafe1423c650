import { UserError } from "../../base/errors.js";
import type { ByteSource } from "../source.js";
import { arraysTable, MAX_NUMBERS } from "./arrays.js";
import { decodeNpy } from "./npy.js";
import type { Table } from "./table.js";
import { unzip } from "./zip.js";

const MAX_BYTES = 8 * MAX_NUMBERS;

/** The arrays of an `.npz` file, as `numpy.savez` and `savez_compressed` write it, as a table: see `arraysTable`. */
export async function npzTable(source: ByteSource, time?: string): Promise<Table> {
  const { name, size } = source;
  if (size > MAX_BYTES) throw new UserError(`${name}: ${size} bytes, NPZ files of at most ${MAX_BYTES} are read`);
  const contents = unzip(await source.slice(0, size), name, (entry) => entry.endsWith(".npy"), MAX_BYTES);
  const arrays = [...contents].map(([file, content]) => {
    const array = file.replace(/\.npy$/, "");
    return { name: array, unit: "", ...decodeNpy(content, `${name}, array "${array}"`) };
  });
  return arraysTable(name, "NPZ", arrays, time);
}
