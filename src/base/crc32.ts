/** A 32-bit cyclic redundancy check with a reflected polynomial, start and final inversion (RFC 3720, appendix B.4). */
export function crc32With(polynomial: number): (bytes: Uint8Array) => number {
  const table = Uint32Array.from({ length: 256 }, (_, byte) => {
    let value = byte;
    for (let bit = 0; bit < 8; bit++) value = value & 1 ? (value >>> 1) ^ polynomial : value >>> 1;
    return value;
  });
  return (bytes) => {
    let value = 0xffffffff;
    for (let i = 0; i < bytes.length; i++)
      value = (table[(value ^ (bytes[i] as number)) & 0xff] as number) ^ (value >>> 8);
    return (value ^ 0xffffffff) >>> 0;
  };
}

/** The CRC-32 of zip files and of the pages of Parquet (ISO 3309). */
export const crc32 = crc32With(0xedb88320);
