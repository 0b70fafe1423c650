// Writers of files for tests, honest or not: what a header claims can be chosen.

import { deflateSync } from "fflate";
import { crc32 } from "../../src/base/crc32.js";
import type { ZarrGroup } from "../../src/records/index.js";

const latin = (text: string) => Uint8Array.from(text, (c) => c.charCodeAt(0));

/** A `.npy` file: type, shape as Python writes it, and content as they are given. */
export function npy(descr: string, shape: string, content: Uint8Array, fortran = false): Uint8Array {
  const type = descr.startsWith("[") ? descr : `'${descr}'`;
  const order = fortran ? "True" : "False";
  const header = `{'descr': ${type}, 'fortran_order': ${order}, 'shape': ${shape}, }`.padEnd(117, " ");
  const bytes = new Uint8Array(10 + 118 + content.length);
  bytes.set(latin("\u0093NUMPY\u0001\u0000"));
  bytes.set([118, 0], 8);
  bytes.set(latin(`${header}\n`), 10);
  bytes.set(content, 128);
  return bytes;
}

export interface ZipEntry {
  readonly name: string;
  readonly content: Uint8Array;
  /** 0 stored, 8 deflated. */
  readonly method?: number;
  /** What the directory claims instead of the truth. */
  readonly size?: number;
  readonly size64?: number;
  readonly crc?: number;
}

/** A zip file. */
export function zip(entries: readonly ZipEntry[]): Uint8Array {
  const parts: Uint8Array[] = [];
  const directory: Uint8Array[] = [];
  let offset = 0;
  for (const { name, content, method = 0, size = content.length, size64, crc } of entries) {
    const packed = method === 8 ? deflateSync(content) : content;
    const common = new DataView(new ArrayBuffer(26));
    common.setUint16(4, method, true);
    common.setUint32(10, crc ?? crc32(content), true);
    common.setUint32(14, packed.length, true);
    common.setUint32(18, size64 === undefined ? size : 0xffffffff, true);
    common.setUint16(22, name.length, true);
    const local = new Uint8Array(30 + name.length);
    local.set([0x50, 0x4b, 3, 4]);
    local.set(new Uint8Array(common.buffer), 4);
    local.set(latin(name), 30);
    parts.push(local, packed);
    const extra = new Uint8Array(size64 === undefined ? 0 : 12);
    if (size64 !== undefined) {
      extra.set([1, 0, 8, 0]);
      new DataView(extra.buffer).setBigUint64(4, BigInt(size64), true);
    }
    common.setUint16(24, extra.length, true);
    const central = new Uint8Array(46 + name.length + extra.length);
    central.set([0x50, 0x4b, 1, 2]);
    central.set(new Uint8Array(common.buffer), 6);
    new DataView(central.buffer).setUint32(42, offset, true);
    central.set(latin(name), 46);
    central.set(extra, 46 + name.length);
    directory.push(central);
    offset += local.length + packed.length;
  }
  const length = directory.reduce((total, part) => total + part.length, 0);
  const end = new DataView(new ArrayBuffer(22));
  end.setUint32(0, 0x06054b50, true);
  end.setUint16(8, entries.length, true);
  end.setUint16(10, entries.length, true);
  end.setUint32(12, length, true);
  end.setUint32(16, offset, true);
  return joined([...parts, ...directory, new Uint8Array(end.buffer)]);
}

function joined(parts: readonly Uint8Array[]): Uint8Array {
  const bytes = new Uint8Array(parts.reduce((total, part) => total + part.length, 0));
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  return bytes;
}

interface ZarrArray {
  readonly shape: readonly number[];
  readonly chunk: readonly number[];
  /** Of the first chunk, as it is stored. */
  readonly data: Float64Array;
  /** The axes in the order in which they are stored, as the codec "transpose" names them. */
  readonly order?: readonly number[];
  readonly attributes?: Readonly<Record<string, unknown>>;
}

/** The keys of a Zarr v3 group of float64 arrays without compression. */
export function zarrKeys(arrays: Readonly<Record<string, ZarrArray>>): Map<string, Uint8Array> {
  const json = (value: unknown) => new TextEncoder().encode(JSON.stringify(value));
  const keys = new Map<string, Uint8Array>([
    ["/zarr.json", json({ zarr_format: 3, node_type: "group", attributes: {} })],
  ]);
  for (const [name, { shape, chunk, data, order, attributes = {} }] of Object.entries(arrays)) {
    keys.set(
      `/${name}/zarr.json`,
      json({
        zarr_format: 3,
        node_type: "array",
        shape,
        data_type: "float64",
        chunk_grid: { name: "regular", configuration: { chunk_shape: chunk } },
        chunk_key_encoding: { name: "default", configuration: { separator: "/" } },
        codecs: [
          ...(order === undefined ? [] : [{ name: "transpose", configuration: { order } }]),
          { name: "bytes", configuration: { endian: "little" } },
        ],
        fill_value: 0,
        attributes,
      }),
    );
    keys.set(`/${name}/c/${chunk.map(() => 0).join("/")}`, new Uint8Array(data.buffer));
  }
  return keys;
}

/** The same as a group to read. */
export function memoryZarr(arrays: Readonly<Record<string, ZarrArray>>): ZarrGroup {
  const keys = zarrKeys(arrays);
  return { name: "a.zarr", arrays: Object.keys(arrays), store: { get: async (key) => keys.get(key) } };
}
