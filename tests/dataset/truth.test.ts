import { describe, expect, test } from "vitest";
import { derivativesOf } from "../../src/dataset/halves.js";
import { exactMotions, generateTrajectories, systemOf } from "../../src/dataset/index.js";
import { doublePendulum, pendulum, threeBody } from "../../src/mechanics/index.js";

const request = { count: 12, seed: 5, split: "test" } as const;

/** Largest difference of two lists. */
const distance = (a: Float64Array, b: Float64Array) => {
  expect(a.length).toBe(b.length);
  return a.reduce((largest, value, i) => Math.max(largest, Math.abs(value - (b[i] as number))), 0);
};

describe("exact motions of a set", () => {
  test("are its states where they are exact", () => {
    const set = generateTrajectories(pendulum, request);
    expect(exactMotions(set, 12)).toEqual(set.states);
    expect(exactMotions(set, 3)).toEqual(set.states.subarray(0, 3 * 200));
  });

  test.each([pendulum, doublePendulum, threeBody])(
    "under noise are those of the same seed without it: $name",
    (system) => {
      const clean = generateTrajectories(system, request);
      const noisy = generateTrajectories(system, { ...request, sampling: { noise: 0.1 } });
      expect(distance(noisy.states, clean.states)).toBeGreaterThan(0.1);
      expect(exactMotions(noisy, 12)).toEqual(clean.states);
    },
  );

  test("at irregular times are the same motions at equal intervals, noise or not", () => {
    const clean = generateTrajectories(doublePendulum, request);
    for (const noise of [0, 0.05]) {
      const set = generateTrajectories(doublePendulum, { ...request, sampling: { irregular: true, noise } });
      // Other steps of the integrator, on motions that part from each other fast.
      expect(distance(exactMotions(set, 12), clean.states)).toBeLessThan(1e-7);
    }
  });

  test("have the constants of their trajectory", () => {
    const sampling = { ranges: { length: [0.5, 2] as const }, noise: 0.05, irregular: true };
    const set = generateTrajectories(pendulum, { ...request, sampling });
    const motions = exactMotions(set, 12);
    for (const i of [0, 11]) {
      const own = systemOf(set, i);
      const motion = motions.subarray(i * 200, (i + 1) * 200);
      const energies = Array.from({ length: 100 }, (_, n) => own.energy(motion.slice(2 * n, 2 * n + 2)));
      for (const energy of energies) expect(energy).toBeCloseTo(energies[0] as number, 10);
      expect(
        distance(derivativesOf(own, motion.slice(0, 2)), set.derivatives?.slice(i * 200, i * 200 + 2) as Float64Array),
      ).toBeLessThan(1e-12);
    }
  });

  test("of another version or another system are refused", () => {
    const noisy = generateTrajectories(pendulum, { ...request, sampling: { noise: 0.1 } });
    expect(() => exactMotions({ ...noisy, seed: 6 }, 12)).toThrow(
      /made again from seed 6 are not those of trajectory 0/,
    );
    const longer = pendulum.withConstants({ length: 1.001 });
    expect(() => exactMotions({ ...noisy, system: longer }, 12)).toThrow(/are not those of trajectory 0/);
  });
});
