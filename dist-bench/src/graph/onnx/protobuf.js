/** The few pieces of the protocol-buffer wire format that an ONNX file needs (https://protobuf.dev/programming-guides/encoding). */
export class ProtobufWriter {
    #bytes = new Uint8Array(1024);
    #length = 0;
    /** A non-negative integer field. */
    integer(field, value) {
        this.#varint(field * 8);
        this.#varint(value);
        return this;
    }
    text(field, value) {
        return this.bytes(field, new TextEncoder().encode(value));
    }
    message(field, value) {
        return this.bytes(field, value.finish());
    }
    bytes(field, value) {
        this.#varint(field * 8 + 2);
        this.#varint(value.length);
        this.#reserve(value.length);
        this.#bytes.set(value, this.#length);
        this.#length += value.length;
        return this;
    }
    finish() {
        return this.#bytes.subarray(0, this.#length);
    }
    #varint(value) {
        if (!Number.isSafeInteger(value) || value < 0)
            throw new RangeError(`${value} is not a non-negative integer`);
        this.#reserve(8);
        let rest = value;
        while (rest >= 128) {
            this.#bytes[this.#length++] = (rest % 128) + 128;
            rest = Math.floor(rest / 128);
        }
        this.#bytes[this.#length++] = rest;
    }
    #reserve(more) {
        if (this.#length + more <= this.#bytes.length)
            return;
        const grown = new Uint8Array(Math.max(this.#bytes.length * 2, this.#length + more));
        grown.set(this.finish());
        this.#bytes = grown;
    }
}
