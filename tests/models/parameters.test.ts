import { describe, expect, it } from "vitest";
import { randomStream } from "../../src/base/random.js";
import { input, program, type Tensor } from "../../src/graph/index.js";
import {
  graphNetwork,
  hamiltonianNeuralNetwork,
  initialParameters,
  type Model,
  parameterCount,
  parameterRanges,
  repeatForTasks,
  unflatten,
} from "../../src/models/index.js";
import { compile } from "../../src/runtime/index.js";

const models: readonly [string, Model][] = [
  ["direct graph network", graphNetwork({ width: 5, activation: "mish", output: "direct" })],
  ["Hamiltonian graph network", graphNetwork({ width: 5, activation: "softplus", output: "hamiltonian" })],
  ["HNN", hamiltonianNeuralNetwork(2, 6)],
];

describe.each(models)("parameters of the %s", (_, model) => {
  it("are seeded, finite and not all alike", () => {
    const draw = (seed: number) => initialParameters(model, randomStream(seed, "initial"));
    const drawn = draw(3);
    expect(drawn.length).toBe(parameterCount(model));
    expect(draw(3)).toEqual(drawn);
    expect(draw(4)).not.toEqual(drawn);
    expect(drawn.every(Number.isFinite)).toBe(true);
    expect(new Set(drawn).size).toBe(drawn.length);
  });

  it("lie one after another in the flat vector", () => {
    let end = 0;
    for (const range of parameterRanges(model)) {
      expect(range.start).toBe(end);
      expect(range.end - range.start).toBe(range.spec.shape.reduce((a, b) => a * b, 1));
      end = range.end;
    }
    expect(end).toBe(parameterCount(model));
  });

  it("are cut from the flat vector in their order and shapes", async () => {
    const count = parameterCount(model);
    const tensors = unflatten(model, input("flat", [count]));
    expect(tensors.map(({ shape }) => shape)).toEqual(model.parameters.map(({ shape }) => shape));
    const outputs = Object.fromEntries(tensors.map((tensor, i) => [`p${i}`, tensor]));
    const executable = await compile(program(outputs), { precision: "f64" });
    const flat = Float64Array.from({ length: count }, (_, i) => i);
    const result = await executable.run({ flat });
    await executable.close();
    expect(tensors.flatMap((_, i) => [...(result[`p${i}`] as Float64Array)])).toEqual([...flat]);
  });
});

it("one copy a task", async () => {
  const copies: Tensor = repeatForTasks(input("p", [2, 2]), 3);
  expect(copies.shape).toEqual([3, 2, 2]);
  expect(repeatForTasks(input("p", [2, 2]), 1).shape).toEqual([1, 2, 2]);
  const executable = await compile(program({ copies }), { precision: "f64" });
  const result = await executable.run({ p: Float64Array.of(1, 2, 3, 4) });
  await executable.close();
  expect([...result.copies]).toEqual([1, 2, 3, 4, 1, 2, 3, 4, 1, 2, 3, 4]);
});
