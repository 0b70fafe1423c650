import { expect, it } from "vitest";
import { evaluationOf } from "../../src/identification/law/law.js";
import { lawFrom } from "../../src/identification/law/spec.js";

const law = lawFrom(3, [
  {
    kind: "kinetic",
    pattern: [1, 0, 0, 0, 1, 0, 0, 0, 1],
    feature: { kind: "linear", coefficients: [1, 0, 0] },
    constant: 1,
  },
  { kind: "oblate", unit: 1.4 },
]);
const evaluation = evaluationOf(law);
const [theta, state] = [Float64Array.of(0.8), Float64Array.of(0.9, -0.4, 0.7, 0.2, 0.1, -0.3)];
const accelerations = (at: Float64Array, coefficients = theta) => {
  evaluation.accelerate(at, 0, coefficients);
  return evaluation.accelerations.slice();
};
const moved = (x: Float64Array, k: number, by: number) => x.map((value, i) => (i === k ? value + by : value));

it("a flattened body's potential is that of J2 in Legendre's form, and its force is its gradient", () => {
  evaluation.accelerate(state, 0, theta);
  const [x, y, z] = state as unknown as [number, number, number];
  const r = Math.hypot(x, y, z);
  // -mu J2 R^2 / r^3 P2(sin of the latitude) has the opposite sign for a body that is flattened: theta u^4 2/3 P2 / r^3.
  const legendre = (3 * (z / r) ** 2 - 1) / 2;
  expect(evaluation.energy(theta) - (0.2 ** 2 + 0.1 ** 2 + 0.3 ** 2) / 2).toBeCloseTo(
    ((0.8 * 1.4 ** 4 * 2) / 3) * (legendre / r ** 3),
    12,
  );
  const force = accelerations(state);
  const energy = (at: Float64Array) => {
    evaluation.accelerate(at, 0, theta);
    return evaluation.energy(theta);
  };
  for (let i = 0; i < 3; i++) {
    const slope = (energy(moved(state, i, 1e-6)) - energy(moved(state, i, -1e-6))) / 2e-6;
    expect(Math.abs((force[i] as number) + slope)).toBeLessThan(1e-8);
  }
});

it("it has derivatives by place and coefficient as finite differences have them", () => {
  evaluation.differentiate(state, 0, theta);
  const [byState, byCoefficient] = [evaluation.byState.slice(), evaluation.byCoefficient.slice()];
  const slopes = (up: Float64Array, down: Float64Array) => up.map((value, i) => (value - (down[i] as number)) / 2e-6);
  for (let k = 0; k < 3; k++) {
    const found = slopes(accelerations(moved(state, k, 1e-6)), accelerations(moved(state, k, -1e-6)));
    for (let i = 0; i < 3; i++)
      expect(Math.abs((byState[i * 6 + k] as number) - (found[i] as number))).toBeLessThan(1e-7);
  }
  const found = slopes(accelerations(state, moved(theta, 0, 1e-6)), accelerations(state, moved(theta, 0, -1e-6)));
  for (let i = 0; i < 3; i++) expect(Math.abs((byCoefficient[i] as number) - (found[i] as number))).toBeLessThan(1e-7);
});
