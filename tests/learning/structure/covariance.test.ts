import { describe, expect, it } from "vitest";
import { orderOf, rowOf } from "../../../src/learning/gaussian/rows.js";
import { addCrossCovariance, energyCovariance, TermCovariance } from "../../../src/learning/structure/covariance.js";
import type { PieceJet } from "../../../src/learning/structure/jet.js";
import { doublePendulum, kepler, massSpring, systemNamed, twoBody } from "../../../src/mechanics/index.js";
import { drawnLikelihood } from "./fixture.js";
import { jetsAt, naiveKernel, slope } from "./naive.js";

const systems = [massSpring, doublePendulum, kepler, twoBody, systemNamed("three-body")];

describe.each(systems.map((system) => [system.name, system] as const))("covariances for %s", (name, system) => {
  const { likelihood, theta, data } = drawnLikelihood(system, 2, name);
  const { stateSize } = data;
  const { rows } = likelihood;
  const order = orderOf(rows);
  const states = [data.states.slice(0, stateSize), data.states.slice(stateSize)] as [Float64Array, Float64Array];
  const [x, y] = states;
  const at = likelihood.terms.map((_, t) => jetsAt(likelihood, t, x));
  const others = likelihood.terms.map((_, t) => jetsAt(likelihood, t, y));
  const ofAll = (keep: boolean) => {
    const matrix = new Float64Array(order * order);
    likelihood.jets.forEach((jets, t) => {
      new TermCovariance(jets, rows, keep).addTo([matrix], [likelihood.scalesOf(theta, t)]);
    });
    return matrix;
  };
  /** Covariances of the component `row` (2d: H itself) at a state with all rows. */
  const crossOf = (state: Float64Array, row: number) => {
    const cross = new Float64Array((stateSize + 1) * order);
    likelihood.terms.forEach((_, t) => {
      const jets = likelihood.jets[t] as readonly PieceJet[];
      addCrossCovariance(cross, jetsAt(likelihood, t, state), jets, likelihood.scalesOf(theta, t), rows);
    });
    return cross.subarray(row * order, (row + 1) * order);
  };

  it("of H are the kernel of its definition", () => {
    const total = at.reduce(
      (sum, jets, t) => sum + energyCovariance(jets, others[t] as PieceJet[], likelihood.scalesOf(theta, t)),
      0,
    );
    expect(total).toBeCloseTo(naiveKernel(likelihood, theta, x, y), 12);
    states.forEach((state, point) => {
      const value = crossOf(x, stateSize)[rowOf(rows, point, stateSize)];
      expect(value).toBeCloseTo(naiveKernel(likelihood, theta, x, state), 12);
    });
  });

  it("of H and dH/dx are finite differences of the kernel", () => {
    const row = crossOf(x, stateSize);
    for (let b = 0; b < stateSize; b++) {
      const expected = slope((moved) => naiveKernel(likelihood, theta, x, moved), y, b);
      expect(row[rowOf(rows, 1, b)]).toBeCloseTo(expected, 6);
    }
  });

  it("of two derivatives are finite differences of those of H and one", () => {
    const matrix = ofAll(false);
    for (let a = 0; a < stateSize; a++)
      for (let b = 0; b < stateSize; b++) {
        const expected = slope((moved) => crossOf(moved, stateSize)[rowOf(rows, 1, a)] as number, x, b, 1e-6);
        // Row of point 2 and component a, column of point 1 and component b: the lower triangle.
        const value = matrix[rowOf(rows, 1, a) * order + rowOf(rows, 0, b)] as number;
        expect(Math.abs(value - expected)).toBeLessThan(1e-6 * (1 + Math.abs(expected)));
      }
  });

  it("of all rows are those of each point with them, but for a constant in H", () => {
    const matrix = ofAll(false);
    const near = (value: number | undefined, expected: number) =>
      expect(Math.abs((value ?? Number.NaN) - expected)).toBeLessThan(1e-11 * (1 + Math.abs(expected)));
    const energies = states.map((state) => crossOf(state, stateSize));
    states.forEach((state, point) => {
      for (let a = 0; a <= stateSize; a++) {
        const cross = crossOf(state, a);
        const row = rowOf(rows, point, a);
        for (let column = 0; column <= row; column++)
          if (column < rowOf(rows, 0, stateSize)) near(matrix[row * order + column], cross[column] as number);
      }
    });
    const [first, second] = [0, 1].map((point) => rowOf(rows, point, stateSize)) as [number, number];
    const ofEnergies = (i: number, j: number) => energies[i]?.[rowOf(rows, j, stateSize)] as number;
    const difference =
      (matrix[first * order + first] as number) -
      2 * (matrix[second * order + first] as number) +
      (matrix[second * order + second] as number);
    near(difference, ofEnergies(0, 0) - 2 * ofEnergies(0, 1) + ofEnergies(1, 1));
  });

  it("are the same whether their parts are kept or not", () => {
    expect([...ofAll(true)]).toEqual([...ofAll(false)]);
  });
});
