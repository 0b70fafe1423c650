import { describe, expect, test } from "vitest";
import { concat, mul, neg, reshape, slice, type Tensor } from "../../src/graph/index.js";
import { RolloutMachine } from "../../src/measure/index.js";
import {
  type FixedStepMethod,
  integrateFixed,
  massSpring,
  rk4,
  rolloutMethods,
  sampleTimes,
} from "../../src/mechanics/index.js";
import type { Model } from "../../src/models/index.js";

/** The field of a spring of stiffness k, the model's only parameter: exact motions are known. */
const spring: Model = {
  name: "spring",
  parameters: [{ name: "k", shape: [1], initial: () => Float64Array.of(1) }],
  headParameters: 1,
  derivative([k], states) {
    const [q, p] = [slice(states, 3, 0, 2), slice(states, 3, 2, 4)];
    const stiffness = reshape(k as Tensor, [states.shape[0] as number, 1, 1, 1]);
    return concat([p, neg(mul(stiffness, q))], 3);
  },
};

const samples = 101;

async function rollOut(
  stiffness: readonly number[],
  initial: readonly number[],
  stepsPerSample: number,
  method: FixedStepMethod = rk4,
) {
  const machine = await RolloutMachine.create(massSpring, spring, stiffness.length, {
    samples,
    stepsPerSample,
    method,
  });
  const result = await machine.run([Float32Array.from(stiffness)], initial);
  await machine.close();
  return result;
}

describe("rollouts", () => {
  test("follow the exact motion, each task with its own parameters", async () => {
    const { states, escapedAt } = await rollOut([1, 4], [0.5, 0, 0, 0, 0, 0, 0.6, 0], 4);
    expect([...escapedAt]).toEqual([-1, -1]);
    for (let n = 0; n < samples; n++) {
      const t = (massSpring.duration * n) / (samples - 1);
      expect(states[n * 4]).toBeCloseTo(0.5 * Math.cos(t), 4);
      expect(states[n * 4 + 2]).toBeCloseTo(-0.5 * Math.sin(t), 4);
      expect(states[(samples + n) * 4]).toBeCloseTo(0.3 * Math.sin(2 * t), 4);
    }
  });

  test("an escaped motion is counted, held at the bound, and leaves the others alone", async () => {
    // Negative stiffness: exponential growth.
    const { states, escapedAt } = await rollOut([-4, 1], [0.5, 0, 0, 0, 0.5, 0, 0, 0], 1);
    const at = escapedAt[0] as number;
    expect(at).toBeGreaterThan(0);
    expect(escapedAt[1]).toBe(-1);
    const last = states[(samples - 1) * 4] as number;
    expect(Math.abs(last)).toBeLessThanOrEqual(3 * Math.max(...massSpring.box));
    expect(states[at * 4]).toBe(last);
    expect(Math.abs(states[(at - 1) * 4] as number)).toBeLessThan(Math.abs(last) + 1e-12);
    expect(states[(2 * samples - 1) * 4]).toBeCloseTo(0.5 * Math.cos(massSpring.duration), 2);
  });

  test("a motion that is not a number counts as escaped and stays where it was", async () => {
    const { states, escapedAt } = await rollOut([Number.NaN], [0.5, 0, 0.1, 0], 1);
    expect(escapedAt[0]).toBe(1);
    expect([...states.slice(-4)]).toEqual([0.5, 0, Math.fround(0.1), 0]);
  });

  test.each(rolloutMethods)("with $name are that method's own steps", async (method) => {
    const { states, escapedAt } = await rollOut([1, 2.25], [0.5, 0, 0.1, 0, 0.6, 0, 0, 0], 2, method);
    expect([...escapedAt]).toEqual([-1, -1]);
    [massSpring, massSpring.withConstants({ stiffness: 2.25 })].forEach((system, task) => {
      const initial = Float64Array.of(states[task * samples * 4] as number, states[task * samples * 4 + 2] as number);
      const times = sampleTimes(system.duration, samples);
      const expected = integrateFixed(method, system.vectorField, initial, times, 2);
      for (let n = 0; n < samples; n++)
        // 32 bits, 200 steps.
        for (const c of [0, 1])
          expect(
            Math.abs((states[(task * samples + n) * 4 + 2 * c] as number) - (expected[2 * n + c] as number)),
          ).toBeLessThan(3e-6);
    });
  });
});
