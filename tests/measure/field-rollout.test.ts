import { describe, expect, it } from "vitest";
import { rollOutField } from "../../src/measure/index.js";
import { integrateFixed, massSpring, pendulum, rk4, sampleTimes } from "../../src/mechanics/index.js";

describe("rollOutField", () => {
  it("is RK4 at the sampling step where nothing escapes", () => {
    const times = sampleTimes(10, 100);
    const initial = Float64Array.of(1, 0.5);
    const { states, escapedAt } = rollOutField(pendulum, pendulum.vectorField, initial, times);
    expect(states).toEqual(integrateFixed(rk4, pendulum.vectorField, initial, times));
    expect(escapedAt).toBe(-1);
  });

  it("converges with more steps between samples", () => {
    const times = sampleTimes(10, 21);
    const error = (stepsPerSample: number) => {
      const { states } = rollOutField(massSpring, massSpring.vectorField, Float64Array.of(1, 0), times, {
        stepsPerSample,
      });
      return Math.hypot((states.at(-2) as number) - Math.cos(10), (states.at(-1) as number) + Math.sin(10));
    };
    expect(error(2) / error(4)).toBeGreaterThan(14);
    expect(error(2) / error(4)).toBeLessThan(18);
  });

  it("lets an escaped motion stand still at the bound, and one that is not finite where it was", () => {
    const times = sampleTimes(10, 11);
    const away = rollOutField(massSpring, (_, out) => out.set([1, 0]), new Float64Array(2), times);
    // The box reaches to 1.01 and counts three times.
    expect(away.escapedAt).toBe(4);
    expect([...away.states.filter((_, k) => k % 2 === 0)].map((x) => Number(x.toFixed(3)))).toEqual([
      0, 1, 2, 3, 3.03, 3.03, 3.03, 3.03, 3.03, 3.03, 3.03,
    ]);
    const broken = rollOutField(massSpring, (_, out) => out.fill(Number.NaN), Float64Array.of(0.5, 0.2), times);
    expect(broken.escapedAt).toBe(1);
    expect([...broken.states.slice(-2)]).toEqual([0.5, 0.2]);
  });
});
