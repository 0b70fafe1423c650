// The compound file that workbooks of Excel before 2007 are kept in ([MS-CFB] of Microsoft's open specifications): a file system of
// sectors in chains. Only what is needed to read one stream of it.

const HEADER = 512;
const MARK = [0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1];
/** Sector numbers from this on mark the end of a chain and what is no sector. */
const LAST_SECTOR = 0xfffffffa;
const ENTRY = 128;
/** Streams below this size lie in small sectors within the stream of the root. */
const SMALL_STREAM = 4096;
const SMALL_SECTOR = 64;
const MAX_ENTRIES = 10_000;

/** The content of the first stream with one of the names; undefined where there is none. Throws an `Error` for a damaged file. */
export function compoundStream(bytes: Uint8Array, names: readonly string[]): Uint8Array | undefined {
  if (bytes.length < HEADER || MARK.some((byte, i) => bytes[i] !== byte)) throw new Error("not a compound file");
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const shift = view.getUint16(30, true);
  if (shift !== 9 && shift !== 12) throw new Error(`sectors of 2^${shift} bytes`);
  const file = new Sectors(bytes, view, 1 << shift);
  const directory = file.chain(view.getUint32(48, true), bytes.length);
  const entries = Math.min(Math.floor(directory.length / ENTRY), MAX_ENTRIES);
  const inside = new DataView(directory.buffer, directory.byteOffset, directory.byteLength);
  const place = (entry: number) => ({
    start: inside.getUint32(entry * ENTRY + 116, true),
    size: inside.getUint32(entry * ENTRY + 120, true),
  });
  for (const name of names)
    for (let entry = 0; entry < entries; entry++) {
      if (directory[entry * ENTRY + 66] !== 2 || nameOf(inside, entry * ENTRY) !== name) continue;
      const { start, size } = place(entry);
      if (size > bytes.length) throw new Error(`a stream claims ${size} bytes`);
      if (size >= SMALL_STREAM) return file.chain(start, size);
      const root = place(0);
      return file.small(start, size, root.start, root.size);
    }
  return undefined;
}

function nameOf(view: DataView, at: number): string {
  const length = Math.min(view.getUint16(at + 64, true), 64);
  return String.fromCharCode(
    ...Array.from({ length: Math.max(0, length / 2 - 1) }, (_, i) => view.getUint16(at + 2 * i, true)),
  );
}

class Sectors {
  /** The next sector of each. */
  readonly #table: Uint32Array;

  constructor(
    readonly bytes: Uint8Array,
    readonly view: DataView,
    readonly size: number,
  ) {
    const most = Math.ceil(bytes.length / size);
    const perSector = size / 4;
    const parts: number[] = [];
    for (let i = 0; i < 109; i++) parts.push(view.getUint32(76 + 4 * i, true));
    // Of large files more sectors of the table are listed in sectors of their own.
    let next = view.getUint32(68, true);
    for (let seen = 0; next < LAST_SECTOR && seen <= most; seen++) {
      const at = this.#place(next);
      for (let i = 0; i < perSector - 1; i++) parts.push(view.getUint32(at + 4 * i, true));
      next = view.getUint32(at + size - 4, true);
    }
    const used = parts.filter((part) => part < LAST_SECTOR).slice(0, Math.ceil(most / perSector) + 1);
    this.#table = new Uint32Array(used.length * perSector);
    used.forEach((part, i) => {
      const at = this.#place(part);
      for (let k = 0; k < perSector; k++) this.#table[i * perSector + k] = view.getUint32(at + 4 * k, true);
    });
  }

  #place(sector: number): number {
    const at = (sector + 1) * this.size;
    if (at + this.size > this.bytes.length) throw new Error("a sector lies beyond the end of the file");
    return at;
  }

  /** At most `size` bytes of the chain that begins in a sector. */
  chain(start: number, size: number): Uint8Array {
    const parts: Uint8Array[] = [];
    let length = 0;
    for (let sector = start; sector < LAST_SECTOR && length < size; sector = this.#table[sector] ?? LAST_SECTOR) {
      // The last sector may be cut off.
      const at = (sector + 1) * this.size;
      const part = this.bytes.subarray(at, Math.min(at + this.size, at + size - length));
      if (part.length === 0 || length > this.bytes.length) throw new Error("a chain of sectors is damaged");
      parts.push(part);
      length += part.length;
    }
    return joined(parts);
  }

  /** A stream in small sectors. */
  small(start: number, size: number, rootStart: number, rootSize: number): Uint8Array {
    const root = this.chain(rootStart, Math.min(rootSize, this.bytes.length));
    const links = this.chain(this.view.getUint32(60, true), this.bytes.length);
    const next = new DataView(links.buffer, links.byteOffset, links.byteLength);
    const parts: Uint8Array[] = [];
    let length = 0;
    for (let sector = start; sector < LAST_SECTOR && length < size; ) {
      const part = root.subarray(
        sector * SMALL_SECTOR,
        Math.min((sector + 1) * SMALL_SECTOR, sector * SMALL_SECTOR + size - length),
      );
      if (part.length === 0) throw new Error("a chain of small sectors is damaged");
      parts.push(part);
      length += part.length;
      sector = 4 * sector + 4 <= next.byteLength ? next.getUint32(4 * sector, true) : LAST_SECTOR;
    }
    return joined(parts);
  }
}

function joined(parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((size, part) => size + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
