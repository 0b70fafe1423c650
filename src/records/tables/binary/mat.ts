import { UserError } from "../../../base/errors.js";
import type { ByteSource } from "../../source.js";
import type { NamedArray } from "../named-array.js";
import { inflateAtMost } from "../packed/inflate.js";
import type { Table } from "../table.js";
import { arraysTable, MAX_NUMBERS } from "./arrays.js";
import { columnStrides, inRowMajor } from "./row-major.js";

// The "Level 5" MAT-file format of MATLAB 5 to 7 (MAT-File Format, The MathWorks, 1999 to 2024): elements of a tag and data.

const MAX_BYTES = 8 * MAX_NUMBERS;
const [MATRIX, COMPRESSED] = [14, 15];
const [CELL, STRUCT, OBJECT, CHAR, SPARSE, OPAQUE] = [1, 2, 3, 4, 5, 17];
/** What the matrix in a cell is called. */
const IN_CELL = "column";
/** Structures within structures that are followed. */
const MAX_DEPTH = 4;

/** Numbers of a stored type: bytes and how to read one. */
const TYPES: Readonly<
  Record<number, readonly [size: number, read: (view: DataView, at: number, little: boolean) => number]>
> = {
  1: [1, (view, at) => view.getInt8(at)],
  2: [1, (view, at) => view.getUint8(at)],
  3: [2, (view, at, little) => view.getInt16(at, little)],
  4: [2, (view, at, little) => view.getUint16(at, little)],
  5: [4, (view, at, little) => view.getInt32(at, little)],
  6: [4, (view, at, little) => view.getUint32(at, little)],
  7: [4, (view, at, little) => view.getFloat32(at, little)],
  9: [8, (view, at, little) => view.getFloat64(at, little)],
  12: [8, (view, at, little) => Number(view.getBigInt64(at, little))],
  13: [8, (view, at, little) => Number(view.getBigUint64(at, little))],
  16: [1, (view, at) => view.getUint8(at)],
  17: [2, (view, at, little) => view.getUint16(at, little)],
};

/** The variables of a `.mat` file of MATLAB 5 to 7 as a table, fields of structures among them; see `arraysTable`. */
export async function matTable(source: ByteSource, time?: string): Promise<Table> {
  const { name, size } = source;
  if (size > MAX_BYTES) throw new UserError(`${name}: ${size} bytes, MATLAB files of at most ${MAX_BYTES} are read`);
  const bytes = await source.slice(0, size);
  try {
    const reader = new MatReader(bytes);
    return arraysTable(name, "MATLAB", reader.labelled(), { time, leftOut: reader.leftOut });
  } catch (error) {
    if (error instanceof UserError) throw error;
    throw new UserError(
      `${name}: not a MATLAB file that can be read (${error instanceof Error ? error.message : String(error)})`,
    );
  }
}

interface Element {
  readonly type: number;
  readonly data: Uint8Array;
  /** Where the next one begins. */
  readonly next: number;
}

class MatReader {
  readonly arrays: NamedArray[] = [];
  readonly leftOut: string[] = [];
  readonly #little: boolean;
  readonly #labels = new Map<string, string>();
  #unpacked = 0;
  #numbers = 0;

  constructor(bytes: Uint8Array) {
    const mark = String.fromCharCode(bytes[126] ?? 0, bytes[127] ?? 0);
    if (bytes.length < 128 || (mark !== "IM" && mark !== "MI"))
      throw new Error("its header is neither of MATLAB 5 to 7 nor of 7.3; save it with -v7");
    this.#little = mark === "IM";
    for (let at = 128; at + 8 <= bytes.length; ) {
      const element = this.#element(bytes, at);
      at = element.next;
      if (element.type === COMPRESSED) {
        const unpacked = inflateAtMost(element.data, MAX_BYTES - this.#unpacked);
        this.#unpacked += unpacked.length;
        const inner = this.#element(unpacked, 0);
        if (inner.type === MATRIX) this.#matrix(inner.data, "", 0);
      } else if (element.type === MATRIX) this.#matrix(element.data, "", 0);
    }
  }

  /** The arrays, values of signals under the signals' labels beside what holds the signals. */
  labelled(): NamedArray[] {
    return this.arrays.map((array) => {
      const { group = "" } = array;
      const label = array.name === "values" ? this.#labels.get(group) : undefined;
      return label === undefined || label.trim() === ""
        ? array
        : { ...array, name: label, group: group.slice(0, Math.max(0, group.lastIndexOf("."))) };
    });
  }

  #element(bytes: Uint8Array, at: number): Element {
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    if (at + 8 > bytes.length) throw new Error("an element is cut off");
    const first = view.getUint32(at, this.#little);
    const small = first >>> 16;
    if (small !== 0) {
      if (small > 4) throw new Error("a small element is too long");
      return { type: first & 0xffff, data: bytes.subarray(at + 4, at + 4 + small), next: at + 8 };
    }
    const size = view.getUint32(at + 4, this.#little);
    if (at + 8 + size > bytes.length)
      throw new Error(`an element claims ${size} bytes, ${bytes.length - at - 8} are left`);
    const padded = first === COMPRESSED ? size : Math.ceil(size / 8) * 8;
    return { type: first, data: bytes.subarray(at + 8, at + 8 + size), next: at + 8 + padded };
  }

  /** Adds the array, or the fields of the structure, that a matrix element holds. `given`: the name of a field. */
  #matrix(bytes: Uint8Array, group: string, depth: number, given?: string): void {
    if (bytes.length === 0) return;
    const flags = this.#element(bytes, 0);
    const kind = (this.#values(flags)[0] ?? 0) & 0xff;
    const complex = (((this.#values(flags)[0] ?? 0) >> 11) & 1) === 1;
    if (kind === OPAQUE) {
      const own = text(this.#element(bytes, flags.next).data) || given || "an object";
      this.leftOut.push(unreadObject(own));
      return;
    }
    const dimensions = this.#element(bytes, flags.next);
    const shape = Array.from(this.#values(dimensions));
    const count = shape.reduce((product, n) => product * n, 1);
    const title = this.#element(bytes, dimensions.next);
    const name = given ?? text(title.data);
    // What objects hold, in a form that MATLAB keeps to itself.
    if (name === "" && group === "") return;
    if (shape.some((n) => n < 0) || !Number.isSafeInteger(count)) throw new Error(`"${name}" has the shape [${shape}]`);
    if (kind === STRUCT || kind === OBJECT)
      this.#structure(bytes, kind === OBJECT ? this.#element(bytes, title.next).next : title.next, {
        count,
        depth,
        path: name === IN_CELL ? group : group === "" ? name : `${group}.${name}`,
      });
    else if (kind === CELL) this.#cells(bytes, title.next, { count, depth, name, group });
    else if (kind === SPARSE || complex) this.leftOut.push(`${name} (${complex ? "complex" : "sparse"})`);
    else {
      const element = this.#element(bytes, title.next);
      const values = this.#values(element);
      if (kind === CHAR) {
        // What Simulink calls the values of a signal.
        if (name === "label") this.#labels.set(group, String.fromCharCode(...Array.from(values).slice(0, 64)));
        return;
      }
      if (values.length !== count)
        throw new Error(`"${name}" has ${values.length} numbers, its shape [${shape}] needs ${count}`);
      this.#numbers += count;
      if (this.#numbers > MAX_NUMBERS) throw new Error(`more than ${MAX_NUMBERS} numbers`);
      // MATLAB keeps columns together.
      this.arrays.push({ name, unit: "", shape, data: inRowMajor(values, shape, columnStrides(shape)), group });
    }
  }

  /** Each cell as a group of its own, as trials are kept. */
  #cells(
    bytes: Uint8Array,
    at: number,
    { count, depth, name, group }: { count: number; depth: number; name: string; group: string },
  ): void {
    const path = group === "" ? name : `${group}.${name}`;
    const before = this.arrays.length;
    let next = at;
    for (let i = 0; i < count && next + 8 <= bytes.length && depth < MAX_DEPTH; i++) {
      const element = this.#element(bytes, next);
      next = element.next;
      if (element.type === MATRIX) this.#matrix(element.data, `${path}{${i + 1}}`, depth + 1, IN_CELL);
    }
    if (this.arrays.length === before) this.leftOut.push(`${name} (a cell array)`);
  }

  #structure(
    bytes: Uint8Array,
    at: number,
    { count, depth, path }: { count: number; depth: number; path: string },
  ): void {
    const width = this.#element(bytes, at);
    const length = this.#values(width)[0] ?? 0;
    const titles = this.#element(bytes, width.next);
    if (!(length > 0 && length <= 64)) throw new Error(`names of fields of ${length} bytes`);
    const names = Array.from({ length: Math.floor(titles.data.length / length) }, (_, i) =>
      text(titles.data.subarray(i * length, (i + 1) * length)),
    );
    if (depth >= MAX_DEPTH) {
      this.leftOut.push(path);
      return;
    }
    let next = titles.next;
    for (let i = 0; i < count && next + 8 <= bytes.length; i++)
      for (const field of names) {
        if (next + 8 > bytes.length) break;
        const element = this.#element(bytes, next);
        next = element.next;
        if (element.type === MATRIX)
          this.#matrix(element.data, count === 1 ? path : `${path}(${i + 1})`, depth + 1, field);
      }
  }

  #values({ type, data }: Element): ArrayLike<number> {
    const [size, read] = TYPES[type] ?? [];
    if (size === undefined || read === undefined) throw new Error(`numbers of type ${type}`);
    const view = new DataView(data.buffer, data.byteOffset, data.byteLength);
    const values = new Float64Array(Math.floor(data.length / size));
    for (let i = 0; i < values.length; i++) values[i] = read(view, i * size, this.#little);
    return values;
  }
}

/** What is said of a table, timetable or other object: only MATLAB itself reads it. */
export const unreadObject = (name: string) =>
  `${name} (a table or object of MATLAB: writetable(${name}, "${name}.csv"))`;

function text(bytes: Uint8Array): string {
  const end = bytes.indexOf(0);
  return new TextDecoder().decode(end < 0 ? bytes : bytes.subarray(0, end));
}
