import { describe, expect, it } from "vitest";
import { smoothLocally } from "../../src/identification/shooting/smooth.js";

describe("local polynomials", () => {
  it("have value, rate and acceleration of a polynomial of their own degree, at and between its samples", () => {
    const p = (t: number) => 1 - 2 * t + 0.5 * t ** 2 + 0.25 * t ** 4;
    const times = Float64Array.from({ length: 30 }, (_, i) => i / 10);
    const smooth = smoothLocally({ times, values: times.map(p) });
    for (const t of [0.4, 1.23, 2.5]) {
      const [value, rate, acceleration] = smooth.at(t);
      expect(value).toBeCloseTo(p(t), 9);
      expect(rate).toBeCloseTo(-2 + t + t ** 3, 7);
      expect(acceleration).toBeCloseTo(1 + 3 * t ** 2, 5);
    }
  });

  it("say nothing of rates from one sample", () => {
    expect(smoothLocally({ times: Float64Array.of(2), values: Float64Array.of(5) }).at(2)).toEqual([5, 0, 0]);
  });
});
