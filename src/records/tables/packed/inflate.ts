import { Gunzip, Unzlib } from "fflate";

/** Unpacks a gzip file, see `inflateAtMost`. */
export const gunzipAtMost = (packed: Uint8Array, limit: number) => unpackAtMost(new Gunzip(), packed, limit);

/**
 * Unpacks deflated bytes with a zlib header, of which at most `limit` may come out; throws an `Error` for more or for damage.
 * What comes out grows as it comes, so that a small file cannot claim memory.
 */
export const inflateAtMost = (packed: Uint8Array, limit: number) => unpackAtMost(new Unzlib(), packed, limit);

function unpackAtMost(stream: Gunzip | Unzlib, packed: Uint8Array, limit: number): Uint8Array {
  const parts: Uint8Array[] = [];
  let total = 0;
  let ended = false;
  stream.ondata = (part, final) => {
    total += part.length;
    if (total > limit) throw new Error(`more than ${limit} bytes come out of ${packed.length}`);
    parts.push(part);
    ended ||= final;
  };
  const step = 1 << 16;
  for (let at = 0; at < packed.length && !ended; at += step)
    stream.push(packed.subarray(at, at + step), at + step >= packed.length);
  const whole = new Uint8Array(total);
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
