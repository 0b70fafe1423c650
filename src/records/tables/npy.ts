import { UserError } from "../../base/errors.js";
import { quote } from "../../base/text.js";

// The format of https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html, versions 1 to 3.

export interface NpyArray {
  readonly shape: readonly number[];
  /** In row-major order, whatever the file's. */
  readonly data: ArrayLike<number | bigint | string>;
}

const MAGIC = "\u0093NUMPY";

/** Reads one `.npy` file of numbers or fixed-width text; `UserError` naming `name` for anything else or a wrong length. */
export function decodeNpy(bytes: Uint8Array, name: string): NpyArray {
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
  const type = elementType(descr);
  if (type === undefined)
    throw fail(`holds elements of type ${quote(descr)}; numbers (integers, float32, float64) and text are read`);
  const count = shape.reduce((product, n) => product * n, 1);
  const content = bytes.subarray(start + length);
  if (!Number.isSafeInteger(count) || count * type.size !== content.length)
    throw fail(
      `its shape [${shape}] of ${descr} needs ${count * type.size} bytes, ${content.length} follow the header`,
    );
  const data = decodeElements(content, count, type);
  return { shape, data: fortran && shape.length > 1 ? toRowMajor(data, shape) : data };
}

function parseHeader(text: string): { descr: string; fortran: boolean; shape: number[] } | undefined {
  const descr = /'descr'\s*:\s*'([^']*)'/.exec(text)?.[1];
  const fortran = /'fortran_order'\s*:\s*(True|False)/.exec(text)?.[1];
  const shape = /'shape'\s*:\s*\(([\d,\s]*)\)/.exec(text)?.[1];
  if (descr === undefined || fortran === undefined || shape === undefined) return undefined;
  const sizes = shape.split(",").map((part) => part.trim());
  return { descr, fortran: fortran === "True", shape: sizes.filter((part) => part !== "").map(Number) };
}

interface ElementType {
  readonly kind: string;
  /** Bytes. */
  readonly size: number;
  readonly little: boolean;
}

function elementType(descr: string): ElementType | undefined {
  const [, order = "", kind = "", digits = ""] = /^([<>|=]?)([fiubUS])(\d{1,6})$/.exec(descr) ?? [];
  const n = Number(digits);
  const sizes: Readonly<Record<string, readonly number[]>> = { f: [4, 8], i: [1, 2, 4, 8], u: [1, 2, 4, 8], b: [1] };
  if (kind === "U" || kind === "S")
    return n === 0 ? undefined : { kind, size: kind === "U" ? 4 * n : n, little: order !== ">" };
  return sizes[kind]?.includes(n) ? { kind, size: n, little: order !== ">" } : undefined;
}

function decodeElements(content: Uint8Array, count: number, type: ElementType): ArrayLike<number | bigint | string> {
  const view = new DataView(content.buffer, content.byteOffset, content.byteLength);
  const { kind, size, little } = type;
  if (kind === "U" || kind === "S") return Array.from({ length: count }, (_, i) => decodeText(view, i * size, type));
  const read: Readonly<Record<string, (at: number) => number | bigint>> = {
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
  return Float64Array.from({ length: count }, (_, i) => Number(element(i * size)));
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

function toRowMajor(data: ArrayLike<number | bigint | string>, shape: readonly number[]) {
  const strides = shape.map((_, axis) => shape.slice(0, axis).reduce((product, n) => product * n, 1));
  return Array.from({ length: data.length }, (_, index) => {
    let rest = index;
    let from = 0;
    for (let axis = shape.length - 1; axis >= 0; axis--) {
      from += (rest % (shape[axis] as number)) * (strides[axis] as number);
      rest = Math.floor(rest / (shape[axis] as number));
    }
    return data[from] as number | bigint | string;
  });
}
