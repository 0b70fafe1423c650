import { describe, expect, test } from "vitest";
import { gradient, input, type Tensor } from "../../src/graph/index.js";
import { type ActivationName, activate, activationNames } from "../../src/models/index.js";
import { engineValues, expectNear } from "../graph/engine.js";

const sigmoid = (x: number) => 1 / (1 + Math.exp(-x));
const softplus = (x: number) => Math.log1p(Math.exp(x));

// Value, first and second derivative in closed form.
const closedForms: Readonly<Record<ActivationName, readonly ((x: number) => number)[]>> = {
  tanh: [Math.tanh, (x) => 1 / Math.cosh(x) ** 2, (x) => (-2 * Math.sinh(x)) / Math.cosh(x) ** 3],
  softplus: [softplus, sigmoid, (x) => sigmoid(x) * sigmoid(-x)],
  silu: [
    (x) => x * sigmoid(x),
    (x) => sigmoid(x) + x * sigmoid(x) * sigmoid(-x),
    (x) => sigmoid(x) * sigmoid(-x) * (2 + x * (sigmoid(-x) - sigmoid(x))),
  ],
  // With u = softplus(x), t = tanh u and s = sigmoid x: u' = s, t' = (1 - t^2) s.
  mish: [
    (x) => x * Math.tanh(softplus(x)),
    (x) => Math.tanh(softplus(x)) + (x * sigmoid(x)) / Math.cosh(softplus(x)) ** 2,
    (x) => {
      const [t, s] = [Math.tanh(softplus(x)), sigmoid(x)];
      const slope = (1 - t * t) * s;
      return 2 * slope + x * (-2 * t * slope * s + (1 - t * t) * s * (1 - s));
    },
  ],
};

describe("activations", () => {
  const points = Array.from({ length: 41 }, (_, i) => (i - 20) / 2);

  test("are the four of the comparison", () => {
    expect([...activationNames].sort()).toEqual(["mish", "silu", "softplus", "tanh"]);
  });

  test.each(activationNames)("%s: value, first and second derivative", async (name) => {
    const x = input("x", [points.length]);
    const ones = input("ones", [points.length]);
    const along = (y: Tensor) => gradient(y, [x], ones)[0] as Tensor;
    const value = activate(name, x);
    const tensors = [value, along(value), along(along(value))];
    const results = await engineValues(tensors, { x: points, ones: points.map(() => 1) });
    results.forEach((actual, order) => {
      expectNear(actual, points.map(closedForms[name][order] as (x: number) => number), 1e-14, `order ${order}`);
    });
  });

  test.each(activationNames)("%s in single precision", async (name) => {
    const x = input("x", [points.length]);
    const value = activate(name, x);
    const slope = gradient(value, [x], input("ones", [points.length]))[0] as Tensor;
    for (const engine of ["native", "wasm"] as const) {
      const results = await engineValues(
        [value, slope],
        { x: points, ones: points.map(() => 1) },
        { precision: "f32", engine },
      );
      expectNear(results[0] as number[], points.map(closedForms[name][0] as (x: number) => number), 5e-7);
      expectNear(results[1] as number[], points.map(closedForms[name][1] as (x: number) => number), 2e-6);
    }
  });
});
