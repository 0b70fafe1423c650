import { describe, expect, it } from "vitest";
import { randomStream } from "../../src/base/random.js";
import {
  energyError,
  hasEscaped,
  integrate,
  massSpring,
  type System,
  sampleTrajectory,
  simulate,
  systems,
} from "../../src/mechanics/index.js";
import fc from "../property.js";

const statesOf = (system: System, states: Float64Array) => {
  const size = 2 * system.dimension;
  return Array.from({ length: states.length / size }, (_, i) => states.subarray(i * size, (i + 1) * size));
};

describe("motions", () => {
  const anySystem = fc.constantFrom(...systems);
  const anySeed = fc.integer({ min: 0, max: 2 ** 31 });

  it("conserve energy, and angular momentum where the law is isotropic", () => {
    fc.assert(
      fc.property(anySystem, anySeed, (system, seed) => {
        const { states, energy } = sampleTrajectory(system, randomStream(seed, "conservation"));
        expect(energyError(system, energy)).toBeLessThan(1e-9);
        if (!system.name.endsWith("-body")) return;
        const angular = statesOf(system, states).map((state) => angularMomentum(state));
        for (const value of angular) expect(Math.abs(value - (angular[0] as number))).toBeLessThan(1e-9);
      }),
      { numRuns: 60 },
    );
  });

  it("run backwards when the momenta are reversed", () => {
    fc.assert(
      fc.property(anySystem, anySeed, (system, seed) => {
        const d = system.dimension;
        const reverse = (state: Float64Array) => state.map((value, i) => (i < d ? value : -value));
        const start = system.initialState(randomStream(seed, "reversal"));
        const forth = integrate(system, start, [0, 3]).subarray(2 * d);
        const back = reverse(integrate(system, reverse(forth), [0, 3]).subarray(2 * d));
        back.forEach((value, i) => {
          expect(Math.abs(value - (start[i] as number))).toBeLessThan(1e-7);
        });
      }),
      { numRuns: 60 },
    );
  });

  it("are sampled at equal intervals with both ends", () => {
    const { t, states, energy } = simulate(massSpring, Float64Array.of(1, 0), { duration: 3, points: 4 });
    expect([...t]).toEqual([0, 1, 2, 3]);
    expect(states[6]).toBeCloseTo(Math.cos(3), 11);
    expect(energy[3]).toBeCloseTo(0.5, 11);
    expect(simulate(massSpring, Float64Array.of(1, 0)).t.length).toBe(100);
    expect(() => simulate(massSpring, Float64Array.of(1, 0), { points: 1 })).toThrow(
      /points must be .* at least 2, got 1/,
    );
    expect(() => simulate(massSpring, Float64Array.of(1, 0), { duration: -1 })).toThrow(/duration must be a positive/);
    expect(() => simulate(massSpring, Float64Array.of(1, 0), { duraton: 1 } as object)).toThrow(
      /did you mean duration/,
    );
    expect(() => simulate("pendulum" as unknown as typeof massSpring, Float64Array.of(1, 0))).toThrow(/systemNamed/);
  });
});

function angularMomentum(state: Float64Array): number {
  const half = state.length / 2;
  let sum = 0;
  for (let i = 0; i < half; i += 2)
    sum +=
      (state[i] as number) * (state[half + i + 1] as number) - (state[i + 1] as number) * (state[half + i] as number);
  return sum;
}

describe("hasEscaped", () => {
  it("tells states outside three times the box, or not finite", () => {
    expect(hasEscaped(massSpring, [3, 3])).toBe(false);
    expect(hasEscaped(massSpring, [0, -3.1])).toBe(true);
    expect(hasEscaped(massSpring, [Number.NaN, 0])).toBe(true);
    expect(hasEscaped(massSpring, [0, Number.POSITIVE_INFINITY])).toBe(true);
  });
});
