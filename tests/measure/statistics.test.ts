import { describe, expect, test } from "vitest";
import { randomStream } from "../../src/base/random.js";
import { bootstrapInterval, mean, median } from "../../src/measure/index.js";

test("mean and median", () => {
  expect(mean([1, 2, 6])).toBe(3);
  expect(median([9, 1, 5])).toBe(5);
  expect(median([4, 1, 9, 5])).toBe(4.5);
});

describe("bootstrap interval", () => {
  test("covers the true mean about 95 times of 100", () => {
    const random = randomStream(5, "coverage");
    const trials = 300;
    let covered = 0;
    for (let i = 0; i < trials; i++) {
      const values = Array.from({ length: 60 }, () => 2 + random.normal());
      const { low, high } = bootstrapInterval(values, 300);
      if (low <= 2 && 2 <= high) covered++;
    }
    expect(covered / trials).toBeGreaterThan(0.9);
    expect(covered / trials).toBeLessThan(0.99);
  });

  test("has the width that theory gives for a normal sample", () => {
    const random = randomStream(6, "width");
    const values = Array.from({ length: 400 }, () => random.normal());
    const { low, high } = bootstrapInterval(values, 4000);
    const deviation = Math.sqrt(mean(values.map((x) => (x - mean(values)) ** 2)));
    expect((high - low) / ((2 * 1.96 * deviation) / Math.sqrt(400))).toBeCloseTo(1, 1);
  });

  test("equal values leave no doubt", () => {
    expect(bootstrapInterval([3, 3, 3], 100)).toEqual({ low: 3, high: 3 });
  });
});
