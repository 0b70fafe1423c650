// The pieces of WebAssembly's binary format that a kernel needs (https://webassembly.github.io/spec/core/binary).

export type Bytes = readonly number[];

/** LEB128 of a non-negative integer. */
export function unsigned(value: number): Bytes {
  const bytes: number[] = [];
  let rest = value;
  while (rest >= 128) {
    bytes.push((rest % 128) + 128);
    rest = Math.floor(rest / 128);
  }
  return [...bytes, rest];
}

/** LEB128 of an integer of 32 bits with its sign. */
export function signed(value: number): Bytes {
  const bytes: number[] = [];
  for (let rest = value; ; rest >>= 7) {
    const low = rest & 127;
    if (rest >> 6 === 0 || rest >> 6 === -1) return [...bytes, low];
    bytes.push(low + 128);
  }
}

/** The four bytes of a 32-bit number, lowest first. */
export const float = (value: number): Bytes => [...new Uint8Array(Float32Array.of(value).buffer)];

/** A list with its length in front. */
export const list = (items: readonly Bytes[]): Bytes => [...unsigned(items.length), ...items.flat()];

export const text = (value: string): Bytes => list([...new TextEncoder().encode(value)].map((byte) => [byte]));

/** A section of a module; code can be long, so it is joined without spreading it into arguments. */
export const section = (id: number, content: Bytes): Bytes => [id, ...unsigned(content.length), ...content];

export const type = { i32: 0x7f, f64: 0x7c, v128: 0x7b } as const;
export type ValueType = keyof typeof type;
