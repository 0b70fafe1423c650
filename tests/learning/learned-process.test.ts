import { describe, expect, test } from "vitest";
import { randomStream } from "../../src/base/random.js";
import { choosePoints, generateTrajectories } from "../../src/dataset/index.js";
import { commonUnits } from "../../src/learning/gaussian/units.js";
import {
  learnedProcess,
  methodDefaults,
  methodOf,
  observe,
  phaseSpaceOf,
  trainedLearner,
} from "../../src/learning/index.js";
import { priorFunctions } from "../../src/learning/prior-functions.js";
import { systemNamed } from "../../src/mechanics/index.js";
import { initialParameters } from "../../src/models/index.js";
import { leastSquares } from "../../src/numerics/index.js";
import { slope } from "./structure/naive.js";

const random = (name: string) => randomStream(8, name);
const system = systemNamed("law-2-5");
const size = 2 * system.dimension;
const space = phaseSpaceOf(system);
const set = generateTrajectories(system, { count: 1, seed: 4, split: "test" });
const seen = observe(set, 0, choosePoints(set, 8, random("points")).supportIndices);
const methodNamed = (name: "in-context" | "maml") =>
  methodOf({
    network: { architecture: "invariant", width: 8, activation: "tanh", output: "hamiltonian" },
    method: { ...methodDefaults, name, inner: { steps: 1, rate: 1, reduction: "mean", order: 2 } },
  });
const method = methodNamed("in-context");
const parameters = initialParameters(method, random("parameters")).map((x) => 1.5 * x);

describe("what a network believes before it fits the points", () => {
  const units = commonUnits(space, seen);
  const functions = priorFunctions(method, parameters, space, seen, units);
  const weights = Float64Array.from({ length: functions.size }, () => random("weights").normal());
  const combined = functions.combine(weights);
  const states = Float64Array.from({ length: 3 * size }, () => random("states").between(-1, 1));

  test("is a combination of functions with their derivatives", () => {
    const jets = functions.jets(states);
    for (let i = 0; i < 3; i++) {
      const at = states.slice(i * size, (i + 1) * size);
      const gradient = new Float64Array(size);
      const value = combined(at, gradient);
      [...gradient, value].forEach((expected, a) => {
        const from = (i * (size + 1) + a) * functions.size;
        const sum = weights.reduce((total, w, k) => total + w * (jets[from + k] as number), 0);
        expect(sum).toBeCloseTo(expected, 9);
      });
      for (let a = 0; a < size; a++)
        expect(gradient[a]).toBeCloseTo(
          slope((x) => combined(x, new Float64Array(size)), at, a),
          6,
        );
    }
  });

  test("holds what the method makes of the points", async () => {
    const { vectorField } = await trainedLearner(method, parameters, { name: "in-context" }).adapt(space, seen, {
      random: random("adapt"),
    });
    const at = Float64Array.from({ length: 30 * size }, (_, i) => set.states[i] as number);
    const jets = functions.jets(at.map((x, i) => x / (units.spread[i % size] as number)));
    const rows: number[][] = [];
    const slopes: number[] = [];
    const field = new Float64Array(size);
    for (let i = 0; i < 30; i++) {
      vectorField(at.slice(i * size, (i + 1) * size), field);
      for (let a = 0; a < size; a++) {
        const from = (i * (size + 1) + a) * functions.size;
        rows.push(Array.from(jets.subarray(from, from + functions.size)));
        const conjugate = field[(a + size / 2) % size] as number;
        slopes.push(((a < size / 2 ? -conjugate : conjugate) * (units.spread[a] as number)) / units.energy);
      }
    }
    // dH/dx of the method less that of its prior's mean.
    const rest = slopes.map((value, r) => value - (rows[r]?.[0] as number));
    const columns = Array.from({ length: functions.size - 1 }, (_, k) => rows.map((row) => row[k + 1] as number));
    const found = leastSquares(columns, rest);
    const left = rest.map((value, r) =>
      columns.reduce((total, column, k) => total - (column[r] as number) * (found[k] as number), value),
    );
    expect(Math.hypot(...rest)).toBeGreaterThan(0.1);
    expect(Math.hypot(...left)).toBeLessThan(1e-6 * Math.hypot(...rest));
  });
});

describe("the structured process with them", () => {
  test("gives a field of one H, a deviation and draws", async () => {
    const learner = learnedProcess(method, parameters, { name: "learned" });
    const learned = await learner.adapt(space, seen, { random: random("adapt") });
    const state = set.states.slice(10 * size, 11 * size);
    const [field, deviation, drawn] = [0, 1, 2].map(() => new Float64Array(size)) as [
      Float64Array,
      Float64Array,
      Float64Array,
    ];
    learned.vectorField(state, field);
    for (let a = 0; a < size; a++) {
      const conjugate = (a + size / 2) % size;
      const expected = (a < size / 2 ? 1 : -1) * slope((x) => learned.energy?.(x) as number, state, conjugate);
      expect(Math.abs((field[a] as number) - expected)).toBeLessThan(1e-5 * Math.hypot(...field));
    }
    learned.fieldDeviation?.(state, deviation);
    learned.sampleField?.(random("draw"))(state, drawn);
    for (const value of [...deviation, ...drawn]) expect(value).toSatisfy(Number.isFinite);
  });

  test("needs a method with a Gaussian prior", async () => {
    const maml = methodNamed("maml");
    const learner = learnedProcess(maml, initialParameters(maml, random("maml")), { name: "learned" });
    await expect(learner.adapt(space, seen, { random: random("adapt") })).rejects.toThrow(/Gaussian prior/);
  });
});
