import { describe, expect, it, test } from "vitest";
import { randomStream } from "../../src/base/random.js";
import { hamiltonianNeuralNetwork, initialParameters, parameterCount } from "../../src/models/index.js";
import { expectNear } from "../graph/engine.js";
import { drawParameters, evaluate, genericParameters, mapBodies, randomStates } from "./harness.js";

describe("the Hamiltonian neural network", () => {
  it("has two hidden layers of 200 with biases, and a last one without", () => {
    for (const bodies of [1, 2, 3]) {
      const { parameters } = hamiltonianNeuralNetwork(bodies);
      expect(parameters.map(({ shape }) => shape)).toEqual([[4 * bodies, 200], [200], [200, 200], [200], [200, 1]]);
      // (4 n + 1) 200 + 201 * 200 + 200
      expect(parameterCount(hamiltonianNeuralNetwork(bodies))).toBe((4 * bodies + 1) * 200 + 201 * 200 + 200);
    }
  });

  test.each([1, 3])("of %i bodies is the formula written out", async (bodies) => {
    const width = 7;
    const model = hamiltonianNeuralNetwork(bodies, width);
    const p = genericParameters(model);
    const [w0, b0, w1, b1, w2] = model.parameters.map(({ name }) => p[name]) as [
      Float64Array,
      Float64Array,
      Float64Array,
      Float64Array,
      Float64Array,
    ];
    const states = randomStates(bodies, [2, bodies, 3]);
    const { hamiltonian, shapes } = await evaluate(model, p, states);
    expect(shapes).toEqual({ derivative: [2, bodies, 3, 4], hamiltonian: [2, 3] });
    const units = [...Array(width).keys()];
    const expected = states.flatMap((task) =>
      [0, 1, 2].map((point) => {
        // All of the first body's state, then all of the second's.
        const x = task.flatMap((body) => body[point] as number[]);
        const h0 = units.map((j) =>
          Math.tanh(x.reduce((t, xi, i) => t + xi * (w0[i * width + j] as number), b0[j] as number)),
        );
        const h1 = units.map((j) =>
          Math.tanh(h0.reduce((t, hi, i) => t + hi * (w1[i * width + j] as number), b1[j] as number)),
        );
        return h1.reduce((t, hi, i) => t + hi * (w2[i] as number), 0);
      }),
    );
    expectNear(hamiltonian, expected, 1e-13);
  });

  it("gives Hamilton's equations of its H", async () => {
    const model = hamiltonianNeuralNetwork(2, 20);
    const p = drawParameters(model, 2);
    const states = randomStates(4, [1, 2, 1]);
    const { derivative } = await evaluate(model, p, states);
    const step = 1e-5;
    for (const body of [0, 1]) {
      const slopes: number[] = [];
      for (const component of [0, 1, 2, 3]) {
        const energies: number[] = [];
        for (const change of [step, -step]) {
          const moved = structuredClone(states);
          const at = moved[0]?.[body]?.[0] as number[];
          at[component] = (at[component] as number) + change;
          energies.push((await evaluate(model, p, moved)).hamiltonian[0] as number);
        }
        slopes.push(((energies[0] as number) - (energies[1] as number)) / (2 * step));
      }
      const [q1, q2, p1, p2] = slopes as [number, number, number, number];
      expectNear(derivative[0]?.[body]?.[0] as number[], [p1, p2, -q1, -q2], 1e-9);
    }
  });

  it("tells its bodies apart, unlike the graph network", async () => {
    const model = hamiltonianNeuralNetwork(2, 20);
    const p = drawParameters(model, 3);
    const states = randomStates(5, [1, 2, 1]);
    const [before, after] = [
      await evaluate(model, p, states),
      await evaluate(
        model,
        p,
        mapBodies(states, (bodies) => [...bodies].reverse()),
      ),
    ];
    expect(Math.abs((before.hamiltonian[0] as number) - (after.hamiltonian[0] as number))).toBeGreaterThan(1e-3);
  });

  it("starts from orthogonal weights: the smaller side is orthonormal", () => {
    const model = hamiltonianNeuralNetwork(2);
    const random = randomStream(9, "weights");
    for (const { name, shape, initial } of model.parameters) {
      const w = initial(random);
      if (!name.endsWith("weight")) {
        const bound = 1 / Math.sqrt(name.startsWith("0") ? 8 : 200);
        expect(Math.max(...w.map(Math.abs))).toBeLessThanOrEqual(bound);
        continue;
      }
      const [inputs, outputs] = shape as [number, number];
      const at = (i: number, j: number) => w[i * outputs + j] as number;
      const size = Math.min(inputs, outputs);
      const product = (a: number, b: number) => {
        let total = 0;
        for (let k = 0; k < Math.max(inputs, outputs); k++)
          total += inputs < outputs ? at(a, k) * at(b, k) : at(k, a) * at(k, b);
        return total;
      };
      for (let a = 0; a < size; a++)
        for (let b = 0; b <= a; b++)
          if (Math.abs(product(a, b) - (a === b ? 1 : 0)) > 1e-13)
            expect(product(a, b), `${name} ${a} ${b}`).toBe(a === b ? 1 : 0);
    }
  });

  it("starts from weights of no preferred sign or place", () => {
    // Of an orthonormal system of 200 in 200 dimensions: mean 0, variance 1 / 200 exactly, by its norm.
    const [, , square] = hamiltonianNeuralNetwork(1).parameters;
    const w = square?.initial(randomStream(1, "w")) as Float64Array;
    expect(w.reduce((a, b) => a + b * b, 0)).toBeCloseTo(200, 10);
    expect(Math.abs(w.reduce((a, b) => a + b, 0))).toBeLessThan(5 * Math.sqrt(200));
    const trace = Array.from({ length: 200 }, (_, i) => w[i * 201] as number).reduce((a, b) => a + b, 0);
    expect(Math.abs(trace)).toBeLessThan(5);
  });

  it("does the same from the same seed", () => {
    const model = hamiltonianNeuralNetwork(1, 30);
    const draw = (seed: number) => initialParameters(model, randomStream(seed, "initial"));
    expect(draw(1)).toEqual(draw(1));
    expect(draw(1)).not.toEqual(draw(2));
  });
});
