import { describe, expect, it } from "vitest";
import { selectedComponents } from "../../../src/learning/process/features.js";
import { type RadialName, radialNames } from "../../../src/learning/process/radial.js";
import { StationaryCovariance } from "../../../src/learning/process/term.js";
import { covarianceOfH, curved, difference, randomStates, termOf } from "./kernels.js";

const forms = radialNames.flatMap((name): [string, RadialName, Parameters<typeof termOf>[1], number[]][] => [
  [`${name} of the state`, name, undefined, [0.8, 1.7]],
  [`${name} of the momentum`, name, selectedComponents([1], 2), [0.9]],
  [`${name} of curved features`, name, curved, [0.6, 1.1, 2]],
]);

describe.each(forms)("%s", (_, name, features, lengths) => {
  const term = termOf(name, features);
  const scales = { variance: 1.3, lengths: Float64Array.from(lengths) };
  const count = 4;
  const states = randomStates(count, 2);
  const covariance = new StationaryCovariance(term, states, 2);
  const order = count * 2 + count;
  const k = covarianceOfH(term, scales);
  const state = (i: number) => states.slice(2 * i, 2 * i + 2);

  /** What row and column r stands for: an energy, or a derivative in one component. */
  const rowOf = (r: number) => (r < 2 * count ? { i: r >> 1, a: r % 2 } : { i: r - 2 * count, a: undefined });

  it("has the covariances that finite differences of cov(H, H') give", () => {
    const gram = new Float64Array(order * order);
    covariance.addTo(gram, scales, true);
    for (let r = 0; r < order; r++)
      for (let c = 0; c <= r; c++) {
        const [left, right] = [rowOf(r), rowOf(c)];
        // Matern kernels have kinks of high order where points coincide; those values are tested in closed form below.
        if (left.i === right.i && left.a !== undefined && name !== "rbf") continue;
        const inRight = (x: Float64Array) =>
          right.a === undefined ? k(x, state(right.i)) : difference((y) => k(x, y), state(right.i), right.a);
        const expected = left.a === undefined ? inRight(state(left.i)) : difference(inRight, state(left.i), left.a);
        expect(Math.abs((gram[r * order + c] as number) - expected)).toBeLessThan(3e-7);
      }
  });

  it("contracts the derivatives in its hyperparameters as finite differences of the whole do", () => {
    const weights = new Float64Array(order * order);
    const random = randomStates(order, order, 3);
    for (let r = 0; r < order; r++)
      for (let c = 0; c < order; c++)
        weights[r * order + c] = (random[r * order + c] as number) + (random[c * order + r] as number);
    const theta = Float64Array.of(Math.log(scales.variance), ...lengths.map(Math.log));
    const total = (at: Float64Array) => {
      const gram = new Float64Array(order * order);
      covariance.addTo(gram, { variance: Math.exp(at[0] as number), lengths: at.slice(1).map(Math.exp) }, true);
      let sum = 0;
      for (let r = 0; r < order; r++)
        for (let c = 0; c <= r; c++)
          sum += (r === c ? 1 : 2) * (weights[r * order + c] as number) * (gram[r * order + c] as number);
      return sum;
    };
    const gradient = new Float64Array(theta.length);
    covariance.contract(weights, scales, true, gradient);
    theta.forEach((_, i) => {
      const expected = difference(total, theta, i, 1e-3);
      expect(Math.abs((gradient[i] as number) - expected)).toBeLessThan(1e-8 * Math.max(1, Math.abs(expected)));
    });
  });
});

describe("derivatives at one point", () => {
  // Var(dH/dx) = -2 f'(0) v / l^2: 1, 5/3 and 7/5 times v / l^2 (Rasmussen and Williams 2006, section 9.4).
  it.each([
    ["rbf", 1],
    ["matern-5/2", 5 / 3],
    ["matern-7/2", 7 / 5],
  ] as const)("%s", (name, factor) => {
    const covariance = new StationaryCovariance(termOf(name), Float64Array.of(0.3, -1), 2);
    const gram = new Float64Array(4);
    covariance.addTo(gram, { variance: 2, lengths: Float64Array.of(0.5, 3) }, false);
    expect(gram[0]).toBeCloseTo((factor * 2) / 0.25, 12);
    expect(gram[2]).toBe(0);
    expect(gram[3]).toBeCloseTo((factor * 2) / 9, 12);
  });
});
