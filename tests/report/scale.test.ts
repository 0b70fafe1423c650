import { describe, expect, it } from "vitest";
import { linearDomain, logDomain } from "../../src/report/svg/domain.js";
import { createScale } from "../../src/report/svg/scale.js";
import { linearTicks, logTicks } from "../../src/report/svg/ticks.js";
import fc from "../property.js";

const labels = (ticks: readonly { label: string | undefined }[]) => ticks.flatMap(({ label }) => label ?? []);

describe("scales", () => {
  it("places a value in proportion on a linear axis", () => {
    expect(createScale("linear", [0, 100], [0, 500], 60).position(25)).toBeCloseTo(125, 10);
  });

  it("places equal ratios at equal distances on a log axis, also turned upside down", () => {
    const scale = createScale("log", [1e-4, 1], [200, 0], 32);
    expect(scale.position(1e-3)).toBeCloseTo(150, 10);
    expect(scale.position(1e-2)).toBeCloseTo(100, 10);
  });

  it("has no place for what is not finite, and none for zero or less on a log axis", () => {
    const linear = createScale("linear", [-1, 1], [0, 100], 60);
    const log = createScale("log", [0.1, 1], [0, 100], 60);
    expect([Number.NaN, Number.POSITIVE_INFINITY].map(linear.position)).toEqual([undefined, undefined]);
    expect([0, -1].map(log.position)).toEqual([undefined, undefined]);
    expect(linear.position(-1)).toBe(0);
  });
});

describe("ticks", () => {
  it("puts linear ticks on round numbers, with a true minus sign", () => {
    expect(labels(linearTicks([-1, 1], 4))).toEqual(["−1.0", "−0.5", "0.0", "0.5", "1.0"]);
  });

  it("writes very large linear ticks as powers of ten", () => {
    expect(labels(linearTicks([0, 2e6], 2))).toEqual(["0", "1×10⁶", "2×10⁶"]);
  });

  it("labels every decade where there is room", () => {
    expect(labels(logTicks([1e-4, 1], 6))).toEqual(["10⁻⁴", "10⁻³", "10⁻²", "10⁻¹", "10⁰"]);
  });

  it("labels every n-th decade where there is not", () => {
    expect(labels(logTicks([1e-12, 1], 4))).toEqual(["10⁻¹²", "10⁻⁹", "10⁻⁶", "10⁻³", "10⁰"]);
  });

  it("labels 1, 2 and 5 within few decades", () => {
    expect(labels(logTicks([0.2, 5], 6))).toEqual(["0.2", "0.5", "1", "2", "5"]);
    expect(labels(logTicks([1e-5, 5e-5], 6))).toEqual(["10⁻⁵", "2×10⁻⁵", "5×10⁻⁵"]);
  });

  it("keeps every log tick inside its domain, in order, with at least two labels", () => {
    fc.assert(
      fc.property(
        fc.double({ min: -12, max: 6, noNaN: true }),
        fc.double({ min: 0, max: 15, noNaN: true }),
        (start, span) => {
          const domain = logDomain([10 ** start, 10 ** (start + span)]);
          const ticks = logTicks(domain, 6);
          const values = ticks.map(({ value }) => value);
          expect(values.every((value) => value >= domain[0] && value <= domain[1])).toBe(true);
          expect(values).toEqual([...values].sort((a, b) => a - b));
          expect(labels(ticks).length).toBeGreaterThanOrEqual(2);
          expect(labels(ticks).length).toBeLessThanOrEqual(9);
        },
      ),
    );
  });
});

describe("domains", () => {
  it("end on 1, 2 or 5 times a power of ten around the positive values", () => {
    expect(logDomain([3e-4, 0.7, 0, -1, Number.NaN])).toEqual([2e-4, 1]);
  });

  it("are never empty", () => {
    expect(logDomain([1, 1])).toEqual([0.5, 2]);
    expect(logDomain([])).toEqual([0.1, 1]);
    const [low, high] = linearDomain([3, 3]);
    expect(low).toBeLessThan(3);
    expect(high).toBeGreaterThan(3);
  });
});
