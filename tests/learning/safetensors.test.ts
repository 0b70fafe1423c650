import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { UserError } from "../../src/base/errors.js";
import { decodeSafetensors, encodeSafetensors } from "../../src/learning/index.js";

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

describe("safetensors", () => {
  test("follows the published layout", () => {
    const bytes = encodeSafetensors(file);
    const { length, json } = headerOf(bytes);
    expect(length % 8).toBe(0);
    expect(json["a.weight"]).toEqual({ dtype: "F32", shape: [2, 3], data_offsets: [0, 24] });
    expect(json.b).toEqual({ dtype: "F32", shape: [], data_offsets: [24, 28] });
    expect(json.__metadata__).toEqual(file.metadata);
    expect(new DataView(bytes.buffer).getFloat32(8 + length + 8, true)).toBe(3.5);
  });

  test("returns what was written, bit for bit", () => {
    const tensor = fc
      .array(fc.float(), { maxLength: 20, minLength: 1 })
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

  test("flipped header bytes never give anything but a UserError or a valid file", () => {
    const bytes = encodeSafetensors(file);
    const { length } = headerOf(bytes);
    fc.assert(
      fc.property(fc.nat(length + 7), fc.nat(255), (position, value) => {
        const damaged = bytes.slice();
        damaged[position] = value;
        try {
          decodeSafetensors(damaged, "x");
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
