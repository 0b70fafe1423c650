import { inflateSync } from "fflate";
import { crc32 } from "../../../base/crc32.js";
import { UserError } from "../../../base/errors.js";
import { quote } from "../../../base/text.js";

// The parts of PKWARE's APPNOTE 6.3 that NumPy's archives use: stored and deflated entries, sizes of 64 bits.

/** One entry of a zip's central directory. */
export interface Entry {
  readonly name: string;
  readonly method: number;
  readonly crc: number;
  readonly packed: number;
  readonly size: number;
  readonly offset: number;
}

const END = 0x06054b50;
const END_64 = 0x06064b50;
const LOCATOR_64 = 0x07064b50;
const CENTRAL = 0x02014b50;
const LOCAL = 0x04034b50;
const MAX_ENTRIES = 10_000;
/** Deflate never packs tighter than this (https://zlib.net/zlib_tech.html). */
const MAX_RATIO = 1032;

/**
 * The entries of a zip whose name `wanted` accepts, unpacked, by name. What the directory claims is checked before
 * anything is allocated: together at most `maxBytes`, none tighter than deflate can pack; contents are held against their
 * checksums. Throws `UserError` with `source` and the entry.
 */
export function unzip(
  bytes: Uint8Array,
  source: string,
  wanted: (name: string) => boolean,
  maxBytes: number,
): Map<string, Uint8Array> {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const contents = new Map<string, Uint8Array>();
  let total = 0;
  for (const entry of readDirectory(view, source)) {
    const fail = (problem: string) => new UserError(`${source}: entry ${quote(entry.name)} ${problem}`);
    checkName(bytes, view, entry, fail);
    if (!wanted(entry.name)) continue;
    total += entry.size;
    if (!(total <= maxBytes)) throw fail(`claims ${entry.size} bytes; at most ${maxBytes} are read from one file`);
    if (entry.size > entry.packed * MAX_RATIO + 64)
      throw fail(`claims ${entry.size} bytes out of ${entry.packed}; no zip packs that tightly`);
    if (contents.has(entry.name)) throw fail("is there twice");
    contents.set(entry.name, unpack(bytes, view, entry, fail));
  }
  return contents;
}

/** The entries of a zip, without unpacking anything. */
export function listZip(bytes: Uint8Array, source: string): readonly Pick<Entry, "name" | "size" | "packed">[] {
  return readDirectory(new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength), source);
}

/** Throws where the entries of a zip claim more than `maxBytes` together, or more than they can be packed from. */
export function checkZip(
  bytes: Uint8Array,
  source: string,
  maxBytes: number,
  tooLong: (bytes: number) => UserError,
): void {
  const entries = listZip(bytes, source);
  const total = entries.reduce((sum, { size }) => sum + size, 0);
  if (!(total <= maxBytes)) throw tooLong(total);
  for (const { name, size, packed } of entries)
    if (size > packed * MAX_RATIO + 64)
      throw new UserError(
        `${source}: entry ${quote(name)} claims ${size} bytes out of ${packed}; no zip packs that tightly`,
      );
}

/** A name has no checksum, but stands in two places: a damaged one would make an entry another, or one that nobody wants. */
function checkName(
  bytes: Uint8Array,
  view: DataView,
  { name, offset }: Entry,
  fail: (problem: string) => UserError,
): void {
  if (offset + 30 > bytes.length || view.getUint32(offset, true) !== LOCAL)
    throw fail("is not where the directory says");
  const end = offset + 30 + view.getUint16(offset + 26, true);
  const own = new TextDecoder().decode(bytes.subarray(offset + 30, end));
  if (own !== name) throw fail(`is called ${quote(own)} where its content begins: one of the names is damaged`);
}

function unpack(bytes: Uint8Array, view: DataView, entry: Entry, fail: (problem: string) => UserError): Uint8Array {
  const { method, crc, packed, offset, size } = entry;
  const start = offset + 30 + view.getUint16(offset + 26, true) + view.getUint16(offset + 28, true);
  if (start + packed > bytes.length) throw fail("is cut off");
  const part = bytes.subarray(start, start + packed);
  let content: Uint8Array;
  if (method === 0) content = part;
  else if (method === 8)
    try {
      content = inflateSync(part, { out: new Uint8Array(size) });
    } catch (error) {
      throw fail(`cannot be unpacked (${error instanceof Error ? error.message : String(error)})`);
    }
  else throw fail(`is packed by method ${method}; stored and deflated entries are read`);
  if (content.length !== size) throw fail(`has ${content.length} bytes, its directory says ${size}`);
  if (crc32(content) !== crc) throw fail("is damaged: its checksum differs");
  return content;
}

function readDirectory(view: DataView, source: string): Entry[] {
  const fail = (problem: string) => new UserError(`${source}: ${problem}`);
  const size = view.byteLength;
  let end = size - 22;
  while (end >= 0 && end > size - 22 - 65_536 && view.getUint32(end, true) !== END) end--;
  if (end < 0 || view.getUint32(end, true) !== END) throw fail("not a zip, or truncated: it has no directory");
  let count = view.getUint16(end + 10, true);
  let length = view.getUint32(end + 12, true);
  let at = view.getUint32(end + 16, true);
  const locator = end - 20;
  if (locator >= 0 && view.getUint32(locator, true) === LOCATOR_64) {
    const record = Number(view.getBigUint64(locator + 8, true));
    if (record + 56 > size || view.getUint32(record, true) !== END_64)
      throw fail("damaged: its 64-bit directory is missing");
    count = Number(view.getBigUint64(record + 32, true));
    length = Number(view.getBigUint64(record + 40, true));
    at = Number(view.getBigUint64(record + 48, true));
  }
  if (count > MAX_ENTRIES) throw fail(`claims ${count} entries, at most ${MAX_ENTRIES} are read`);
  const directoryEnd = at + length;
  const entries: Entry[] = [];
  for (let i = 0; i < count; i++) {
    if (at + 46 > size || view.getUint32(at, true) !== CENTRAL)
      throw fail(`damaged: entry ${i + 1} of its directory is missing`);
    const [nameLength, extraLength, commentLength] = [28, 30, 32].map((o) => view.getUint16(at + o, true)) as [
      number,
      number,
      number,
    ];
    const next = at + 46 + nameLength + extraLength + commentLength;
    if (next > size) throw fail(`damaged: entry ${i + 1} of its directory is cut off`);
    const name = new TextDecoder().decode(new Uint8Array(view.buffer, view.byteOffset + at + 46, nameLength));
    entries.push({
      name,
      method: view.getUint16(at + 10, true),
      crc: view.getUint32(at + 16, true),
      ...sizes(view, at, at + 46 + nameLength, extraLength),
    });
    at = next;
  }
  if (at !== directoryEnd)
    throw fail(`damaged: its directory has ${length} bytes, which are not those of ${count} entries`);
  return entries;
}

/** Sizes and offset, from the 64-bit extra field where they do not fit into 32 bits. */
function sizes(
  view: DataView,
  at: number,
  extra: number,
  extraLength: number,
): Pick<Entry, "packed" | "size" | "offset"> {
  const found = {
    size: view.getUint32(at + 24, true),
    packed: view.getUint32(at + 20, true),
    offset: view.getUint32(at + 42, true),
  };
  for (let field = extra; field + 4 <= extra + extraLength; field += 4 + view.getUint16(field + 2, true)) {
    if (view.getUint16(field, true) !== 1) continue;
    let position = field + 4;
    for (const key of ["size", "packed", "offset"] as const) {
      if (found[key] !== 0xffffffff || position + 8 > extra + extraLength) continue;
      found[key] = Number(view.getBigUint64(position, true));
      position += 8;
    }
  }
  return found;
}
