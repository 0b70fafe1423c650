import { describe, expect, it } from "vitest";
import { energyPairs } from "../../../src/learning/gaussian/energy-rows.js";
import { selectedComponents } from "../../../src/learning/process/features.js";
import { wideProcessHyperprior, withPrior } from "../../../src/learning/process/fit.js";
import { type ProcessData, ProcessLikelihood } from "../../../src/learning/process/likelihood.js";
import { covarianceOfH, curved, difference, randomStates, termOf } from "./kernels.js";

const count = 5;

const data = (pairs: ProcessData["pairs"]): ProcessData => ({
  stateSize: 2,
  count,
  states: randomStates(count, 2, 7),
  gradients: randomStates(count, 2, 8),
  noiseScale: Float64Array.of(0.7, 1.2),
  pairs,
});

/** log N(y; 0, K) by Gaussian elimination, nothing shared with the project's linear algebra. */
function logNormal(matrix: number[][], y: number[]): number {
  const rows = matrix.map((row, i) => [...row, y[i] as number]);
  let logDeterminant = 0;
  let fit = 0;
  rows.forEach((pivot, k) => {
    const head = pivot[k] as number;
    logDeterminant += Math.log(head);
    fit += (pivot.at(-1) as number) ** 2 / head;
    for (const row of rows.slice(k + 1)) {
      const factor = (row[k] as number) / head;
      row.forEach((value, c) => {
        row[c] = value - factor * (pivot[c] as number);
      });
    }
  });
  return -(fit + logDeterminant + y.length * Math.log(2 * Math.PI)) / 2;
}

describe("ProcessLikelihood", () => {
  it("is the density of the observations under covariances by finite differences", () => {
    const pairs = energyPairs(count);
    const given = data(pairs);
    const term = termOf("rbf");
    const scales = { variance: 1.5, lengths: Float64Array.of(0.9, 1.4) };
    const likelihood = new ProcessLikelihood([term], given, 0);
    const noise = [0.1, 0.3] as const;
    const value = likelihood.condition({ terms: [scales], noise })?.logLikelihood;

    const k = covarianceOfH(term, scales);
    const state = (i: number) => given.states.slice(2 * i, 2 * i + 2);
    type Functional = (f: (x: Float64Array) => number) => number;
    const derivatives = Array.from(
      { length: 2 * count },
      (_, r): Functional =>
        (f) =>
          difference(f, state(r >> 1), r % 2),
    );
    const energies = Array.from({ length: pairs.count }, (_, r): Functional => {
      const [i, j] = [pairs.points[2 * r] as number, pairs.points[2 * r + 1] as number];
      return (f) => f(state(i)) - f(state(j));
    });
    const functionals = [...derivatives, ...energies];
    const matrix = functionals.map((left) => functionals.map((right) => left((x) => right((y) => k(x, y)))));
    const energyNoise = (i: number) =>
      (((given.gradients[2 * i] as number) ** 2 + (given.gradients[2 * i + 1] as number) ** 2) *
        (noise[0] + noise[1])) /
      2;
    const add = (r: number, c: number, amount: number) => {
      const row = matrix[r] as number[];
      row[c] = (row[c] as number) + amount;
    };
    for (let r = 0; r < 2 * count; r++) add(r, r, (given.noiseScale[r % 2] as number) * noise[r % 2 === 0 ? 0 : 1]);
    for (let r = 0; r < pairs.count; r++)
      for (let c = 0; c < pairs.count; c++) {
        const [i, j, m, n] = [r, c].flatMap((p) => [
          pairs.points[2 * p] as number,
          pairs.points[2 * p + 1] as number,
        ]) as [number, number, number, number];
        const shared = (a: number, b: number) => (a === b ? energyNoise(a) : 0);
        add(2 * count + r, 2 * count + c, shared(i, m) - shared(i, n) - shared(j, m) + shared(j, n));
      }
    const expected = logNormal(matrix, [...given.gradients, ...new Array<number>(pairs.count).fill(0)]);
    expect(value).toBeCloseTo(expected, 5);
  });

  it.each([
    ["derivatives alone", energyPairs(0)],
    ["derivatives and equal energies on two motions", energyPairs(count, [0, 1, 0, 0, 1])],
  ])("has the gradient of finite differences: %s", (_, pairs) => {
    const terms = [termOf("rbf"), termOf("matern-7/2", curved), termOf("matern-5/2", selectedComponents([1], 2))];
    const likelihood = new ProcessLikelihood(terms, data(pairs), 1e-3);
    const theta = Float64Array.of(0.3, -0.2, 0.4, -1, 0.1, 0.5, 0.2, -0.5, 0.3, -2, -1.5);
    expect(likelihood.pack(likelihood.unpack(theta))).toEqual(theta.map((x) => Math.log(Math.exp(x))));
    const objective = withPrior(likelihood, wideProcessHyperprior);
    const gradient = new Float64Array(theta.length);
    objective(theta, gradient);
    const value = (at: Float64Array) => objective(at, new Float64Array(at.length));
    theta.forEach((_, i) => {
      const expected = difference(value, theta, i, 1e-3);
      expect(Math.abs((gradient[i] as number) - expected)).toBeLessThan(1e-8 * Math.max(1, Math.abs(expected)));
    });
  });

  it("is infinite where the covariance cannot be factorised", () => {
    const twice = { ...data(energyPairs(0)), states: new Float64Array(2 * count) };
    const likelihood = new ProcessLikelihood([termOf("rbf")], twice, 0);
    expect(likelihood.objective(Float64Array.of(0, 0, 0, -800, -800), new Float64Array(5))).toBe(
      Number.POSITIVE_INFINITY,
    );
  });
});

describe("energyPairs", () => {
  it("joins neighbours motion by motion", () => {
    expect([...energyPairs(5, [3, 1, 3, 1, 2]).points]).toEqual([2, 0, 3, 1]);
    expect(energyPairs(3).count).toBe(2);
    expect(energyPairs(0).count).toBe(0);
  });
});
