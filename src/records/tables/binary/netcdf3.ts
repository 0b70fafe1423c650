import { UserError } from "../../../base/errors.js";
import type { ByteSource } from "../../source.js";
import type { NamedArray } from "../named-array.js";
import type { Table } from "../table.js";
import { arraysTable, MAX_NUMBERS } from "./arrays.js";
import { decodedArray, type VariableAttributes } from "./attributes.js";

// The classic formats CDF-1, CDF-2 and CDF-5 (NetCDF User's Guide, "File Format Specifications").

const MAX_BYTES = 8 * MAX_NUMBERS;
const [DIMENSIONS, VARIABLES, ATTRIBUTES] = [10, 11, 12];
const MAX_LIST = 10_000;

/** By type of NetCDF: bytes and how to read a number; 2 is text. */
const TYPES: Readonly<Record<number, readonly [size: number, read: (view: DataView, at: number) => number | bigint]>> =
  {
    1: [1, (view, at) => view.getInt8(at)],
    2: [1, (view, at) => view.getUint8(at)],
    3: [2, (view, at) => view.getInt16(at)],
    4: [4, (view, at) => view.getInt32(at)],
    5: [4, (view, at) => view.getFloat32(at)],
    6: [8, (view, at) => view.getFloat64(at)],
    7: [1, (view, at) => view.getUint8(at)],
    8: [2, (view, at) => view.getUint16(at)],
    9: [4, (view, at) => view.getUint32(at)],
    10: [8, (view, at) => view.getBigInt64(at)],
    11: [8, (view, at) => view.getBigUint64(at)],
  };
const CHARACTER = 2;

interface Variable {
  readonly name: string;
  readonly dimensions: readonly number[];
  readonly attributes: VariableAttributes;
  readonly type: number;
  readonly begin: number;
}

/** The variables of a NetCDF file of the classic formats as a table; see `arraysTable` and `decodedArray`. */
export async function netcdf3Table(source: ByteSource, time?: string): Promise<Table> {
  const { name, size } = source;
  if (size > MAX_BYTES) throw new UserError(`${name}: ${size} bytes, NetCDF files of at most ${MAX_BYTES} are read`);
  try {
    return arraysTable(name, "NetCDF", new ClassicReader(await source.slice(0, size)).arrays(), { time });
  } catch (error) {
    if (error instanceof UserError) throw error;
    throw new UserError(
      `${name}: not a NetCDF file that can be read (${error instanceof Error ? error.message : String(error)})`,
    );
  }
}

class ClassicReader {
  readonly #view: DataView;
  readonly #bytes: Uint8Array;
  readonly #version: number;
  readonly #records: number;
  readonly #lengths: number[] = [];
  readonly #variables: Variable[] = [];
  #at = 4;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.#version = bytes[3] ?? 0;
    if (![1, 2, 5].includes(this.#version)) throw new Error(`version ${this.#version} of the classic format`);
    const records = this.#count();
    this.#list(DIMENSIONS, () => {
      this.#name();
      this.#lengths.push(this.#count());
    });
    this.#attributes();
    this.#list(VARIABLES, () => {
      const name = this.#name();
      const dimensions = Array.from({ length: this.#bounded(this.#count()) }, () => this.#count());
      const attributes = this.#attributes();
      const type = this.#integer();
      this.#count();
      const begin = this.#version === 1 ? this.#integer() : Number(this.#take(8, (at) => this.#view.getBigUint64(at)));
      this.#variables.push({ name, dimensions, attributes, type, begin });
    });
    // "Streaming" files do not say how many records they have.
    const stride = this.#stride();
    const first = Math.min(...this.#variables.filter((variable) => this.#isRecord(variable)).map(({ begin }) => begin));
    this.#records = records >= 0xffffffff ? Math.floor((bytes.length - first) / Math.max(1, stride)) : records;
  }

  arrays(): NamedArray[] {
    const stride = this.#stride();
    let numbers = 0;
    return this.#variables.map((variable) => {
      const { name, dimensions, attributes, type, begin } = variable;
      const [size, read] = TYPES[type] ?? [];
      if (size === undefined || read === undefined) throw new Error(`variable "${name}" has numbers of type ${type}`);
      const record = this.#isRecord(variable);
      const shape = dimensions.map((d, axis) => (axis === 0 && record ? this.#records : (this.#lengths[d] as number)));
      const count = shape.reduce((product, n) => product * n, 1);
      numbers += count;
      if (!(numbers <= MAX_NUMBERS))
        throw new Error(`variable "${name}" and those before hold ${numbers} numbers, at most ${MAX_NUMBERS} are read`);
      const inner = record ? count / Math.max(1, this.#records) : count;
      const at = (k: number) => begin + (record ? Math.floor(k / inner) * stride + (k % inner) * size : k * size);
      if (count > 0 && at(count - 1) + size > this.#bytes.length) throw new Error(`variable "${name}" is cut off`);
      if (type === CHARACTER) return { name, unit: "", shape: [], data: [""] };
      const data = new Float64Array(count);
      for (let k = 0; k < count; k++) data[k] = Number(read(this.#view, at(k)));
      return decodedArray({ name, shape, data }, attributes);
    });
  }

  #isRecord({ dimensions }: Variable): boolean {
    return dimensions.length > 0 && this.#lengths[dimensions[0] as number] === 0;
  }

  /** Bytes from one record to the next; a lone record variable of small numbers is not filled up to four. */
  #stride(): number {
    const sizes = this.#variables
      .filter((variable) => this.#isRecord(variable))
      .map(({ dimensions, type }) =>
        dimensions.slice(1).reduce((product, d) => product * (this.#lengths[d] as number), TYPES[type]?.[0] ?? 1),
      );
    return sizes.length === 1 ? (sizes[0] as number) : sizes.reduce((sum, size) => sum + Math.ceil(size / 4) * 4, 0);
  }

  #list(tag: number, read: () => void): void {
    const found = this.#integer();
    const count = this.#bounded(this.#count());
    if (found === 0 && count === 0) return;
    if (found !== tag) throw new Error(`a list of kind ${found} where ${tag} was expected`);
    for (let i = 0; i < count; i++) read();
  }

  #attributes(): VariableAttributes {
    const attributes: Record<string, unknown> = {};
    this.#list(ATTRIBUTES, () => {
      const name = this.#name();
      const type = this.#integer();
      const count = this.#count();
      const [size, read] = TYPES[type] ?? [];
      if (size === undefined || read === undefined) throw new Error(`an attribute of type ${type}`);
      const start = this.#skip(Math.ceil((count * size) / 4) * 4);
      attributes[name] =
        type === CHARACTER
          ? new TextDecoder().decode(this.#bytes.subarray(start, start + count)).replace(/\0+$/, "")
          : Array.from({ length: count }, (_, i) => Number(read(this.#view, start + i * size)));
    });
    return attributes;
  }

  #name(): string {
    const length = this.#count();
    const start = this.#skip(Math.ceil(length / 4) * 4);
    return new TextDecoder().decode(this.#bytes.subarray(start, start + length));
  }

  #integer(): number {
    return this.#take(4, (at) => this.#view.getUint32(at));
  }

  /** A count: of 64 bits in CDF-5. */
  #count(): number {
    return this.#version === 5 ? Number(this.#take(8, (at) => this.#view.getBigUint64(at))) : this.#integer();
  }

  #bounded(count: number): number {
    if (count > MAX_LIST) throw new Error(`a list of ${count} entries`);
    return count;
  }

  #take<T>(bytes: number, read: (at: number) => T): T {
    return read(this.#skip(bytes));
  }

  /** Goes on by some bytes and returns where they begin. */
  #skip(bytes: number): number {
    const start = this.#at;
    if (!(start + bytes <= this.#bytes.length)) throw new Error("it is cut off");
    this.#at += bytes;
    return start;
  }
}
