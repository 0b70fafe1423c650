import { describe, expect, test } from "vitest";
import { predictClosedForm } from "../../lab/compute/closed-form.js";
import { prepareMotion } from "../../lab/compute/motion.js";

describe("predictClosedForm", () => {
  test("holds an escaped motion at the bound, as the library does, and measures its error so", () => {
    const motion = prepareMotion({ system: { kind: "named", name: "mass-spring" }, seed: 0, motion: 0, points: 5 });
    const { set, system } = motion;
    const bound = 3 * (system.box[0] as number);
    const [start, momentum] = set.states as unknown as [number, number];
    // dq/dt = 1, dp/dt = 0: the law of a free body, which leaves the oscillator's reach.
    const field = (_: Float64Array, out: Float64Array) => out.set([1, 0]);
    const { states, mse, escapedAt } = predictClosedForm("process", motion, { vectorField: field });

    const expected = Array.from(set.times, (t) => Math.min(start + t, bound));
    expect(escapedAt).toBe(Array.from(set.times, (t) => start + t).findIndex((q) => q > bound));
    expected.forEach((q, i) => {
      expect(states[2 * i]).toBeCloseTo(q, 12);
      expect(states[2 * i + 1]).toBe(momentum);
    });
    // Two of the four components of a node state are surplus and 0.
    const squares = expected.map(
      (q, i) => (q - (set.states[2 * i] as number)) ** 2 + (momentum - (set.states[2 * i + 1] as number)) ** 2,
    );
    expect(mse).toBeCloseTo(squares.reduce((a, b) => a + b, 0) / (4 * squares.length), 12);
  });
});
