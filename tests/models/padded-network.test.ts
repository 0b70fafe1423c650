import { describe, expect, test } from "vitest";
import { randomStream } from "../../src/base/random.js";
import { compileArrays, input, program } from "../../src/graph/index.js";
import { initialParameters, network, parameterCount, repeatForTasks, unflatten } from "../../src/models/index.js";

const states = (bodies: number) => {
  const random = randomStream(1, "states");
  return Float64Array.from({ length: bodies * 4 }, () => random.normal());
};

function evaluate(output: "direct" | "hamiltonian", bodies: number, x: Float64Array) {
  const model = network({ architecture: "mlp", width: 7, activation: "tanh", output });
  const own = unflatten(model, input("flat", [parameterCount(model)])).map((parameter) => repeatForTasks(parameter, 1));
  const tensor = input("states", [1, bodies, 1, 4]);
  const outputs =
    model.hamiltonian === undefined
      ? { derivative: model.derivative(own, tensor) }
      : { derivative: model.derivative(own, tensor), energy: model.hamiltonian(own, tensor) };
  const compiled = compileArrays(program<string>(outputs), {
    flat: initialParameters(model, randomStream(2, "parameters")),
  });
  compiled.inputs.states?.set(x);
  compiled.run();
  return { derivative: compiled.outputs.derivative as Float64Array, energy: compiled.outputs.energy?.[0] as number };
}

describe("the network without a graph", () => {
  test.each(["direct", "hamiltonian"] as const)("sees missing bodies as zeros, %s", (output) => {
    const one = states(1);
    const three = new Float64Array(12);
    three.set(one);
    const [small, large] = [evaluate(output, 1, one), evaluate(output, 3, three)];
    expect(small.derivative.length).toBe(4);
    small.derivative.forEach((value, i) => {
      expect(value).toBeCloseTo(large.derivative[i] as number, 12);
    });
  });

  test("has the field of Hamilton's equations", () => {
    const x = states(2);
    const { derivative } = evaluate("hamiltonian", 2, x);
    const h = 1e-5;
    for (let i = 0; i < x.length; i++) {
      const at = (shift: number) =>
        evaluate(
          "hamiltonian",
          2,
          x.map((v, k) => (k === i ? v + shift : v)),
        ).energy;
      const slope = (at(h) - at(-h)) / (2 * h);
      const [body, component] = [Math.floor(i / 4), i % 4];
      const partner = body * 4 + ((component + 2) % 4);
      expect(derivative[partner]).toBeCloseTo(component < 2 ? -slope : slope, 7);
    }
  });

  test("tells the bodies apart, unlike the graph network", () => {
    const x = states(2);
    const swapped = Float64Array.of(...x.slice(4), ...x.slice(0, 4));
    expect(evaluate("hamiltonian", 2, x).energy).not.toBeCloseTo(evaluate("hamiltonian", 2, swapped).energy, 6);
  });

  test("refuses more bodies than it has inputs for", () => {
    expect(() => evaluate("direct", 4, states(4))).toThrow(/inputs for 3 bodies, not 4/);
  });
});
