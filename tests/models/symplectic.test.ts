import { expect, test } from "vitest";
import { add, gradient, input, mul, slice, square, sum, type Tensor, tanh } from "../../src/graph/index.js";
import { symplecticGradient } from "../../src/models/index.js";
import { engineValues, expectNear } from "../graph/engine.js";

const component = (x: Tensor, i: number) => slice(x, x.shape.length - 1, i, i + 1);
const [points, components] = [3, 4];
const states = input("states", [points, components]);
const values = Array.from({ length: points * components }, (_, i) => Math.sin(2 * i + 1));

test("a harmonic oscillator in the plane turns", async () => {
  // H = k |q|^2 / 2 + |p|^2 / (2 m): q' = p / m, p' = -k q.
  const [k, m] = [3, 0.5];
  const energy = (x: Tensor) => {
    const of = (i: number, factor: number) => mul(factor / 2, square(component(x, i)));
    return [of(0, k), of(1, k), of(2, 1 / m), of(3, 1 / m)].reduce(add);
  };
  const field = symplecticGradient(energy, states);
  expect(field.shape).toEqual([points, components]);
  const [actual] = await engineValues([field], { states: values });
  const expected = values.map((_, i) => {
    const other = i % 4 < 2 ? (values[i + 2] as number) / m : -k * (values[i - 2] as number);
    return other;
  });
  expectNear(actual as number[], expected, 1e-14);
});

test("the derivative is partial: what else was computed from the states counts as constant", async () => {
  const stiffness = tanh(sum(square(states)));
  const energy = (x: Tensor) => mul(stiffness, square(component(x, 0)));
  const field = symplecticGradient(energy, states);
  const k = Math.tanh(values.reduce((total, x) => total + x * x, 0));
  const expected = values.map((_, i) => (i % 4 === 2 ? -2 * k * (values[i - 2] as number) : 0));
  const [actual] = await engineValues([field], { states: values });
  expectNear(actual as number[], expected, 1e-14);
  // Yet the field itself depends on the states through it.
  const total = (x: number[]) => {
    const tanhOfNorm = Math.tanh(0.05 * x.reduce((t, xi) => t + xi * xi, 0));
    return [0, 1, 2].reduce((t, point) => t - 2 * tanhOfNorm * (x[4 * point] as number), 0);
  };
  const soft = tanh(mul(0.05, sum(square(states))));
  const [slope] = gradient(sum(symplecticGradient((x) => mul(soft, square(component(x, 0))), states)), [states]) as [
    Tensor,
  ];
  const [slopes] = await engineValues([slope], { states: values });
  const step = 1e-5;
  const differences = values.map((_, i) => {
    const moved = (by: number) => total(values.map((x, j) => (i === j ? x + by : x)));
    return (moved(step) - moved(-step)) / (2 * step);
  });
  expectNear(slopes as number[], differences, 1e-9);
});
