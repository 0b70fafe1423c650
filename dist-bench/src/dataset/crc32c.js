const CHECKSUM_BYTES = 4;
/** CRC-32C (Castagnoli, reflected polynomial 0x82F63B78) of every byte value. */
const table = Uint32Array.from({ length: 256 }, (_, byte) => {
    let value = byte;
    for (let bit = 0; bit < 8; bit++)
        value = value & 1 ? (value >>> 1) ^ 0x82f63b78 : value >>> 1;
    return value;
});
/** CRC-32C of the bytes (RFC 3720, appendix B.4). */
export function crc32c(bytes) {
    let value = 0xffffffff;
    for (let i = 0; i < bytes.length; i++)
        value = table[(value ^ bytes[i]) & 0xff] ^ (value >>> 8);
    return (value ^ 0xffffffff) >>> 0;
}
/** The Zarr v3 codec `crc32c`: the bytes of a chunk followed by their checksum, little-endian. */
export const crc32cCodec = {
    kind: "bytes_to_bytes",
    encode(bytes) {
        const out = new Uint8Array(bytes.length + CHECKSUM_BYTES);
        out.set(bytes);
        new DataView(out.buffer).setUint32(bytes.length, crc32c(bytes), true);
        return out;
    },
    /** Throws if the chunk was cut short or changed. */
    decode(bytes) {
        const length = bytes.length - CHECKSUM_BYTES;
        if (length < 0)
            throw new Error(`${bytes.length} bytes are too few for a checksum`);
        const body = bytes.subarray(0, length);
        const stored = new DataView(bytes.buffer, bytes.byteOffset + length, CHECKSUM_BYTES).getUint32(0, true);
        if (stored !== crc32c(body))
            throw new Error("the checksum does not match");
        return body;
    },
    computeEncodedSize: (size) => size + CHECKSUM_BYTES,
};
