import { UserError } from "../../../base/errors.js";
import { quote } from "../../../base/text.js";
import type { Cell, CountedTime } from "../table.js";
import { columnStrides, inRowMajor, rowStrides } from "./row-major.js";

// The format of https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html, versions 1 to 3.

/** One array of a `.npy` file, or one field of an array of structures. */
export interface NpyArray {
  /** Of the field; "" for an array of numbers. */
  readonly field: string;
  readonly shape: readonly number[];
  /** In row-major order, whatever the file's. */
  readonly data: ArrayLike<Cell>;
  /** Of dates and time differences (datetime64, timedelta64). */
  readonly counts?: CountedTime | undefined;
}

const MAGIC = "\u0093NUMPY";

/** Thrown for arrays of Python objects, which only Python can read. */
export class PickledArray extends UserError {}

/**
 * Reads one `.npy` file of numbers, dates or fixed-width text, or of structures of these; `UserError` naming `name` for anything
 * else or a wrong length.
 */
export function decodeNpy(bytes: Uint8Array, name: string): NpyArray[] {
  const fail = (problem: string) => new UserError(`${name}: ${problem}`);
  const latin = (part: Uint8Array) => String.fromCharCode(...part);
  if (bytes.length < 10 || latin(bytes.subarray(0, 6)) !== MAGIC) throw fail("not an array of NumPy");
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const wide = (bytes[6] as number) >= 2;
  const start = wide ? 12 : 10;
  if (bytes.length < start) throw fail("truncated: its header is cut off");
  const length = wide ? view.getUint32(8, true) : view.getUint16(8, true);
  if (length > Math.min(bytes.length - start, 1 << 16)) throw fail("truncated: its header is longer than the array");
  const header = latin(bytes.subarray(start, start + length));
  const { descr, fortran, shape } = parseHeader(header) ?? {};
  if (descr === undefined || fortran === undefined || shape === undefined)
    throw fail(`its header is not one of NumPy: ${quote(header.trim())}`);
  if (/O/.test(descr)) throw new PickledArray(`${name}: holds objects of Python, which are not read`);
  const fields = descr.startsWith("[") ? parseFields(descr) : [{ field: "", descr, shape: [] }];
  const types = fields?.map(({ descr }) => elementType(descr));
  if (fields === undefined || types === undefined || types.includes(undefined))
    throw fail(`holds elements of type ${quote(descr)}; numbers, dates and text are read`);
  const widths = fields.map(({ shape }, i) => product(shape) * (types[i] as ElementType).size);
  const size = widths.reduce((sum, width) => sum + width, 0);
  const count = product(shape);
  const content = bytes.subarray(start + length);
  if (!Number.isSafeInteger(count * size) || count * size !== content.length)
    throw fail(`its shape [${shape}] of ${descr} needs ${count * size} bytes, ${content.length} follow the header`);
  let offset = 0;
  return fields.map(({ field, shape: inner }, i) => {
    const type = types[i] as ElementType;
    const data = decodeElements(content, { count, stride: size, offset, inner: product(inner), type });
    offset += widths[i] as number;
    const whole = [...shape, ...inner];
    // Only the order of the rows is Fortran's; what stands within one is in C's.
    const within = product(inner);
    const strides = [
      ...(fortran ? columnStrides : rowStrides)(shape).map((step) => step * within),
      ...rowStrides(inner),
    ];
    return {
      field,
      shape: whole,
      data: inRowMajor(data, whole, strides),
      counts: type.counts,
    };
  });
}

const product = (sizes: readonly number[]) => sizes.reduce((total, n) => total * n, 1);

function parseHeader(text: string): { descr: string; fortran: boolean; shape: number[] } | undefined {
  const [, plain, fields] = /'descr'\s*:\s*(?:'([^']*)'|(\[[\s\S]*\])\s*,\s*'fortran)/.exec(text) ?? [];
  const fortran = /'fortran_order'\s*:\s*(True|False)/.exec(text)?.[1];
  const shape = /'shape'\s*:\s*\(([\d,\s]*)\)\s*,?\s*\}/.exec(text)?.[1];
  const descr = plain ?? fields;
  if (descr === undefined || fortran === undefined || shape === undefined) return undefined;
  return { descr, fortran: fortran === "True", shape: numbersOf(shape) };
}

const numbersOf = (list: string) =>
  list
    .split(",")
    .map((part) => part.trim())
    .filter((part) => part !== "")
    .map(Number);

interface Field {
  readonly field: string;
  readonly descr: string;
  readonly shape: readonly number[];
}

/** "[('t', '<f8'), ('x', '<f8', (2,))]"; structures within structures, "('state', [('q', '<f8')])", become "state.q". Undefined for anything else. */
function parseFields(text: string): Field[] | undefined {
  const one = /\(\s*'([^']*)'\s*,\s*'([^']*)'\s*(?:,\s*\(([\d,\s]*)\)\s*)?\)/g;
  const inner = /\(\s*'([^']*)'\s*,\s*(\[[^[\]]*\])\s*\)/g;
  let [flat, depth] = [text, 0];
  while (inner.test(flat) && depth++ < MAX_DEPTH)
    flat = flat.replace(inner, (_, outer: string, list: string) =>
      list.slice(1, -1).replace(/\(\s*'/g, (begin) => `${begin}${outer}.`),
    );
  const fields = [...flat.matchAll(one)].map(([, field = "", descr = "", shape = ""]) => ({
    field,
    descr,
    shape: numbersOf(shape),
  }));
  const rest = flat.replace(one, "").replace(/[\s,]/g, "");
  return rest === "[]" && fields.length > 0 && fields.length <= MAX_FIELDS ? fields : undefined;
}

/** Structures within structures that are followed. */
const MAX_DEPTH = 4;
const MAX_FIELDS = 1000;

interface ElementType {
  readonly kind: string;
  /** Bytes. */
  readonly size: number;
  readonly little: boolean;
  readonly counts?: CountedTime | undefined;
}

const TIME_UNITS: Readonly<Record<string, CountedTime["unit"]>> = {
  D: "d",
  h: "h",
  m: "min",
  s: "s",
  ms: "ms",
  us: "us",
  ns: "ns",
};

function elementType(descr: string): ElementType | undefined {
  const [, order = "", kind = "", digits = "", unit] =
    /^([<>|=]?)([fiubUSVMm])(\d{1,6})(?:\[(\w+)\])?$/.exec(descr) ?? [];
  const n = Number(digits);
  const little = order !== ">";
  if (kind === "M" || kind === "m") {
    const counted = TIME_UNITS[unit ?? ""];
    if (n !== 8 || counted === undefined) return undefined;
    return { kind: "i", size: 8, little, counts: { kind: kind === "M" ? "instant" : "duration", unit: counted } };
  }
  const sizes: Readonly<Record<string, readonly number[]>> = { f: [2, 4, 8], i: [1, 2, 4, 8], u: [1, 2, 4, 8], b: [1] };
  if (kind === "U" || kind === "S" || kind === "V")
    return n === 0 ? undefined : { kind, size: kind === "U" ? 4 * n : n, little };
  return sizes[kind]?.includes(n) ? { kind, size: n, little } : undefined;
}

interface Elements {
  readonly count: number;
  /** Bytes from one structure to the next, and of the field within. */
  readonly stride: number;
  readonly offset: number;
  /** Elements of the field in one structure. */
  readonly inner: number;
  readonly type: ElementType;
}

function decodeElements(content: Uint8Array, { count, stride, offset, inner, type }: Elements): ArrayLike<Cell> {
  const view = new DataView(content.buffer, content.byteOffset, content.byteLength);
  const { kind, size, little, counts } = type;
  const at = (k: number) => Math.floor(k / inner) * stride + offset + (k % inner) * size;
  const length = count * inner;
  if (kind === "V") return Array.from({ length }, () => "");
  if (kind === "U" || kind === "S") return Array.from({ length }, (_, k) => decodeText(view, at(k), type));
  const read: Readonly<Record<string, (at: number) => number | bigint>> = {
    f2: (at) => halfFloat(view.getUint16(at, little)),
    f4: (at) => view.getFloat32(at, little),
    f8: (at) => view.getFloat64(at, little),
    i1: (at) => view.getInt8(at),
    i2: (at) => view.getInt16(at, little),
    i4: (at) => view.getInt32(at, little),
    i8: (at) => view.getBigInt64(at, little),
    u1: (at) => view.getUint8(at),
    u2: (at) => view.getUint16(at, little),
    u4: (at) => view.getUint32(at, little),
    u8: (at) => view.getBigUint64(at, little),
    b1: (at) => view.getUint8(at),
  };
  const element = read[`${kind}${size}`] as (at: number) => number | bigint;
  // Not-a-time is the least integer.
  if (counts !== undefined)
    return Array.from({ length }, (_, k) => {
      const value = element(at(k)) as bigint;
      return value === -(2n ** 63n) ? Number.NaN : value;
    });
  const numbers = new Float64Array(length);
  for (let k = 0; k < length; k++) numbers[k] = Number(element(at(k)));
  return numbers;
}

/** The number that 16 bits write in IEEE 754's half precision. */
export function halfFloat(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >> 10) & 0x1f;
  const fraction = bits & 0x3ff;
  if (exponent === 0x1f) return fraction === 0 ? sign * Number.POSITIVE_INFINITY : Number.NaN;
  return exponent === 0 ? sign * fraction * 2 ** -24 : sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
}

/** Fixed-width text, UTF-32 or bytes, without the zeros that fill it up. */
function decodeText(view: DataView, at: number, { kind, size, little }: ElementType): string {
  let text = "";
  for (let offset = at; offset < at + size; offset += kind === "U" ? 4 : 1) {
    const code = kind === "U" ? view.getUint32(offset, little) : view.getUint8(offset);
    if (code === 0) break;
    text += code <= 0x10ffff ? String.fromCodePoint(code) : "\ufffd";
  }
  return text;
}
