import { describe, expect, test } from "vitest";
import { predictClosedForm } from "../../lab/compute/closed-form/predict.js";
import { prepareMotion } from "../../lab/compute/motion.js";

describe("predictClosedForm", () => {
  test("holds an escaped motion at the bound, as the library does, and measures its error so", () => {
    const motion = prepareMotion({
      system: { kind: "named", name: "mass-spring" },
      seed: 0,
      motion: 0,
      points: 5,
      noise: 0,
    });
    const { set, system } = motion;
    const bound = 3 * (system.box[0] as number);
    const [start, momentum] = set.states as unknown as [number, number];
    // dq/dt = 1, dp/dt = 0: the law of a free body, which leaves the oscillator's reach.
    const field = (_: Float64Array, out: Float64Array) => out.set([1, 0]);
    const { states, mse, relative, escapedAt } = predictClosedForm("process", motion, { vectorField: field });

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
    // Each component against its own standard deviation along the true motion.
    const part = (values: ArrayLike<number>, i: number) => Array.from(set.times, (_, k) => values[2 * k + i] as number);
    const average = (values: readonly number[]) => values.reduce((a, b) => a + b, 0) / values.length;
    const share = [0, 1].map((i) => {
      const truth = part(set.states, i);
      const middle = average(truth);
      const error = average(part(states, i).map((value, k) => (value - (truth[k] as number)) ** 2));
      return error / average(truth.map((value) => (value - middle) ** 2));
    });
    expect(relative).toBeCloseTo(Math.sqrt(average(share)), 12);
  });
});
