import { describe, expect, it } from "vitest";
import { randomStream } from "../../src/base/random.js";
import { BANDS, coverage, normalBelow, rankBand, rankCounts } from "../../src/measure/index.js";

describe("whether stated uncertainties hold", () => {
  it("knows the normal distribution", () => {
    // Abramowitz and Stegun 1964, table 26.1.
    expect(normalBelow(0)).toBeCloseTo(0.5, 7);
    expect(normalBelow(1)).toBeCloseTo(0.841344746, 6);
    expect(normalBelow(-2)).toBeCloseTo(0.022750132, 6);
    for (const { share, deviations } of BANDS) expect(2 * normalBelow(deviations) - 1).toBeCloseTo(share, 6);
  });

  it("counts the truth inside bands, and what is not a number outside", () => {
    expect(coverage([0, 0.5, -1, 1.7, 3, Number.NaN])).toEqual([2 / 6, 3 / 6, 4 / 6]);
  });

  it("has uniform ranks in its band as often as it says, and skewed ones outside", () => {
    const random = randomStream(0, "ranks");
    const [total, bins, trials] = [200, 10, 400];
    const [low, high] = rankBand(total, bins);
    const inside = (draw: () => number) =>
      rankCounts(Float64Array.from({ length: total }, draw), bins).every((count) => count >= low && count <= high);
    const uniform = Array.from({ length: trials }, () => inside(() => random.uniform()));
    // Within 99 % or somewhat more, by Bonferroni's bound; four standard deviations of that share for 400 trials.
    expect(uniform.filter(Boolean).length).toBeGreaterThan(trials * (0.99 - 4 * Math.sqrt((0.99 * 0.01) / trials)));
    const narrow = Array.from({ length: trials }, () => inside(() => normalBelow(Math.SQRT2 * random.normal())));
    expect(narrow.filter(Boolean).length).toBeLessThan(trials / 4);
  });
});
