import { createHash } from "node:crypto";
import { describe, expect, test } from "vitest";
import { UserError } from "../../src/base/errors.js";
import { decodeSafetensors, encodeSafetensors } from "../../src/learning/index.js";
import fc from "../property.js";

const file = {
  metadata: { format: "test", text: 'quotes " and ü' },
  tensors: [
    { name: "a.weight", shape: [2, 3], data: Float32Array.of(1, -2, 3.5, 1e-30, -0, 6) },
    { name: "b", shape: [], data: Float32Array.of(7) },
  ],
};

/** The header as the format's description has it, read without the code under test. */
function headerOf(bytes: Uint8Array) {
  const length = Number(new DataView(bytes.buffer).getBigUint64(0, true));
  return { length, json: JSON.parse(new TextDecoder().decode(bytes.slice(8, 8 + length))) as Record<string, unknown> };
}

/** The file as earlier versions wrote it: blanks stand where the digest was, so that no length changes. */
const withoutDigest = (bytes: Uint8Array) => {
  const text = Buffer.from(bytes).toString("latin1");
  const blank = (all: string) => " ".repeat(all.length);
  return Uint8Array.from(Buffer.from(text.replace(/"sha256":"[0-9a-f]{64}",?/, blank), "latin1"));
};

describe("safetensors", () => {
  test("follows the published layout", () => {
    const bytes = encodeSafetensors(file);
    const { length, json } = headerOf(bytes);
    expect(length % 8).toBe(0);
    expect(json["a.weight"]).toEqual({ dtype: "F32", shape: [2, 3], data_offsets: [0, 24] });
    expect(json.b).toEqual({ dtype: "F32", shape: [], data_offsets: [24, 28] });
    expect(json.__metadata__).toEqual({ sha256: expect.stringMatching(/^[0-9a-f]{64}$/), ...file.metadata });
    expect(new DataView(bytes.buffer).getFloat32(8 + length + 8, true)).toBe(3.5);
  });

  test("carries the SHA-256 of itself with the digits as zeros", () => {
    const bytes = encodeSafetensors(file);
    const { digest } = decodeSafetensors(bytes, "memory");
    const text = Buffer.from(bytes).toString("latin1").replace(String(digest), "0".repeat(64));
    expect(digest).toBe(createHash("sha256").update(text, "latin1").digest("hex"));
  });

  test("leaves the bytes that it reads as they are, those of a Buffer too", () => {
    const bytes = Buffer.from(encodeSafetensors(file));
    const before = Uint8Array.from(bytes);
    decodeSafetensors(bytes, "memory");
    expect(Uint8Array.from(bytes)).toEqual(before);
  });

  test("a file without a digest is read, and known by that", () => {
    const bytes = withoutDigest(encodeSafetensors(file));
    expect(decodeSafetensors(bytes, "memory")).toEqual({ ...file, digest: undefined });
  });

  test.each([Number.NaN, Number.POSITIVE_INFINITY])("%s in a tensor is refused", (value) => {
    const tensors = [{ name: "w", shape: [2], data: Float32Array.of(1, value) }];
    const bytes = encodeSafetensors({ metadata: {}, tensors });
    const message = `m: number 2 of tensor "w" is ${value}, expected a finite one`;
    for (const written of [bytes, withoutDigest(bytes)])
      expect(() => decodeSafetensors(written, "m")).toThrow(new UserError(message));
  });

  test("tensors that share bytes or leave some out are refused", () => {
    const pair = Buffer.from(
      withoutDigest(
        encodeSafetensors({
          metadata: {},
          tensors: ["a", "b"].map((name) => ({ name, shape: [2], data: Float32Array.of(1, 2) })),
        }),
      ),
    ).toString("latin1");
    const shared = Buffer.from(pair.replace("[8,16]", "[0,8] "), "latin1");
    expect(() => decodeSafetensors(shared, "m")).toThrow(/m: its tensors overlap or leave a gap at byte 0/);
  });

  test("returns what was written, bit for bit", () => {
    const tensor = fc
      .array(fc.float({ noNaN: true, noDefaultInfinity: true }), { maxLength: 20, minLength: 1 })
      .map((values) => ({ shape: [values.length], data: Float32Array.from(values) }));
    fc.assert(
      fc.property(
        fc.dictionary(
          fc.string({ minLength: 1 }).filter((s) => !s.startsWith("__")),
          tensor,
        ),
        fc.dictionary(fc.string(), fc.string()),
        (tensors, metadata) => {
          const list = Object.entries(tensors).map(([name, { shape, data }]) => ({ name, shape, data }));
          const read = decodeSafetensors(encodeSafetensors({ metadata, tensors: list }), "memory");
          expect(read.metadata).toEqual(metadata);
          expect(new Map(read.tensors.map((t) => [t.name, t.data]))).toEqual(
            new Map(list.map((t) => [t.name, t.data])),
          );
        },
      ),
    );
  });

  test("every truncation is refused with the file's name", () => {
    const bytes = encodeSafetensors(file);
    for (let length = 0; length < bytes.length; length++)
      expect(() => decodeSafetensors(bytes.slice(0, length), "model.safetensors")).toThrow(/^model\.safetensors: /);
  });

  test("a changed byte of the header is refused, or leaves a file that is known to have no digest", () => {
    const bytes = encodeSafetensors(file);
    const { length } = headerOf(bytes);
    fc.assert(
      fc.property(fc.nat(length + 7), fc.nat(255), (position, value) => {
        const damaged = bytes.slice();
        damaged[position] = value;
        if (value === bytes[position]) return;
        try {
          expect(decodeSafetensors(damaged, "x").digest).toBeUndefined();
        } catch (error) {
          expect(error).toBeInstanceOf(UserError);
        }
      }),
    );
  });

  test("foreign content is refused", () => {
    expect(() => decodeSafetensors(new TextEncoder().encode("PK\u0003\u0004 not a model at all"), "x.zip")).toThrow(
      UserError,
    );
    expect(() => decodeSafetensors(new Uint8Array(100), "zeros")).toThrow(/zeros/);
  });
});
