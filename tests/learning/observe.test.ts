import { describe, expect, it } from "vitest";
import { generateTrajectories } from "../../src/dataset/index.js";
import { type PhaseSpace, phaseSpaceOf } from "../../src/learning/learner.js";
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
