import { expect, test } from "vitest";
import { randomStream } from "../../../src/base/random.js";
import { logPosterior } from "../../../src/learning/structure/climb.js";
import { HESSIAN_NUGGET, hyperparameterDraws } from "../../../src/learning/structure/laplace.js";
import { type Climbed, StructureLikelihood } from "../../../src/learning/structure/likelihood.js";
import { fitObservations } from "../../../src/learning/structure/structured-process.js";
import { systemNamed } from "../../../src/mechanics/index.js";
import { sampledPoints } from "./fixture.js";

const STEP = 1e-2;

/** Second derivatives of minus the log posterior by central differences of its values alone [n][n]. */
function hessianOf({ likelihood, hyperprior, theta }: Climbed, n: number): number[][] {
  const { terms, data, spreads } = likelihood;
  const objective = logPosterior(new StructureLikelihood(terms, data, { spreads, nugget: HESSIAN_NUGGET }), hyperprior);
  const value = (i: number, a: number, j: number, b: number) => {
    const at = theta.slice();
    at[i] = (at[i] as number) + a * STEP;
    at[j] = (at[j] as number) + b * STEP;
    return objective(at, new Float64Array(theta.length));
  };
  return Array.from({ length: n }, (_, i) =>
    Array.from({ length: n }, (_, j) => {
      const mixed = value(i, 1, j, 1) - value(i, 1, j, -1) - value(i, -1, j, 1) + value(i, -1, j, -1);
      return mixed / (4 * STEP * STEP);
    }),
  );
}

test("hyperparameters are drawn with the inverse of the posterior's Hessian as their covariance", () => {
  const { space, observations, units } = sampledPoints(systemNamed("pendulum"), 6, randomStream(8, "laplace"));
  const fitted = fitObservations(space, observations, units, {});
  const { layout } = fitted.likelihood;
  const n = layout.noise;
  const hessian = hessianOf(fitted.climbed as Climbed, n);
  const draw = hyperparameterDraws(fitted);
  const random = randomStream(9, "draws");
  const draws = 1000;
  let total = 0;
  for (let k = 0; k < draws; k++) {
    const { theta } = draw(random);
    const offset = theta.map((value, i) => value - (fitted.theta[i] as number));
    expect(Array.from(offset.subarray(n))).toEqual([0, 0, 0]);
    for (let i = 0; i < n; i++)
      for (let j = 0; j < n; j++)
        total += ((offset[i] as number) * (hessian[i]?.[j] as number) * (offset[j] as number)) / draws;
  }
  // A sum of n squared standard normal numbers: n on average, to sqrt(2 n / draws); the difference quotients add a few per cent.
  expect(Math.abs(total / n - 1)).toBeLessThan(0.15);
});
