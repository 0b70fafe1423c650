import { describe, expect, test } from "vitest";
import { randomStream } from "../../src/base/random.js";
import { choosePoints, generateTrajectories } from "../../src/dataset/index.js";
import {
  type Learner,
  methodDefaults,
  methodOf,
  observe,
  phaseSpaceOf,
  trainedLearner,
} from "../../src/learning/index.js";
import { pendulum, systemNamed } from "../../src/mechanics/index.js";
import { initialParameters } from "../../src/models/index.js";

const random = (name: string) => randomStream(6, name);

/** The method with random parameters, those of the encoder and what it says large enough to count. */
function learner(): Learner {
  const method = methodOf({
    network: { architecture: "invariant", width: 16, activation: "tanh", output: "hamiltonian" },
    method: { ...methodDefaults, name: "in-context", inner: { steps: 1, rate: 1, reduction: "mean", order: 2 } },
  });
  const parameters = initialParameters(method, random("features"));
  return trainedLearner(method, parameters, { name: "in-context" });
}

describe("H in context", () => {
  const system = systemNamed("law-2-4");
  const size = 2 * system.dimension;
  const set = generateTrajectories(system, { count: 1, seed: 2, split: "test" });
  const seen = observe(set, 0, choosePoints(set, 12, random("points")).supportIndices);
  const space = phaseSpaceOf(system);
  const state = set.states.slice(30 * size, 31 * size);
  const fieldAt = async (observations: typeof seen, at: Float64Array) => {
    const { vectorField } = await learner().adapt(space, observations, { random: random("adapt") });
    const out = new Float64Array(size);
    vectorField(at, out);
    return Array.from(out);
  };

  test("depends on the order of neither points nor bodies", async () => {
    const plain = await fieldAt(seen, state);
    const backwards = (values: Float64Array) =>
      values.map((_, i) => values[(11 - Math.floor(i / size)) * size + (i % size)] as number);
    const reversed = await fieldAt(
      { ...seen, states: backwards(seen.states), derivatives: backwards(seen.derivatives) },
      state,
    );
    // Own states are the positions, then the momenta, of the first body and of the second.
    const axes = size / 4;
    const exchanged = (values: Float64Array) =>
      values.map((_, i) => values[i - (i % (2 * axes)) + ((i + axes) % (2 * axes))] as number);
    const other = await fieldAt(
      { ...seen, states: exchanged(seen.states), derivatives: exchanged(seen.derivatives) },
      exchanged(state),
    );
    const norm = Math.hypot(...plain);
    const expected = exchanged(Float64Array.from(plain));
    plain.forEach((value, i) => {
      expect(Math.abs((reversed[i] as number) - value)).toBeLessThan(1e-6 * norm);
      expect(Math.abs((other[i] as number) - (expected[i] as number))).toBeLessThan(1e-6 * norm);
    });
  });

  test("keeps its value along its own field", async () => {
    const { vectorField, energy } = await learner().adapt(space, seen, { random: random("adapt") });
    const out = new Float64Array(size);
    vectorField(state, out);
    const h = 1e-4;
    const along = (sign: number) => energy?.(state.map((x, i) => x + sign * h * (out[i] as number))) as number;
    const across = (sign: number) =>
      energy?.(state.map((x, i) => x + sign * h * (out[(i + size / 2) % size] as number))) as number;
    expect(Math.abs(along(1) - along(-1))).toBeLessThan(1e-5 * Math.abs(across(1) - across(-1)));
  });

  test("is equal at the points of a motion, and need not be at those of another", async () => {
    const two = generateTrajectories(pendulum, { count: 2, seed: 5, split: "test" });
    const indices = Array.from({ length: 20 }, (_, i) => 5 * i);
    const parts = [0, 1].map((i) => observe(two, i, indices));
    const all = (of: "states" | "derivatives") => Float64Array.from(parts.flatMap((part) => [...part[of]]));
    const motions = parts.flatMap((_, i) => indices.map(() => i));
    const observations = { count: motions.length, states: all("states"), derivatives: all("derivatives") };
    const spread = async (of: ArrayLike<number> | undefined) => {
      const learned = await learner().adapt(
        phaseSpaceOf(pendulum),
        { ...observations, motions: of },
        { random: random("adapt") },
      );
      const mean = (part: number) =>
        indices.reduce((total, _, k) => {
          const from = 2 * (part * indices.length + k);
          return total + (learned.energy?.(observations.states.slice(from, from + 2)) as number) / indices.length;
        }, 0);
      return mean(1) - mean(0);
    };
    const energyOf = ({ states }: { states: Float64Array }) =>
      (states[1] as number) ** 2 / 2 + 1 - Math.cos(states[0] as number);
    const truth = energyOf(parts[1] as { states: Float64Array }) - energyOf(parts[0] as { states: Float64Array });
    const [told, untold] = [await spread(motions), await spread(undefined)];
    expect(Math.abs(told - truth)).toBeLessThan(0.2 * Math.abs(truth));
    expect(Math.abs(untold - truth)).toBeGreaterThan(2 * Math.abs(told - truth));
  });
});
