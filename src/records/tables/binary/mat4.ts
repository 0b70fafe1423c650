import { UserError } from "../../../base/errors.js";
import type { ByteSource } from "../../source.js";
import type { NamedArray } from "../named-array.js";
import type { Table } from "../table.js";
import { arraysTable, MAX_NUMBERS } from "./arrays.js";
import { columnStrides, inRowMajor } from "./row-major.js";

// The "Level 4" MAT-file format (MAT-File Format, The MathWorks): matrices one after the other, each a head of five whole numbers of
// 32 bits, its name and its numbers, column by column.

const MAX_BYTES = 8 * MAX_NUMBERS;
const MAX_MATRICES = 1000;
/** Of the type MOPT: thousands say the order of bytes, tens the numbers, ones the kind of matrix. */
const NUMBERS: readonly (readonly [size: number, read: (view: DataView, at: number, little: boolean) => number])[] = [
  [8, (view, at, little) => view.getFloat64(at, little)],
  [4, (view, at, little) => view.getFloat32(at, little)],
  [4, (view, at, little) => view.getInt32(at, little)],
  [2, (view, at, little) => view.getInt16(at, little)],
  [2, (view, at, little) => view.getUint16(at, little)],
  [1, (view, at) => view.getUint8(at)],
];
const KINDS = ["numbers", "text", "sparse"];

interface Head {
  readonly little: boolean;
  readonly numbers: number;
  readonly kind: number;
  readonly rows: number;
  readonly columns: number;
  readonly complex: boolean;
  /** Bytes of the name with its last zero. */
  readonly name: number;
}

const HEAD = 20;

/** The head of a matrix; undefined for anything else. */
function headOf(view: DataView, at: number): Head | undefined {
  if (at + HEAD > view.byteLength) return undefined;
  for (const little of [true, false]) {
    const [type, rows, columns, complex, name] = [0, 4, 8, 12, 16].map((offset) =>
      view.getUint32(at + offset, little),
    ) as [number, number, number, number, number];
    const [order, numbers, kind] = [Math.floor(type / 1000), Math.floor((type % 100) / 10), type % 10];
    if (order !== (little ? 0 : 1) || type % 1000 >= 100 || numbers >= NUMBERS.length || kind >= KINDS.length) continue;
    if (complex < 2 && name > 1 && name <= 64)
      return { little, numbers, kind, rows, columns, complex: complex === 1, name };
  }
  return undefined;
}

/** The matrices of a `.mat` file of MATLAB 4 as a table; see `arraysTable`. */
export async function mat4Table(source: ByteSource, time?: string): Promise<Table> {
  const { name: file, size } = source;
  const fail = (problem: string) => new UserError(`${file}: not a MATLAB file that can be read (${problem})`);
  if (size > MAX_BYTES) throw new UserError(`${file}: ${size} bytes, MATLAB files of at most ${MAX_BYTES} are read`);
  const bytes = await source.slice(0, size);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const arrays: NamedArray[] = [];
  const leftOut: string[] = [];
  for (let at = 0; at < size; ) {
    const head = headOf(view, at);
    if (head === undefined) throw fail(`no matrix begins at byte ${at}`);
    const { little, rows, columns, complex } = head;
    const title = bytes.subarray(at + HEAD, at + HEAD + head.name);
    const name = new TextDecoder().decode(title).replace(/\0.*$/s, "");
    const [width, read] = NUMBERS[head.numbers] as (typeof NUMBERS)[number];
    const count = rows * columns;
    const begin = at + HEAD + head.name;
    at = begin + count * width * (complex ? 2 : 1);
    if (!(at <= size)) throw fail(`"${name}" claims ${rows} by ${columns} numbers, ${size - begin} bytes are left`);
    if (arrays.length + leftOut.length >= MAX_MATRICES) throw fail(`more than ${MAX_MATRICES} matrices`);
    if (head.kind !== 0 || complex) {
      leftOut.push(`${name} (${complex ? "complex" : KINDS[head.kind]})`);
      continue;
    }
    const values = new Float64Array(count);
    for (let i = 0; i < count; i++) values[i] = read(view, begin + i * width, little);
    const shape = [rows, columns];
    arrays.push({ name, unit: "", shape, data: inRowMajor(values, shape, columnStrides(shape)) });
  }
  return arraysTable(file, "MATLAB", arrays, { time, leftOut });
}
