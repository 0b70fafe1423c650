import { decompress } from "fzstd";

/**
 * Unpacks Zstandard frames of which at most `limit` bytes may come out. What a frame's header claims (RFC 8878, section 3.1.1.1) is
 * checked before memory is taken; throws an `Error` for more or for damage.
 */
export function unzstdAtMost(packed: Uint8Array, limit: number, size?: number): Uint8Array {
  const claimed = frameClaim(packed);
  if (claimed > limit) throw new Error(`a frame claims ${claimed} bytes, at most ${limit} are read`);
  return size === undefined ? decompress(packed) : decompress(packed, new Uint8Array(size));
}

/** Bytes that the first frame asks for: its content's size or its window. */
function frameClaim(bytes: Uint8Array): number {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.length < 9 || view.getUint32(0, true) !== 0xfd2fb528) return 0;
  const descriptor = bytes[4] as number;
  const single = (descriptor & 0x20) !== 0;
  const sizeFlag = descriptor >> 6;
  const sizeBytes = sizeFlag === 0 ? (single ? 1 : 0) : 2 ** sizeFlag;
  const window = single ? 0 : 2 ** (10 + ((bytes[5] as number) >> 3)) * (1 + ((bytes[5] as number) & 7) / 8);
  const at = 5 + (single ? 0 : 1) + ([0, 1, 2, 4][descriptor & 3] as number);
  let content = 0;
  for (let i = 0; i < sizeBytes; i++) content += (bytes[at + i] ?? 0) * 256 ** i;
  return Math.max(content, window);
}
