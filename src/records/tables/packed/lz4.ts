// The frame and block formats of LZ4 (https://github.com/lz4/lz4/tree/dev/doc).

const MAGIC = 0x184d2204;
const SHORTEST_MATCH = 4;

/**
 * Unpacks one LZ4 frame of which at most `limit` bytes may come out; throws an `Error` for more or for damage. Memory grows with
 * what comes out, whatever the header claims.
 */
export function unpackLz4Frame(packed: Uint8Array, limit: number): Uint8Array {
  const view = new DataView(packed.buffer, packed.byteOffset, packed.byteLength);
  if (packed.length < 7 || view.getUint32(0, true) !== MAGIC) throw new Error("no LZ4 frame");
  const flags = packed[4] as number;
  if (flags >> 6 !== 1) throw new Error(`LZ4 frames of version ${flags >> 6}`);
  const checksums = (flags & 0x10) !== 0;
  // A content's size and the id of a dictionary may follow, then a checksum of the header.
  let at = 6 + ((flags & 0x08) !== 0 ? 8 : 0) + ((flags & 0x01) !== 0 ? 4 : 0) + 1;
  const output = new Output(limit, 4 * packed.length);
  for (;;) {
    if (at + 4 > packed.length) throw new Error("an LZ4 frame is cut off");
    const word = view.getUint32(at, true);
    at += 4;
    if (word === 0) return output.finish();
    const size = word & 0x7fffffff;
    if (at + size > packed.length) throw new Error("an LZ4 block is cut off");
    const block = packed.subarray(at, at + size);
    if (word >>> 31 === 1) output.copy(block, 0, size);
    else unpackBlock(block, output);
    at += size + (checksums ? 4 : 0);
  }
}

/** Matches may reach back into earlier blocks. */
function unpackBlock(block: Uint8Array, output: Output): void {
  let at = 0;
  const length = (start: number) => {
    let total = start;
    if (start !== 15) return total;
    for (;;) {
      const byte = block[at++];
      if (byte === undefined) throw new Error("an LZ4 block is cut off");
      total += byte;
      if (byte !== 255) return total;
    }
  };
  while (at < block.length) {
    const token = block[at++] as number;
    const literals = length(token >> 4);
    if (at + literals > block.length) throw new Error("an LZ4 block is cut off");
    output.copy(block, at, literals);
    at += literals;
    if (at === block.length) return;
    if (at + 2 > block.length) throw new Error("an LZ4 block is cut off");
    const offset = (block[at] as number) | ((block[at + 1] as number) << 8);
    at += 2;
    output.repeat(offset, length(token & 15) + SHORTEST_MATCH);
  }
}

/** Bytes that grow up to a limit. */
class Output {
  #bytes: Uint8Array;
  #length = 0;

  constructor(
    readonly limit: number,
    likely: number,
  ) {
    this.#bytes = new Uint8Array(Math.min(limit, Math.max(64, likely)));
  }

  copy(from: Uint8Array, start: number, count: number): void {
    this.#reserve(count);
    this.#bytes.set(from.subarray(start, start + count), this.#length);
    this.#length += count;
  }

  /** Repeats what stands `offset` bytes before, which may overlap what is written. */
  repeat(offset: number, count: number): void {
    if (offset === 0 || offset > this.#length) throw new Error("an LZ4 match before the beginning");
    this.#reserve(count);
    for (let i = 0; i < count; i++) {
      this.#bytes[this.#length] = this.#bytes[this.#length - offset] as number;
      this.#length++;
    }
  }

  finish(): Uint8Array {
    return this.#bytes.slice(0, this.#length);
  }

  #reserve(count: number): void {
    const needed = this.#length + count;
    if (needed > this.limit) throw new Error(`more than ${this.limit} bytes come out of an LZ4 frame`);
    if (needed <= this.#bytes.length) return;
    const larger = new Uint8Array(Math.min(this.limit, Math.max(needed, 2 * this.#bytes.length)));
    larger.set(this.#bytes.subarray(0, this.#length));
    this.#bytes = larger;
  }
}
