import { describe, expect, it } from "vitest";
import { addCovariance, addCrossCovariance, energyCovariance } from "../../../src/learning/structure/covariance.js";
import type { Jet } from "../../../src/learning/structure/jet.js";
import { doublePendulum, kepler, massSpring, systemNamed, twoBody } from "../../../src/mechanics/index.js";
import { drawnLikelihood } from "./fixture.js";
import { jetsAt, naiveKernel, slope } from "./naive.js";

const systems = [massSpring, doublePendulum, kepler, twoBody, systemNamed("three-body")];

describe.each(systems.map((system) => [system.name, system] as const))("covariances for %s", (name, system) => {
  const { likelihood, theta, data } = drawnLikelihood(system, 2, name);
  const { stateSize } = data;
  const x = data.states.slice(0, stateSize);
  const y = data.states.slice(stateSize);
  const at = likelihood.terms.map((_, t) => jetsAt(likelihood, t, x));
  const others = likelihood.terms.map((_, t) => jetsAt(likelihood, t, y));

  it("of H are the kernel of its definition", () => {
    const total = at.reduce(
      (sum, jets, t) => sum + energyCovariance(jets, others[t] as Jet[], likelihood.scalesOf(theta, t)),
      0,
    );
    expect(total).toBeCloseTo(naiveKernel(likelihood, theta, x, y), 12);
  });

  it("of H and dH/dx are finite differences of the kernel", () => {
    const rows = new Float64Array((stateSize + 1) * stateSize);
    at.forEach((jets, t) => {
      addCrossCovariance(rows, jets, others[t] as Jet[], likelihood.scalesOf(theta, t), stateSize);
    });
    for (let b = 0; b < stateSize; b++) {
      const expected = slope((moved) => naiveKernel(likelihood, theta, x, moved), y, b);
      expect(rows[stateSize * stateSize + b]).toBeCloseTo(expected, 6);
    }
  });

  it("of two derivatives are finite differences of those of H and one", () => {
    const matrix = new Float64Array((2 * stateSize) ** 2);
    likelihood.jets.forEach((jets, t) => {
      addCovariance(matrix, jets, likelihood.scalesOf(theta, t), stateSize);
    });
    /** Covariance of H(moved) and the derivative of H in component a at y. */
    const withEnergy = (moved: Float64Array, a: number) => {
      const rows = new Float64Array((stateSize + 1) * stateSize);
      likelihood.terms.forEach((_, t) => {
        const scales = likelihood.scalesOf(theta, t);
        addCrossCovariance(rows, jetsAt(likelihood, t, moved), others[t] as Jet[], scales, stateSize);
      });
      return rows[stateSize * stateSize + a] as number;
    };
    for (let a = 0; a < stateSize; a++)
      for (let b = 0; b < stateSize; b++) {
        const expected = slope((moved) => withEnergy(moved, a), x, b, 1e-6);
        // Row of point 2 and component a, column of point 1 and component b: the lower triangle.
        const value = matrix[(stateSize + a) * 2 * stateSize + b] as number;
        expect(Math.abs(value - expected)).toBeLessThan(1e-6 * (1 + Math.abs(expected)));
      }
  });
});
