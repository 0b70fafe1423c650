import { describe, expect, it } from "vitest";
import { lbfgs, lbfgsAsync, type Objective } from "../../src/numerics/index.js";

/** Rosenbrock's valley in n dimensions; its minimum 0 lies at (1, ..., 1). */
const rosenbrock: Objective = (x, gradient) => {
  gradient.fill(0);
  let value = 0;
  for (let i = 0; i + 1 < x.length; i++) {
    const [a, b] = [x[i] as number, x[i + 1] as number];
    value += 100 * (b - a * a) ** 2 + (1 - a) ** 2;
    gradient[i] = (gradient[i] as number) - 400 * a * (b - a * a) - 2 * (1 - a);
    gradient[i + 1] = (gradient[i + 1] as number) + 200 * (b - a * a);
  }
  return value;
};

describe("lbfgs", () => {
  it("goes the same way when values come later", async () => {
    const later = await lbfgsAsync((x, gradient) => Promise.resolve(rosenbrock(x, gradient)), [-1.2, 1]);
    expect(later).toEqual(lbfgs(rosenbrock, [-1.2, 1]));
  });

  it("finds Rosenbrock's minimum from the classical start", () => {
    const { x, value, converged, evaluations } = lbfgs(rosenbrock, [-1.2, 1], { valueTolerance: 1e-16 });
    expect(x[0]).toBeCloseTo(1, 6);
    expect(x[1]).toBeCloseTo(1, 6);
    expect(value).toBeLessThan(1e-12);
    expect(converged).toBe(true);
    // Steepest descent takes thousands: the curvature is used.
    expect(evaluations).toBeLessThan(70);
  });

  it("finds it in twenty dimensions", () => {
    const start = Array.from({ length: 20 }, (_, i) => (i % 2 === 0 ? -1.2 : 1));
    const { x } = lbfgs(rosenbrock, start, { iterations: 500, valueTolerance: 0, gradientTolerance: 1e-8 });
    for (const value of x) expect(value).toBeCloseTo(1, 6);
  });

  it("solves a badly scaled quadratic", () => {
    const weights = [1, 1e3, 1e6];
    const quadratic: Objective = (x, gradient) => {
      let value = 0;
      weights.forEach((w, i) => {
        const offset = (x[i] as number) - i;
        value += (w * offset ** 2) / 2;
        gradient[i] = w * offset;
      });
      return value;
    };
    const { x } = lbfgs(quadratic, [5, 5, 5], { iterations: 200, valueTolerance: 0, gradientTolerance: 1e-9 });
    for (const [i, value] of x.entries()) expect(value).toBeCloseTo(i, 8);
  });

  it("stays inside the domain of a logarithm", () => {
    // x - log x, infinite for x <= 0, from far right: the first steps overshoot.
    const objective: Objective = (x, gradient) => {
      const at = x[0] as number;
      gradient[0] = 1 - 1 / at;
      return at > 0 ? at - Math.log(at) : Number.POSITIVE_INFINITY;
    };
    expect(lbfgs(objective, [50], { firstStep: 100 }).x[0]).toBeCloseTo(1, 5);
  });

  it("says that it has not converged when the iterations run out", () => {
    const { converged, iterations, value } = lbfgs(rosenbrock, [-1.2, 1], { iterations: 3 });
    expect(converged).toBe(false);
    expect(iterations).toBe(3);
    expect(value).toBeLessThan(24.2);
  });

  it("refuses a start without a value", () => {
    expect(() => lbfgs(() => Number.NaN, [0])).toThrow("the value at the start is not finite");
  });
});
