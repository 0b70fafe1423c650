import { describe, expect, it } from "vitest";
import { randomStream } from "../../../src/base/random.js";
import { choosePoints, generateTrajectories } from "../../../src/dataset/index.js";
import { type Learner, observe, phaseSpaceOf } from "../../../src/learning/index.js";
import { randomFeatures, sparseRegression } from "../../../src/learning/regression/index.js";
import { library } from "../../../src/learning/regression/library.js";
import { evidenceRidge } from "../../../src/learning/regression/ridge.js";
import {
  doublePendulum,
  integrateFixed,
  massSpring,
  pendulum,
  rk4,
  type System,
  twoBody,
} from "../../../src/mechanics/index.js";

async function adapted(learner: Learner, system: System, points: number, seed = 1) {
  const set = generateTrajectories(system, { count: 1, seed, split: "validation" });
  const { supportIndices } = choosePoints(set, points, randomStream(seed, "points"));
  const random = randomStream(seed, "adapt");
  const learned = await learner.adapt(phaseSpaceOf(system), observe(set, 0, supportIndices), { random });
  const motion = integrateFixed(rk4, learned.vectorField, set.states.slice(0, 2 * system.dimension), set.times);
  const error = motion.reduce((sum, value, k) => sum + (value - (set.states[k] as number)) ** 2, 0) / motion.length;
  return { learned, error };
}

describe("library", () => {
  it("counts and names its functions", () => {
    const { size, labels } = library(doublePendulum, { degree: 4, trigonometric: false });
    // All monomials of degree up to 4 in 4 variables, without the constant: C(8, 4) - 1.
    expect(size).toBe(69);
    expect(new Set(labels).size).toBe(69);
    expect([...library(pendulum, { degree: 2, trigonometric: true }).labels].sort()).toEqual([
      "cos(theta)",
      "p_theta",
      "p_theta^2",
      "sin(theta)",
      "theta",
      "theta p_theta",
      "theta^2",
    ]);
  });

  it("has the gradients of finite differences", () => {
    const basis = library(doublePendulum, { degree: 4, trigonometric: true });
    const x = Float64Array.of(0.7, -1.2, 0.4, 1.1);
    const gradients = new Float64Array(basis.size * 4);
    const scratch = new Float64Array(basis.size * 4);
    basis.evaluate(x, new Float64Array(basis.size), gradients);
    const h = 1e-5;
    for (let a = 0; a < 4; a++) {
      const [above, below] = [h, -h].map((step) => {
        const values = new Float64Array(basis.size);
        basis.evaluate(
          x.map((value, i) => (i === a ? value + step : value)),
          values,
          scratch,
        );
        return values;
      }) as [Float64Array, Float64Array];
      for (let k = 0; k < basis.size; k++)
        expect(gradients[k * 4 + a]).toBeCloseTo(((above[k] as number) - (below[k] as number)) / (2 * h), 8);
    }
  });
});

describe("evidenceRidge", () => {
  it("is the posterior mean of weights for its ridge, solved in the other dimension", () => {
    // Two weights, three observations: (R R^T + ridge) w = R y by Cramer's rule.
    const rows = Float64Array.of(1, 2, -1, 0.5, 0, 3);
    const y = Float64Array.of(1, 0.4, 2);
    const { weights, ridge } = evidenceRidge(rows, y);
    const [a, b, c] = [1 + 4 + 1 + ridge, 0.5 - 3, 0.25 + 9 + ridge];
    const [u, v] = [1 + 0.8 - 2, 0.5 + 6];
    const determinant = a * c - b * b;
    expect(weights[0]).toBeCloseTo((u * c - v * b) / determinant, 8);
    expect(weights[1]).toBeCloseTo((v * a - u * b) / determinant, 8);
  });

  it("finds a large ridge where there is nothing but noise, a small one where there is none", () => {
    const random = randomStream(1, "ridge");
    const [n, m] = [20, 60];
    const rows = Float64Array.from({ length: n * m }, () => random.normal());
    const noise = Float64Array.from({ length: m }, () => random.normal());
    const truth = Array.from({ length: n }, () => random.normal());
    const clean = Float64Array.from({ length: m }, (_, i) =>
      truth.reduce((sum, w, k) => sum + w * (rows[k * m + i] as number), 0),
    );
    const { weights, ridge } = evidenceRidge(rows, clean);
    weights.forEach((weight, k) => {
      expect(weight).toBeCloseTo(truth[k] as number, 6);
    });
    expect(evidenceRidge(rows, noise).ridge).toBeGreaterThan(1e3 * ridge);
  });
});

describe("sparseRegression", () => {
  it("finds the pendulum's formula from ten points", async () => {
    const { learned, error } = await adapted(sparseRegression(), pendulum, 10);
    expect(error).toBeLessThan(1e-9);
    const terms = String(learned.choices?.H).split(" + ").sort();
    expect(terms).toEqual(["-1 cos(theta)", "0.5 p_theta^2"]);
  });

  it.each([
    { system: massSpring, points: 5, bound: 1e-9 },
    { system: doublePendulum, points: 50, bound: 1e-1 },
  ])("follows $system.name from $points points", async ({ system, points, bound }) => {
    expect((await adapted(sparseRegression(), system, points)).error).toBeLessThan(bound);
  });
});

describe("randomFeatures", () => {
  it.each([
    { system: massSpring, points: 50, bound: 1e-8 },
    { system: pendulum, points: 50, bound: 1e-8 },
    { system: twoBody, points: 50, bound: 1e-4 },
  ])("follows $system.name from $points points", async ({ system, points, bound }) => {
    const { learned, error } = await adapted(randomFeatures(), system, points);
    expect(error).toBeLessThan(bound);
    const [x, out, h] = [system.initialState(randomStream(1, "x")), new Float64Array(2 * system.dimension), 1e-5];
    learned.vectorField(x, out);
    const shifted = (step: number) =>
      learned.energy?.(x.map((value, i) => (i === system.dimension ? value + step : value)));
    expect(out[0]).toBeCloseTo(((shifted(h) as number) - (shifted(-h) as number)) / (2 * h), 4);
  });

  it("is the same for the same stream", async () => {
    const field = async () => {
      const out = new Float64Array(2);
      (await adapted(randomFeatures(), pendulum, 10)).learned.vectorField(Float64Array.of(0.3, 0.2), out);
      return out;
    };
    expect(await field()).toEqual(await field());
  });
});
