import { describe, expect, it } from "vitest";
import { fitMore, identify } from "../../src/identification/index.js";
import { evaluationOf } from "../../src/identification/law/law.js";
import { lawFrom } from "../../src/identification/law/spec.js";
import { measured, type SimulatedLaw } from "./simulated.js";

/** An orbit about a point that is not the origin. */
const [X, Y] = [0.7, -0.4];
const orbit: SimulatedLaw = {
  kinds: ["length", "length"],
  together: true,
  accelerate: ([x = 0, y = 0]) => {
    const r3 = Math.hypot(x - X, y - Y) ** 3;
    return [-(x - X) / r3, -(y - Y) / r3];
  },
  start: [X + 1, Y, 0, 1.25],
  duration: 14,
  rows: 120,
};

/** Distance of the centre that is found from the true one. */
function centreError(noise: number, seed: number): number {
  const motion = measured(orbit, noise, seed);
  const identified = identify([motion], { kinds: ["length", "length"], bodies: [0, 0] });
  expect(identified?.choice.form).toBe("central about a point");
  const more = identified === undefined ? undefined : fitMore([motion], identified);
  const [origin] = (more?.fitted.candidate.terms ?? []).flatMap(({ spec }) =>
    spec.kind === "potential" && spec.feature.kind === "distance" ? [spec.feature.origin] : [],
  );
  return Math.hypot((origin?.[0] as number) - X, (origin?.[1] as number) - Y);
}

describe("a centre of force that is not the origin", () => {
  it("has the derivatives of finite differences, by state, coefficients and centre", () => {
    const components = [
      [1, 0],
      [0.5, 2],
    ];
    const law = lawFrom(2, [
      { kind: "kinetic", pattern: [1, 0, 0, 1], feature: { kind: "linear", coefficients: [1, 0] }, constant: 1 },
      { kind: "centred-potential", components, basis: { kind: "chebyshev", low: 0, high: 4, count: 3 } },
    ]);
    const evaluation = evaluationOf(law);
    const [state, theta] = [Float64Array.of(0.9, -0.5, 0.3, 0.2), Float64Array.of(0.7, -0.3, 0.2, -0.4, 0.6)];
    evaluation.differentiate(state, 0, theta);
    const [byState, byCoefficient] = [evaluation.byState.slice(), evaluation.byCoefficient.slice()];
    for (let k = 0; k < 9; k++) {
      const [plus, minus] = [1e-6, -1e-6].map((h) => {
        const [x, values] = [state.slice(), theta.slice()];
        if (k < 4) x[k] = (x[k] as number) + h;
        else values[k - 4] = (values[k - 4] as number) + h;
        evaluation.accelerate(x, 0, values);
        return evaluation.accelerations.slice();
      }) as [Float64Array, Float64Array];
      for (const i of [0, 1]) {
        const own = k < 4 ? byState[i * 4 + k] : byCoefficient[i * 5 + k - 4];
        expect(own).toBeCloseTo(((plus[i] as number) - (minus[i] as number)) / 2e-6, 8);
      }
    }
  });

  it("is found to many digits from a clean orbit", () => {
    expect(centreError(0, 1)).toBeLessThan(1e-6);
  });

  it("is found from noisy ones about as well as a point of the orbit itself is known", () => {
    const errors = [1, 2, 3].map((seed) => centreError(0.02, seed));
    // Single positions are off by about 0.02; smoothed accelerations alone give the centre to about 0.03.
    expect(Math.hypot(...errors) / Math.sqrt(3)).toBeLessThan(0.01);
  });
});
