import { describe, expect, it } from "vitest";
import { randomStream } from "../../src/base/random.js";
import { scriptSpace, TILE, tileSpace, vectorSpace } from "../../src/numerics/tile.js";
import fc from "../property.js";

const SIZE = 400;
const numbers = (seed: number) => {
  const random = randomStream(seed, "panels");
  return Float64Array.from({ length: SIZE }, () => random.normal());
};
/** Two panels in a space of 400 numbers, with the length of their inner axis. */
const cases = fc
  .record({ count: fc.integer({ min: 0, max: 40 }), seed: fc.integer({ min: 0, max: 1e6 }) })
  .chain(({ count, seed }) => {
    const from = fc.integer({ min: 0, max: SIZE - TILE * count });
    return fc.record({ count: fc.constant(count), seed: fc.constant(seed), a: from, b: from });
  });

describe("tiles of products", () => {
  it("are sums along the inner axis, one product after the other", () => {
    fc.assert(
      fc.property(cases, ({ count, seed, a, b }) => {
        const space = scriptSpace(SIZE);
        space.panels.set(numbers(seed));
        space.multiply(a, b, count);
        for (let r = 0; r < TILE; r++)
          for (let c = 0; c < TILE; c++) {
            let total = 0;
            for (let k = 0; k < count; k++)
              total += (space.panels[a + TILE * k + r] as number) * (space.panels[b + TILE * k + c] as number);
            expect(space.products[TILE * c + r]).toBe(total);
          }
      }),
    );
  });

  it("have the same bits in WebAssembly", () => {
    const [script, vector] = [scriptSpace(SIZE), vectorSpace(SIZE)];
    if (vector === undefined) throw new Error("no WebAssembly with vectors here");
    fc.assert(
      fc.property(cases, ({ count, seed, a, b }) => {
        for (const space of [script, vector]) {
          space.panels.set(numbers(seed));
          space.multiply(a, b, count);
        }
        expect(vector.products).toEqual(script.products);
      }),
    );
  });

  it("find room for what comes, and keep it unless it is large", () => {
    const small = tileSpace(10);
    expect(tileSpace(5)).toBe(small);
    expect(tileSpace(small.panels.length + 1).panels.length).toBeGreaterThan(small.panels.length);
    const large = tileSpace(9e6);
    expect(large.panels.length).toBe(9e6);
    expect(tileSpace(10)).not.toBe(large);
  });
});
