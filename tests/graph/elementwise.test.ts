import { describe, expect, it, test } from "vitest";
import * as graph from "../../src/graph/index.js";
import { alias, detach, input, mul, operations, pow, type Tensor } from "../../src/graph/index.js";
import { engineNames } from "../../src/runtime/index.js";
import { engineValues } from "./engine.js";

describe("elementwise values", () => {
  const grid = Array.from({ length: 81 }, (_, i) => (i - 40) / 4);
  const positive = grid.map((x) => Math.exp(x / 2));
  const extreme = [-1e4, -700, -90, -30, -1e-8, 0, 1e-8, 30, 90, 700, 1e4];
  const cases: readonly [string, (x: Tensor) => Tensor, (x: number) => number, readonly number[]][] = [
    ["neg", graph.neg, (x) => -x, [...grid, ...extreme]],
    ["exp", graph.exp, Math.exp, grid],
    ["log", graph.log, Math.log, positive],
    ["sin", graph.sin, Math.sin, grid],
    ["cos", graph.cos, Math.cos, grid],
    ["sqrt", graph.sqrt, Math.sqrt, [...positive, 0]],
    ["abs", graph.abs, Math.abs, [...grid, ...extreme]],
    ["sign", graph.sign, Math.sign, [...grid, ...extreme]],
    ["tanh", graph.tanh, Math.tanh, [...grid, ...extreme]],
    [
      "sigmoid",
      graph.sigmoid,
      (x) => (x < 0 ? Math.exp(x) / (1 + Math.exp(x)) : 1 / (1 + Math.exp(-x))),
      [...grid, ...extreme],
    ],
    ["softplus", graph.softplus, (x) => Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x))), [...grid, ...extreme]],
    [
      "logCosh",
      graph.logCosh,
      (x) => (Math.abs(x) > 300 ? Math.abs(x) - Math.LN2 : Math.log(Math.cosh(x))),
      [...grid, ...extreme],
    ],
    ["mishGate", graph.mishGate, (x) => (x > 700 ? 1 : Math.tanh(Math.log1p(Math.exp(x)))), [...grid, ...extreme]],
    ["pow 3", (x) => pow(x, 3), (x) => x ** 3, grid],
    ["pow -0.5", (x) => pow(x, -0.5), (x) => x ** -0.5, positive],
    ["pow 2.5", (x) => pow(x, 2.5), (x) => x ** 2.5, [...positive, 0]],
    ["square", graph.square, (x) => x * x, grid],
    ["smooth silu", (x) => graph.smooth("silu", x), (x) => x / (1 + Math.exp(-x)), grid],
    ["smooth mish", (x) => graph.smooth("mish", x), (x) => x * Math.tanh(Math.log1p(Math.exp(x))), grid],
    ["minimum with 1", (x) => graph.minimum(x, 1), (x) => Math.min(x, 1), grid],
    ["add", (x) => graph.add(x, 0.3), (x) => x + 0.3, grid],
    ["sub", (x) => graph.sub(0.3, x), (x) => 0.3 - x, grid],
    ["mul", (x) => mul(x, -1.7), (x) => -1.7 * x, grid],
    ["div", (x) => graph.div(2, x), (x) => 2 / x, positive],
    ["detach", detach, (x) => x, grid],
    ["alias", alias, (x) => x, grid],
  ];

  it("covers every operation with a form for numbers", () => {
    const scalar = operations.flatMap((operation) => ("scalar" in operation ? [operation.name] : []));
    const covered = cases.map(([name]) => name.split(" ")[0]);
    expect(scalar.filter((name) => !covered.includes(name))).toEqual(["fill"]);
  });

  describe.each([
    ["native", "f64", 1e-14],
    ["wasm", "f64", 1e-14],
    ["native", "f32", 2e-6],
    ["wasm", "f32", 2e-6],
  ] as const)("%s %s", (engine, precision, tolerance) => {
    test.each(cases)("%s", async (_, f, expected, points) => {
      const given = precision === "f64" ? points : [...Float32Array.from(points)];
      const [actual] = await engineValues([f(input("x", [given.length]))], { x: given }, { engine, precision });
      // Relative to the value, or to 1 where the value is small.
      given.forEach((x, i) => {
        const value = expected(x);
        expect(Math.abs((actual?.[i] as number) - value) / Math.max(1, Math.abs(value)), `at ${x}`).toBeLessThan(
          tolerance,
        );
      });
    });
  });

  it("the engines named here are all there are", () => {
    // Those of graphics processors are held against the CPU where there is one: tests/runtime/graphics.test.ts.
    expect(engineNames.filter((name) => name !== "cuda" && name !== "webgpu")).toEqual(["native", "wasm"]);
  });
});
