import { expect, test } from "vitest";
import { upperMedian, usualStep } from "../../src/numerics/index.js";

test("the usual step is that between rows, whatever gaps, repeated and missing times are among them", () => {
  expect(usualStep([0, 1, 2, 3, 50, 51, 52])).toBe(1);
  expect(usualStep([0, 0.5, 0.5, 0.5, Number.NaN, 2, 2.5, 3, 0, 0.5, 1])).toBe(0.5);
  expect(usualStep([4])).toBe(0);
  // A clock of milliseconds at 30 rows a second.
  expect(usualStep([0, 33, 67, 100, 133, 167, 200, 433, 467, 500])).toBeCloseTo(33.3, 0);
  // Of a long list, not every step is looked at.
  const long = Float64Array.from({ length: 60_001 }, (_, i) => 0.25 * i + (i > 30_000 ? 1e6 : 0));
  expect(usualStep(long)).toBeCloseTo(0.25, 9);
  expect(upperMedian([3, 1, 2, 10])).toBe(3);
});
