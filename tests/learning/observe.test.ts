import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { generateTrajectories, pointsOf, StoredTrajectories, saveTrajectories } from "../../src/dataset/index.js";
import { type Observations, type PhaseSpace, phaseSpaceOf } from "../../src/learning/learner.js";
import { checkObservations, observe } from "../../src/learning/observe.js";
import { doublePendulum, pendulum, systems } from "../../src/mechanics/index.js";

describe("phaseSpaceOf", () => {
  it("keeps coordinates and leaves out the law, its constants and the reach of motions", () => {
    for (const system of systems) {
      const space = phaseSpaceOf(system);
      expect(Object.keys(space).sort()).toEqual(["bodies", "coordinates", "dimension", "surplus"]);
      expect(JSON.stringify(space)).not.toContain("reach");
      expect(space.coordinates.map(({ position }) => position.name)).toEqual(
        system.coordinates.map(({ position }) => position.name),
      );
    }
  });

  it("takes a system as it is", () => {
    const space: PhaseSpace = doublePendulum;
    expect(phaseSpaceOf(space).dimension).toBe(2);
  });
});

describe("observe", () => {
  it("gives a pendulum's states with the derivatives of its closed form", () => {
    const set = generateTrajectories(pendulum, { count: 2, seed: 3, split: "test" });
    const { count, states, derivatives } = observe(set, 1, [7, 0, 99]);
    expect(count).toBe(3);
    for (const [k, index] of [7, 0, 99].entries()) {
      const [theta, momentum] = states.subarray(2 * k, 2 * k + 2) as unknown as [number, number];
      expect(theta).toBe(set.states[(100 + index) * 2]);
      expect(derivatives[2 * k]).toBeCloseTo(momentum, 14);
      expect(derivatives[2 * k + 1]).toBeCloseTo(-Math.sin(theta), 14);
    }
  });
});

describe("observe, of motions whose constants are drawn", () => {
  const sampling = { ranges: { length: [0.5, 2] as const }, irregular: true };
  const set = generateTrajectories(pendulum, { count: 3, seed: 3, split: "test", sampling });
  const lengths = set.varied?.values as Float64Array;

  /** theta' = p / (m l^2) and p' = -m g l sin theta of the drawn length, m = g = 1. */
  const expectLawOf = (length: number, { states, derivatives }: Observations) => {
    for (let from = 0; from < states.length; from += 2) {
      const [theta, momentum] = states.subarray(from, from + 2) as unknown as [number, number];
      expect(derivatives[from]).toBeCloseTo(momentum / length ** 2, 12);
      expect(derivatives[from + 1]).toBeCloseTo(-length * Math.sin(theta), 12);
    }
  };

  it("gives the derivatives of every trajectory's own law", () => {
    for (const [i, length] of lengths.entries()) {
      expect(Math.abs(length - 1)).toBeGreaterThan(0.02);
      expectLawOf(length, observe(set, i, [0, 40, 99]));
    }
  });

  it("does so for a set that stores none", () => {
    const { derivatives: _, ...plain } = set;
    for (const [i, length] of lengths.entries()) expectLawOf(length, observe(plain, i, [5, 60]));
    const { derivatives } = pointsOf(plain, 1, [5]);
    expect([derivatives[0], derivatives[2]]).toEqual([...observe(plain, 1, [5]).derivatives]);
  });

  it("does so for a set on disk", async () => {
    const folder = await mkdtemp(join(tmpdir(), "observe-"));
    try {
      const path = join(folder, "pendulum.zarr");
      await saveTrajectories(set, path);
      const stored = await StoredTrajectories.open(path);
      expect(observe(stored, 2, [7, 70])).toEqual(observe(set, 2, [7, 70]));
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  });

  it("gives those of the motion, not of the states, where these have noise", () => {
    const noisy = generateTrajectories(pendulum, {
      count: 3,
      seed: 3,
      split: "test",
      sampling: { ...sampling, noise: 0.1 },
    });
    const [exact, seen] = [observe(set, 0, [10, 20]), observe(noisy, 0, [10, 20])];
    expect(seen.states).not.toEqual(exact.states);
    expect(seen.derivatives).toEqual(exact.derivatives);
  });
});

describe("checkObservations", () => {
  const good = { count: 2, states: new Float64Array(4), derivatives: new Float64Array(4) };

  it("accepts whole observations", () => {
    expect(() => checkObservations(pendulum, good)).not.toThrow();
    expect(() => checkObservations(pendulum, { ...good, motions: [0, 1] })).not.toThrow();
  });

  it.each([
    [{ ...good, count: 0 }, "at least one observed point"],
    [{ ...good, states: new Float64Array(5) }, "2 observed states of 2 components are 4 numbers, got 5"],
    [{ ...good, derivatives: Float64Array.of(0, 0, Number.NaN, 0) }, "derivatives: component 1 of point 2 is NaN"],
    [{ ...good, motions: [0] }, "2 observed points need as many numbers of motions, got 1"],
  ])("names what is wrong (%#)", (observations, message) => {
    expect(() => checkObservations(pendulum, observations)).toThrow(message);
  });
});
