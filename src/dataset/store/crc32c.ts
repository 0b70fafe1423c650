import { crc32With } from "../../base/crc32.js";

const CHECKSUM_BYTES = 4;

/** CRC-32C (Castagnoli, reflected polynomial 0x82F63B78) of the bytes. */
export const crc32c = crc32With(0x82f63b78);

/** The Zarr v3 codec `crc32c`: the bytes of a chunk followed by their checksum, little-endian. */
export const crc32cCodec = {
  kind: "bytes_to_bytes" as const,
  encode(bytes: Uint8Array): Uint8Array {
    const out = new Uint8Array(bytes.length + CHECKSUM_BYTES);
    out.set(bytes);
    new DataView(out.buffer).setUint32(bytes.length, crc32c(bytes), true);
    return out;
  },
  /** Throws if the chunk was cut short or changed. */
  decode(bytes: Uint8Array): Uint8Array {
    const length = bytes.length - CHECKSUM_BYTES;
    if (length < 0) throw new Error(`${bytes.length} bytes are too few for a checksum`);
    const body = bytes.subarray(0, length);
    const stored = new DataView(bytes.buffer, bytes.byteOffset + length, CHECKSUM_BYTES).getUint32(0, true);
    if (stored !== crc32c(body)) throw new Error("the checksum does not match");
    return body;
  },
  computeEncodedSize: (size: number) => size + CHECKSUM_BYTES,
};
