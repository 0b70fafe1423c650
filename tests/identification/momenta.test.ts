import { describe, expect, it } from "vitest";
import { randomStream } from "../../src/base/random.js";
import { evaluationOf } from "../../src/identification/law/law.js";
import { momentaOf } from "../../src/identification/law/momenta.js";
import { lawFrom, type TermSpec } from "../../src/identification/law/spec.js";
import { propagatorOf } from "../../src/identification/shooting/propagate.js";
import { canonicalMomenta } from "../../src/identification/shooting/record.js";
import { velocityObserver } from "../../src/identification/shooting/velocity-observer.js";

const linear = (...coefficients: number[]) => ({ kind: "linear", coefficients }) as const;

const TERMS: readonly TermSpec[] = [
  { kind: "kinetic", pattern: [1, 0, 0, 0], feature: linear(1, 0), constant: 1 },
  { kind: "kinetic", pattern: [0, 0, 0, 1], feature: linear(1, 0), basis: { kind: "constant" }, constant: 0 },
  {
    kind: "kinetic",
    pattern: [0, 1, 1, 0],
    feature: linear(1, -1),
    basis: { kind: "fourier", orders: 2 },
    constant: 0,
  },
  {
    kind: "restricted",
    term: {
      kind: "kinetic",
      pattern: [0, 0, 0, 1],
      feature: linear(1, 0),
      basis: { kind: "powers", origin: 0.2, unit: 2, count: 2 },
      constant: 0,
    },
    fixed: [0.1, null],
  },
  { kind: "potential", feature: linear(1, 0), basis: { kind: "fourier", orders: 1 } },
  { kind: "friction", directions: [[0, 1]], law: "viscous", smoothing: 0 },
];
const law = lawFrom(2, TERMS);
const random = randomStream(2, "momenta");
const theta = Float64Array.from({ length: law.count }, () => random.between(-0.2, 0.2));
theta[0] = 1.4;
const state = Float64Array.of(0.3, -0.5, 0.7, 0.2);

describe("momenta of a law", () => {
  it("are the slopes of its kinetic energy by the velocities", () => {
    const evaluation = evaluationOf(law);
    const energy = (x: Float64Array) => {
      evaluation.accelerate(x, 0, theta);
      return evaluation.energy(theta);
    };
    const momenta = momentaOf(law);
    momenta.at(state, theta);
    for (const c of [0, 1]) {
      const moved = [1e-5, -1e-5].map((h) => {
        const x = state.slice();
        x[2 + c] = (x[2 + c] as number) + h;
        return energy(x);
      }) as [number, number];
      expect(momenta.values[c]).toBeCloseTo((moved[0] - moved[1]) / 2e-5, 9);
    }
    expect([...(momenta.velocities(state.subarray(0, 2), momenta.values, theta) ?? [])]).toEqual([
      expect.closeTo(0.7, 12),
      expect.closeTo(0.2, 12),
    ]);
  });

  it("are observed with the derivatives that finite differences have, by state, coefficients, first mass and lag", () => {
    const unknowns = Float64Array.from([...theta, 2.5, 0.03]);
    const width = 4 + unknowns.length;
    const observed = (x: Float64Array, values: Float64Array, derivatives: boolean) => {
      const evaluation = evaluationOf(law);
      const own = propagatorOf(law, evaluation);
      const observer = velocityObserver(law, evaluation, canonicalMomenta(2), own);
      own.begin(x);
      expect(own.advance(0, 0.4, 2, values, derivatives)).toBe(true);
      expect(observer.at(0.4, values, derivatives)).toBe(true);
      return observer;
    };
    const { rows } = observed(state, unknowns, true);
    for (let k = 0; k < width; k++) {
      const moved = [1e-6, -1e-6].map((h) => {
        const [x, values] = [state.slice(), unknowns.slice()];
        if (k < 4) x[k] = (x[k] as number) + h;
        else values[k - 4] = (values[k - 4] as number) + h;
        return observed(x, values, false).values.slice();
      }) as [Float64Array, Float64Array];
      for (const i of [0, 1]) {
        const difference = ((moved[0][i] as number) - (moved[1][i] as number)) / 2e-6;
        // Over the lag derivatives are of first order: its square is left.
        expect(Math.abs((rows[i * width + k] as number) - difference)).toBeLessThan(0.03 ** 2 * 3);
      }
    }
  });
});
