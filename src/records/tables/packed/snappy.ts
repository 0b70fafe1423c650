/**
 * Unpacks a block of Snappy (https://github.com/google/snappy/blob/main/format_description.txt) of `size` bytes; throws an `Error` for
 * lengths and distances that leave it, so that a damaged block ends.
 */
export function unpackSnappy(packed: Uint8Array, size: number): Uint8Array {
  const output = new Uint8Array(size);
  let at = 0;
  const number = (bytes: number) => {
    if (at + bytes > packed.length) throw new Error("a Snappy block is cut off");
    let value = 0;
    for (let i = 0; i < bytes; i++) value += (packed[at++] as number) * 256 ** i;
    return value;
  };
  let claimed = 0;
  for (let scale = 1; ; scale *= 128) {
    const byte = number(1);
    claimed += (byte & 0x7f) * scale;
    if (byte < 0x80) break;
    if (scale > 2 ** 28) throw new Error("a Snappy block has no length");
  }
  if (claimed !== size) throw new Error(`a Snappy block claims ${claimed} bytes, expected ${size}`);
  let filled = 0;
  while (at < packed.length) {
    const tag = number(1);
    const kind = tag & 3;
    if (kind === 0) {
      const short = tag >> 2;
      const length = (short < 60 ? short : number(short - 59)) + 1;
      if (length > packed.length - at || length > size - filled) throw new Error("a Snappy literal is too long");
      output.set(packed.subarray(at, at + length), filled);
      at += length;
      filled += length;
      continue;
    }
    const length = kind === 1 ? 4 + ((tag >> 2) & 7) : 1 + (tag >> 2);
    const offset = kind === 1 ? (tag >> 5) * 256 + number(1) : number(kind === 2 ? 2 : 4);
    if (offset === 0 || offset > filled || length > size - filled) throw new Error("a Snappy copy leaves its block");
    for (let i = 0; i < length; i++, filled++) output[filled] = output[filled - offset] as number;
  }
  if (filled !== size) throw new Error(`a Snappy block has ${filled} bytes, expected ${size}`);
  return output;
}
