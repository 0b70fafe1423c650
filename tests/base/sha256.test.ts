import { createHash } from "node:crypto";
import { expect, test } from "vitest";
import { sha256 } from "../../src/base/sha256.js";
import fc from "../property.js";

const digest = (text: string) => sha256(new TextEncoder().encode(text));

// FIPS 180-4's examples (NIST, "SHA-256 example computations").
test.each([
  ["abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"],
  [
    "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
    "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1",
  ],
  ["", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"],
])("SHA-256 of %j is the published one", (text, expected) => {
  expect(digest(text)).toBe(expected);
});

test("agrees with OpenSSL's at every length around the blocks, wherever the bytes begin", () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 300 }), fc.nat(7), (bytes, offset) => {
      const moved = new Uint8Array(bytes.length + offset);
      moved.set(bytes, offset);
      expect(sha256(moved.subarray(offset))).toBe(createHash("sha256").update(bytes).digest("hex"));
    }),
    { numRuns: 1000 },
  );
});
