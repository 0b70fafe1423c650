import type { Dataset, Group, File as H5File } from "h5wasm";
import { UserError } from "../../../base/errors.js";
import type { ByteSource } from "../../source.js";
import type { NamedArray } from "../named-array.js";
import { rangeValues } from "../range.js";
import type { Cell, Table } from "../table.js";
import { type ToldRate, toldBy } from "./array-times.js";
import { arraysTable, MAX_NUMBERS } from "./arrays.js";
import { decodedArray, textOf, type VariableAttributes } from "./attributes.js";
import { unreadObject } from "./mat.js";
import { type PandasNode, pandasArrays } from "./pandas-hdf.js";
import { columnStrides, inRowMajor } from "./row-major.js";

const MAX_BYTES = 512 << 20;
/** Filters that are compiled in: deflate, shuffle, checksum, szip, n-bit, scale-offset. With others values would stay unread, silently. */
const FILTERS: ReadonlySet<number> = new Set([1, 2, 3, 4, 5, 6]);
const MAX_DATASETS = 2000;
/** The attribute of every variable of Octave. */
const OCTAVE = "OCTAVE_NEW_FORMAT";
const MAX_DEPTH = 6;

/**
 * The datasets of an HDF5 file (NetCDF-4, MATLAB 7.3, pandas, h5py) as a table: groups with times of their own are motions, fields
 * of compound datasets are columns. Shapes and filters are checked before anything is read. See `arraysTable` and `decodedArray`.
 */
export async function hdf5Table(source: ByteSource, time?: string): Promise<Table> {
  const { name, size } = source;
  if (size > MAX_BYTES) throw new UserError(`${name}: ${size} bytes, HDF5 files of at most ${MAX_BYTES} are read`);
  if (upset)
    throw new UserError(
      `${name}: a damaged file has upset the reader of HDF5; start anew (in a browser, reload the page)`,
    );
  const { File, ready } = await import("h5wasm");
  const { FS, activate_throwing_error_handler: raise } = await ready;
  // Without it the library prints its errors and goes on.
  raise();
  if (FS === null) throw new UserError(`${name}: HDF5 files cannot be read here`);
  const path = `record-${nextFile++}.h5`;
  FS.writeFile(path, await source.slice(0, size));
  let file: H5File | undefined;
  try {
    file = new File(path, "r");
    const reader = new Hdf5Reader(name, file);
    reader.group(file, "", 0);
    return arraysTable(name, "HDF5", reader.arrays, { time, leftOut: reader.leftOut, told: reader.told });
  } catch (error) {
    if (error instanceof UserError) throw error;
    upset ||= error instanceof WebAssembly.RuntimeError;
    throw new UserError(`${name}: not an HDF5 file that can be read (${oneLine(error)})`);
  } finally {
    // What has been read is in memory of its own; of a damaged file the library may not get rid.
    closeAnyway(file);
    FS.unlink(path);
  }
}

/** Whether the library has left its memory on a damaged file, after which it answers nothing that can be relied on. */
let upset = false;

function closeAnyway(file: H5File | undefined): void {
  try {
    file?.close();
  } catch (error) {
    upset ||= error instanceof WebAssembly.RuntimeError;
  }
}

/** Files in the library's memory are told apart by number. */
let nextFile = 0;

const oneLine = (error: unknown) => (error instanceof Error ? error.message : String(error)).split("\n")[0] ?? "";

class Hdf5Reader {
  readonly arrays: NamedArray[] = [];
  readonly leftOut: string[] = [];
  /** Samples a second, as an attribute says. */
  told: ToldRate | undefined;
  #datasets = 0;
  #numbers = 0;
  readonly #transposed: boolean;

  constructor(
    readonly name: string,
    file: H5File,
  ) {
    // MATLAB and Octave keep columns together, so that axes are the other way round.
    this.#transposed = file.keys().some((key) => {
      const attributes = this.#child(file, key)?.attrs ?? {};
      return "MATLAB_class" in attributes || OCTAVE in attributes;
    });
  }

  group(group: Group, path: string, depth: number): void {
    const keys = group.keys();
    for (const [name, { value }] of Object.entries(group.attrs)) this.told ??= toldBy(name, value);
    const pandas = pandasArrays(this.#pandasNode(group), path);
    if (pandas !== undefined) {
      this.arrays.push(...pandas.arrays);
      this.leftOut.push(...pandas.leftOut);
      return;
    }
    for (const key of keys) {
      if (key.startsWith("#")) continue;
      const child = this.#child(group, key);
      const below = path === "" ? key : `${path}/${key}`;
      if (child === undefined) this.leftOut.push(below);
      else if (isGroup(child) && OCTAVE in child.attrs) this.#octave(child, key, path, depth);
      else if (isGroup(child)) {
        if (depth < MAX_DEPTH) this.group(child, below, depth + 1);
      } else if (isDataset(child)) {
        if (++this.#datasets > MAX_DATASETS) throw new UserError(`${this.name}: more than ${MAX_DATASETS} datasets`);
        try {
          this.#dataset(child, key, path);
        } catch (error) {
          // One of a kind that the library does not know, such as half floats, is no reason to refuse the others.
          if (!/not supported/.test(oneLine(error)) || error instanceof UserError) throw error;
          this.leftOut.push(`${below} (${oneLine(error)})`);
        }
      }
    }
  }

  /** A variable of Octave: a group of its type and its value, which is a group again for structures. */
  #octave(variable: Group, key: string, path: string, depth: number): void {
    const value = this.#child(variable, "value");
    if (value === undefined) return;
    if (isGroup(value)) {
      if (depth < MAX_DEPTH) this.group(value, path === "" ? key : `${path}/${key}`, depth + 1);
      return;
    }
    const members = value.metadata.compound_type?.members.map(({ name }) => name).join();
    if (members !== "base,limit,increment") {
      this.#dataset(value, key, path);
      return;
    }
    this.#admit(value, key);
    const [base = 0, limit = 0, increment = 0] = Array.from(value.value as unknown as ArrayLike<number>, Number);
    const data = rangeValues(base, limit, increment, MAX_NUMBERS - this.#numbers);
    if (data === undefined) throw new UserError(`${this.name}: "${key}" is a range of too many numbers`);
    this.#numbers += data.length;
    this.arrays.push({ name: key, unit: "", shape: [data.length], data, group: path });
  }

  #child(group: Group, key: string): Group | Dataset | undefined {
    const child = group.get(key);
    return child !== null && (isGroup(child) || isDataset(child)) ? child : undefined;
  }

  #pandasNode(group: Group): PandasNode {
    const dataset = (key: string) => {
      const child = this.#child(group, key);
      return child !== undefined && isDataset(child) ? child : undefined;
    };
    return {
      has: (key) => dataset(key) !== undefined,
      read: (key) => {
        const child = dataset(key);
        if (child === undefined || !isPlain(child)) return undefined;
        return { shape: child.shape ?? [], data: this.#values(child, key) };
      },
      fields: (key) => {
        const child = dataset(key);
        return child === undefined ? [] : this.#fields(child, key, "");
      },
      attribute: (key, name) => {
        const holder = key === "" ? group : dataset(key);
        return holder === undefined || !(name in holder.attrs) ? undefined : textOf(holder.attrs[name]?.value);
      },
    };
  }

  #dataset(dataset: Dataset, key: string, path: string): void {
    const attributes = plainAttributes(dataset);
    const shape = dataset.shape;
    if (shape === null || shape.length === 0 || shape.length > 3) return;
    if (dataset.metadata.compound_type !== undefined) {
      this.arrays.push(...this.#fields(dataset, key, path));
      return;
    }
    if ("MATLAB_object_decode" in dataset.attrs) {
      this.leftOut.push(unreadObject(key));
      return;
    }
    if (!isPlain(dataset)) {
      this.leftOut.push(path === "" ? key : `${path}/${key}`);
      return;
    }
    const data = this.#values(dataset, key);
    const own = this.#transposed ? shape.toReversed() : shape;
    const array = { name: key, shape: own, data: this.#transposed ? inRowMajor(data, own, columnStrides(own)) : data };
    this.arrays.push(decodedArray({ ...array, group: path }, attributes));
  }

  /** The fields of a compound dataset. */
  #fields(dataset: Dataset, key: string, group: string): NamedArray[] {
    const members = dataset.metadata.compound_type?.members ?? [];
    const widths = members.map(({ shape: inner, array_type: list }) =>
      (list?.shape ?? inner ?? []).reduce((product, n) => product * n, 1),
    );
    const rows = this.#rows(dataset, key, Math.max(1, ...widths));
    return members.map(({ name }, field) => {
      const width = widths[field] as number;
      return width === 1
        ? { name, unit: "", shape: [rows.length], data: rows.map((row) => single(row[field])), group }
        : {
            name,
            unit: "",
            shape: [rows.length, width],
            data: rows.flatMap((row) => Array.from(row[field] as ArrayLike<Cell>)),
            group,
          };
    });
  }

  #admit(dataset: Dataset, key: string, width = 1): void {
    const unknown = dataset.filters.find(({ id }) => !FILTERS.has(id));
    if (unknown !== undefined)
      throw new UserError(
        `${this.name}: dataset "${key}" is packed by the filter ${unknown.name || unknown.id}, which is not read; write it with gzip`,
      );
    const count = (dataset.shape ?? []).reduce((product, n) => product * n, width);
    this.#numbers += count;
    if (!(this.#numbers <= MAX_NUMBERS))
      throw new UserError(
        `${this.name}: dataset "${key}" and those before hold ${this.#numbers} numbers, at most ${MAX_NUMBERS} are read`,
      );
  }

  #values(dataset: Dataset, key: string): ArrayLike<Cell> {
    this.#admit(dataset, key);
    const { value } = dataset;
    if (typeof value === "number" || typeof value === "string" || typeof value === "bigint") return [value];
    if (value === null || value === undefined || typeof value === "boolean")
      throw new UserError(`${this.name}: dataset "${key}" cannot be read`);
    return value as unknown as ArrayLike<Cell>;
  }

  #rows(dataset: Dataset, key: string, width: number): readonly (readonly unknown[])[] {
    this.#admit(dataset, key, width);
    return dataset.value as unknown as readonly (readonly unknown[])[];
  }
}

/** A list of one as what it holds. */
const single = (value: unknown): Cell =>
  (typeof value === "object" && value !== null && "length" in value ? (value as ArrayLike<Cell>)[0] : value) as Cell;

/** Numbers and text. */
const isPlain = ({ dtype }: Dataset) => typeof dtype === "string" && /^[<>|]?[bBhHiIlLqQefdSA?]/.test(dtype);

const isDataset = (child: object): child is Dataset => "filters" in child;
const isGroup = (child: object): child is Group => "keys" in child;

function plainAttributes(dataset: Dataset): VariableAttributes {
  const attributes: Record<string, unknown> = {};
  for (const name of ["units", "unit", "Units", "_FillValue", "missing_value", "scale_factor", "add_offset"]) {
    const attribute = dataset.attrs[name];
    if (attribute === undefined) continue;
    const value: unknown = attribute.value;
    attributes[name] = textOf(value) ?? value;
  }
  return attributes;
}
