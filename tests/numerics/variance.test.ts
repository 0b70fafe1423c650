import { expect, it } from "vitest";
import { componentVariances } from "../../src/numerics/index.js";

it("gives the variance of every component", () => {
  // 1, 2, 3, 6 and 5, 5, 5, 5.
  const variances = componentVariances(Float64Array.of(1, 5, 2, 5, 3, 5, 6, 5), 2);
  expect(variances[0]).toBeCloseTo(3.5, 12);
  expect(variances[1]).toBe(0);
});
