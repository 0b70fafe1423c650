import { describe, expect, test } from "vitest";
import { randomStream } from "../../src/base/random.js";
import { nelderMead } from "../../src/numerics/index.js";
import { smoothColumn } from "../../src/records/fit/smooth.js";

describe("smoothing", () => {
  const times = Float64Array.from({ length: 60 }, (_, i) => 0.2 * i + 0.05 * Math.sin(3 * i));
  const at = [1.03, 4.4, 9.71];

  test("of clean samples is the curve and its slope, at other times too", () => {
    const curve = smoothColumn(times, times.map(Math.sin));
    for (const time of at) {
      const { value, slope } = curve.at(time);
      expect(Math.abs(value - Math.sin(time))).toBeLessThan(1e-5);
      expect(Math.abs(slope - Math.cos(time))).toBeLessThan(1e-4);
    }
    expect(curve.noise).toBeLessThan(1e-5);
  });

  test("finds the noise, and its deviations hold the truth about as often as they say", () => {
    let [inside, total, noise] = [0, 0, 0];
    for (let seed = 0; seed < 20; seed++) {
      const random = randomStream(seed, "smooth");
      const curve = smoothColumn(
        times,
        times.map((time) => Math.sin(time) + 0.05 * random.normal()),
      );
      noise += curve.noise / 20;
      for (const time of at) {
        const { value, slope, deviation, slopeDeviation } = curve.at(time);
        inside += Number(Math.abs(value - Math.sin(time)) < 2 * deviation);
        inside += Number(Math.abs(slope - Math.cos(time)) < 2 * slopeDeviation);
        total += 2;
      }
    }
    expect(noise).toBeGreaterThan(0.045);
    expect(noise).toBeLessThan(0.055);
    // 95 % were the model right; the hyperparameters are estimated, which makes deviations a little small.
    expect(inside / total).toBeGreaterThan(0.85);
  });

  test("of a constant is the constant", () => {
    expect(smoothColumn([0, 1, 2, 3], [7, 7, 7, 7]).at(1.5)).toEqual({
      value: 7,
      slope: 0,
      deviation: 0,
      slopeDeviation: 0,
    });
  });
});

describe("the simplex search", () => {
  test("finds the minimum of Rosenbrock's valley", () => {
    const valley = (x: Float64Array) => {
      const [a, b] = x as unknown as [number, number];
      return (1 - a) ** 2 + 100 * (b - a * a) ** 2;
    };
    const { x, value } = nelderMead(valley, [-1.2, 1], { evaluations: 400, tolerance: 1e-12 });
    expect(value).toBeLessThan(1e-8);
    expect(x[0]).toBeCloseTo(1, 3);
    expect(x[1]).toBeCloseTo(1, 3);
  });

  test("keeps out of where there is no value, and within its evaluations", () => {
    let asked = 0;
    const loss = (x: Float64Array) => {
      asked++;
      return (x[0] as number) < 0.5 ? Number.POSITIVE_INFINITY : ((x[0] as number) - 0.2) ** 2;
    };
    const { x } = nelderMead(loss, [2], { evaluations: 60, tolerance: 1e-6 });
    expect(x[0]).toBeGreaterThanOrEqual(0.5);
    expect(x[0]).toBeLessThan(0.51);
    expect(asked).toBeLessThanOrEqual(64);
  });
});
