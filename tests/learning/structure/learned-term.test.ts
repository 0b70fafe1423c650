// A process with learned functions alone is a Bayesian linear regression: held against its normal equations.
import { describe, expect, it } from "vitest";
import { randomStream } from "../../../src/base/random.js";
import { structureData } from "../../../src/learning/structure/given.js";
import type { LearnedFunctions } from "../../../src/learning/structure/learned-functions.js";
import { learnedTerm } from "../../../src/learning/structure/learned-term.js";
import { StructureLikelihood } from "../../../src/learning/structure/likelihood.js";
import { StructurePosterior } from "../../../src/learning/structure/posterior.js";
import { structureTerms } from "../../../src/learning/structure/term.js";
import { pendulum } from "../../../src/mechanics/index.js";
import { leastSquares } from "../../../src/numerics/index.js";
import { sampledPoints } from "./fixture.js";
import { slope } from "./naive.js";

/** q, p, q^2, q p, p^2, q^3: derivatives in q and p, then values. */
const rowsAt = (q: number, p: number) => [
  [1, 0, 2 * q, p, 0, 3 * q * q],
  [0, 1, 0, q, 2 * p, 0],
  [q, p, q * q, q * p, p * p, q ** 3],
];
const SIZE = 6;
const polynomials: LearnedFunctions = {
  size: SIZE,
  jets: (states) =>
    Float64Array.from(
      Array.from({ length: states.length / 2 }, (_, i) =>
        rowsAt(states[2 * i] as number, states[2 * i + 1] as number).flat(),
      ).flat(),
    ),
  combine: (weights) => (state, gradient) => {
    const [byQ, byP, value] = rowsAt(state[0] as number, state[1] as number).map((row) =>
      row.reduce((sum, x, k) => sum + x * (weights[k] as number), 0),
    ) as [number, number, number];
    gradient.set([byQ, byP]);
    return value;
  },
};

const random = () => randomStream(3, "learned term");
const POINTS = 8;
const { given } = sampledPoints(pendulum, POINTS, random());
// Points of motions of their own: no energies are compared.
const data = structureData({ ...given, motions: Array.from({ length: POINTS }, (_, i) => i) });
const likelihood = new StructureLikelihood([learnedTerm(polynomials)], data);
const [deviation, relative] = [0.7, 0.1];
const theta = Float64Array.of(Math.log(deviation), Math.log(relative), Math.log(relative), -30);
const conditioned = likelihood.condition(theta);
if (conditioned === undefined) throw new Error("not factorised");
const posterior = new StructurePosterior({ likelihood, theta, conditioned });

/** Rows over their noise and a row for every weight's prior: least squares is the posterior mean. */
const design = Array.from({ length: POINTS }, (_, i) =>
  [0, 1].map((a) => {
    const noise = relative * (data.noise.gradientScale[a] as number);
    const row = rowsAt(data.states[2 * i] as number, data.states[2 * i + 1] as number)[a] as number[];
    return { row: row.map((x) => x / noise), value: (data.gradients[2 * i + a] as number) / noise };
  }),
).flat();
const ridge = Array.from({ length: SIZE }, (_, k) => ({
  row: Array.from({ length: SIZE }, (_, j) => (j === k ? 1 / deviation : 0)),
  value: 0,
}));
const all = [...design, ...ridge];
const solve = (right: number[]) =>
  leastSquares(
    Array.from({ length: SIZE }, (_, k) => all.map(({ row }) => row[k] as number)),
    right,
  );
const mean = solve(all.map(({ value }) => value));
/** A^-1 v by least squares: (X^T X)^-1 X^T e for the unit vectors e gives the columns of the pseudoinverse. */
const pseudoinverse = all.map((_, i) => solve(all.map((__, j) => (i === j ? 1 : 0))));
const covariance = (v: readonly number[], w: readonly number[]) =>
  pseudoinverse.reduce((sum, column) => {
    const along = (u: readonly number[]) => u.reduce((total, x, k) => total + x * (column[k] as number), 0);
    return sum + along(v) * along(w);
  }, 0);
const state = Float64Array.of(0.4, -0.9);
const other = Float64Array.of(-0.8, 0.3);
const [byQ, byP, value] = rowsAt(0.4, -0.9) as [number[], number[], number[]];
const elsewhere = rowsAt(-0.8, 0.3)[2] as number[];
const along = (row: readonly number[]) => row.reduce((sum, x, k) => sum + x * (mean[k] as number), 0);

describe("a process with learned functions alone", () => {
  it("has the mean of the regression", () => {
    const gradient = new Float64Array(2);
    const energy = posterior.mean.evaluate(state, gradient);
    expect(gradient[0]).toBeCloseTo(along(byQ), 8);
    expect(gradient[1]).toBeCloseTo(along(byP), 8);
    expect(energy).toBeCloseTo(along(value), 8);
  });

  it("has its deviations", () => {
    const out = new Float64Array(2);
    posterior.gradientDeviation(state, out);
    expect(out[0]).toBeCloseTo(Math.sqrt(covariance(byQ, byQ)), 7);
    expect(out[1]).toBeCloseTo(Math.sqrt(covariance(byP, byP)), 7);
    const between = value.map((x, k) => x - (elsewhere[k] as number));
    expect(posterior.energyDeviation(state, other)).toBeCloseTo(Math.sqrt(covariance(between, between)), 7);
  });

  it("draws fields that are spread like it", () => {
    const stream = random();
    const slopes = Array.from({ length: 2000 }, () => {
      const gradient = new Float64Array(2);
      posterior.draw(stream)(state, gradient);
      return gradient[0] as number;
    });
    const centre = slopes.reduce((a, b) => a + b) / slopes.length;
    const spread = Math.sqrt(slopes.reduce((sum, x) => sum + (x - centre) ** 2, 0) / slopes.length);
    const expected = Math.sqrt(covariance(byQ, byQ));
    // Six standard errors.
    expect(Math.abs(centre - along(byQ))).toBeLessThan((6 * expected) / Math.sqrt(slopes.length));
    expect(Math.abs(spread / expected - 1)).toBeLessThan(6 / Math.sqrt(2 * slopes.length));
  });
});

it("has the gradient beside forms that finite differences give", () => {
  const { space, data: withEnergies } = sampledPoints(pendulum, 5, random());
  const both = new StructureLikelihood([...structureTerms(space), learnedTerm(polynomials)], withEnergies);
  const at = Float64Array.from({ length: both.layout.size }, (_, i) => (i < both.layout.noise ? 0.1 * i - 0.3 : -2));
  const gradient = new Float64Array(at.length);
  both.objective(at, gradient);
  for (let i = 0; i < at.length; i++) {
    const expected = slope((x) => both.objective(x, new Float64Array(x.length)), at, i, 1e-4);
    expect(Math.abs((gradient[i] as number) - expected), `hyperparameter ${i}`).toBeLessThan(
      1e-5 * (1 + Math.abs(expected)),
    );
  }
});
