import { describe, expect, it } from "vitest";
import { StructureLikelihood } from "../../../src/learning/structure/likelihood.js";
import { StructureMean } from "../../../src/learning/structure/posterior.js";
import { doublePendulum, kepler, massSpring, twoBody } from "../../../src/mechanics/index.js";
import { cholesky, choleskySolve } from "../../../src/numerics/index.js";
import { drawnLikelihood } from "./fixture.js";
import { slope } from "./naive.js";

const systems = [massSpring, doublePendulum, kepler, twoBody];

describe.each(systems.map((system) => [system.name, system] as const))("marginal likelihood for %s", (name, system) => {
  const { likelihood, theta, data } = drawnLikelihood(system, 4, name);

  it("has the gradient that finite differences give", () => {
    const gradient = new Float64Array(theta.length);
    likelihood.objective(theta, gradient);
    for (let i = 0; i < theta.length; i++) {
      const expected = slope((at) => likelihood.objective(at, new Float64Array(at.length)), theta, i, 1e-4);
      expect(Math.abs((gradient[i] as number) - expected), `hyperparameter ${i}`).toBeLessThan(
        1e-5 * (1 + Math.abs(expected)),
      );
    }
  });

  it("leaves a point out as a process without that point would", () => {
    const { stateSize, count } = data;
    let expected = 0;
    for (let left = 0; left < count; left++) {
      // Order the point to the end: the last block of the Cholesky factor is then its predictive distribution's.
      const order = [...Array.from({ length: count }, (_, i) => i).filter((i) => i !== left), left];
      const pick = (values: Float64Array) =>
        Float64Array.from(order.flatMap((i) => [...values.subarray(i * stateSize, (i + 1) * stateSize)]));
      const states = pick(data.states);
      const gradients = pick(data.gradients);
      const all = new StructureLikelihood(likelihood.terms, { ...data, states, gradients }, likelihood.spreads);
      const rest = (count - 1) * stateSize;
      const part = new StructureLikelihood(
        likelihood.terms,
        { ...data, count: count - 1, states: states.slice(0, rest), gradients: gradients.slice(0, rest) },
        likelihood.spreads,
      );
      // log p(y_i | others) = log p(y) - log p(others).
      expected +=
        (all.condition(theta)?.logLikelihood ?? Number.NaN) - (part.condition(theta)?.logLikelihood ?? Number.NaN);
    }
    expect(likelihood.leaveOneOut(theta)).toBeCloseTo(expected, 5);
  });

  it("predicts the derivatives that it was given, up to their noise", () => {
    const quiet = theta.slice();
    quiet.fill(-12, likelihood.layout.noise);
    const conditioned = likelihood.condition(quiet);
    if (conditioned === undefined) throw new Error("not factorised");
    const mean = new StructureMean({ likelihood, theta: quiet }, conditioned.weights);
    const { stateSize } = data;
    const gradient = new Float64Array(stateSize);
    for (let i = 0; i < data.count; i++) {
      mean.evaluate(data.states.slice(i * stateSize, (i + 1) * stateSize), gradient);
      for (let a = 0; a < stateSize; a++)
        expect(gradient[a]).toBeCloseTo(data.gradients[i * stateSize + a] as number, 4);
    }
  });

  it("has an energy whose finite differences are its derivatives", () => {
    const conditioned = likelihood.condition(theta);
    if (conditioned === undefined) throw new Error("not factorised");
    const mean = new StructureMean({ likelihood, theta }, conditioned.weights);
    const at = data.states.slice(0, data.stateSize).map((value) => value + 0.1);
    const gradient = new Float64Array(data.stateSize);
    mean.evaluate(at, gradient);
    for (let a = 0; a < data.stateSize; a++) {
      const expected = slope((moved) => mean.evaluate(moved, new Float64Array(data.stateSize)), at, a);
      expect(Math.abs((gradient[a] as number) - expected)).toBeLessThan(1e-6 * (1 + Math.abs(expected)));
    }
  });
});

describe("conditioning", () => {
  it("solves with the covariance that it reports", () => {
    const { likelihood, theta, data } = drawnLikelihood(doublePendulum, 3, "conditioning");
    const conditioned = likelihood.condition(theta);
    if (conditioned === undefined) throw new Error("not factorised");
    const factor = cholesky(likelihood.covariance(theta, conditioned.nugget), data.gradients.length);
    if (factor === undefined) throw new Error("not factorised");
    expect([...conditioned.weights]).toEqual([...choleskySolve(factor, data.gradients)]);
  });
});
