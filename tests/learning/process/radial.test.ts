import { describe, expect, it } from "vitest";
import { randomStream } from "../../../src/base/random.js";
import { radialKernels, radialNames } from "../../../src/learning/process/radial.js";
import fc from "../../property.js";

describe.each(radialNames)("%s", (name) => {
  const kernel = radialKernels[name];
  const at = (rho: number, order: number) => {
    const out = new Float64Array(4);
    kernel.evaluate(rho, out);
    return out[order] as number;
  };

  it("is 1 at distance 0 and falls", () => {
    expect(at(0, 0)).toBe(1);
    expect(at(0, 1)).toBeLessThan(0);
    expect(at(400, 0)).toBeLessThan(1e-6);
  });

  it("has the derivatives of finite differences", () => {
    fc.assert(
      fc.property(fc.double({ min: 0.05, max: 20, noNaN: true }), (rho) => {
        const h = 1e-3 * rho;
        for (const order of [0, 1, 2]) {
          const f = (x: number) => at(x, order);
          const slope = (8 * (f(rho + h) - f(rho - h)) - (f(rho + 2 * h) - f(rho - 2 * h))) / (12 * h);
          if (Math.abs(slope - at(rho, order + 1)) > 1e-8 * Math.max(1, Math.abs(at(rho, order + 1)))) return false;
        }
        return true;
      }),
    );
  });

  it("is the characteristic function of its spectral density", () => {
    // E cos(omega r) over the frequencies is f(r^2) (Bochner's theorem); the mean of 40,000 draws is good to 0.01.
    const random = randomStream(5, "spectral", name);
    const frequencies = Array.from({ length: 40_000 }, () => kernel.spectralFactor(random) * random.normal());
    for (const r of [0.3, 1, 2]) {
      const mean = frequencies.reduce((sum, omega) => sum + Math.cos(omega * r), 0) / frequencies.length;
      expect(Math.abs(mean - at(r * r, 0))).toBeLessThan(0.015);
    }
  });
});
