import { describe, expect, it } from "vitest";
import { randomStream } from "../../src/base/random.js";
import { leastSquares, leftOf } from "../../src/numerics/index.js";
import fc from "../property.js";

describe("leastSquares", () => {
  it("leaves a residual at right angles to every column", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 8 }), fc.integer({ min: 0, max: 10 }), fc.nat(), (n, extra, seed) => {
        const random = randomStream(seed, "least squares");
        const m = n + extra;
        const columns = Array.from({ length: n }, () => Float64Array.from({ length: m }, () => random.normal()));
        const b = Float64Array.from({ length: m }, () => random.normal());
        const x = leastSquares(columns, b);
        const residual = b.map(
          (value, i) => value - columns.reduce((sum, c, j) => sum + (c[i] as number) * (x[j] as number), 0),
        );
        const scale = Math.hypot(...x) + 1;
        const left = leftOf(columns, x, b);
        expect(residual.every((value, i) => Math.abs(value - (left[i] as number)) < 1e-13 * scale)).toBe(true);
        return columns.every(
          (c) => Math.abs(c.reduce((sum, value, i) => sum + value * (residual[i] as number), 0)) < 1e-11 * scale,
        );
      }),
    );
  });

  it("fits the line of Gauss's closed form", () => {
    const t = [0, 1, 2, 3];
    const x = leastSquares([[1, 1, 1, 1], t], [1, 3, 4, 8]);
    expect(x[0]).toBeCloseTo(0.7, 12);
    expect(x[1]).toBeCloseTo(2.2, 12);
  });

  it("gives dependent columns no weight and still fits", () => {
    const x = leastSquares(
      [
        [1, 0, 0],
        [2, 0, 0],
        [0, 0, 0],
        [0, 1, 0],
      ],
      [4, 5, 0],
    );
    expect((x[0] as number) + 2 * (x[1] as number)).toBeCloseTo(4, 12);
    expect(x.filter((value) => value === 0).length).toBe(2);
    expect(x[3]).toBeCloseTo(5, 12);
  });
});
