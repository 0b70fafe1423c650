/** Bytes that a record is read from: a file, a dropped file of a browser, a buffer. */
export interface ByteSource {
  /** What messages call it: a path or a file's name. Its ending decides the format. */
  readonly name: string;
  /** Bytes in all. */
  readonly size: number;
  /** The bytes from `start` to `end`; fewer where the source ends before. */
  slice(start: number, end: number): Promise<Uint8Array>;
}

/** Bytes that are in memory already. */
export function bytesSource(name: string, bytes: Uint8Array): ByteSource {
  // Of Node's Buffer, whose `slice` is no copy as that of other arrays is, and which may be a part of a larger one.
  const plain = new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.length);
  return { name, size: plain.length, slice: async (start, end) => plain.subarray(start, end) };
}

/** A `Blob`, such as the `File` that a browser gives for a dropped file. Only the parts asked for are read. */
export function blobSource(name: string, blob: Blob): ByteSource {
  return {
    name,
    size: blob.size,
    slice: async (start, end) => new Uint8Array(await blob.slice(start, end).arrayBuffer()),
  };
}

const CHUNK = 1 << 20;

/** All bytes in pieces of a mebibyte. */
export async function* chunksOf(source: ByteSource): AsyncGenerator<Uint8Array> {
  for (let start = 0; start < source.size; start += CHUNK)
    yield await source.slice(start, Math.min(start + CHUNK, source.size));
}
