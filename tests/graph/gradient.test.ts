import { describe, expect, it, test } from "vitest";
import {
  add,
  alias,
  broadcast,
  concat,
  detach,
  div,
  exp,
  fill,
  gradient,
  input,
  logCosh,
  matmul,
  mul,
  program,
  reshape,
  type Shape,
  ShapeError,
  sin,
  sizeOf,
  slice,
  smooth,
  square,
  sub,
  sum,
  type Tensor,
  table,
  tanh,
} from "../../src/graph/index.js";
import { engineValues, expectNear } from "./engine.js";
import { type Feeds, naiveGradient, naiveValue } from "./naive.js";

describe("gradient", () => {
  it("adds up over what broadcasting repeats", async () => {
    const [x, row, column, scalar] = [
      input("x", [2, 3]),
      input("row", [3]),
      input("column", [2, 1]),
      input("scalar", []),
    ];
    const y = sum(mul(add(x, row), mul(column, scalar)));
    const feeds = { x: [1, 2, 3, 4, 5, 6], row: [10, 20, 30], column: [2, -1], scalar: [0.5] };
    // y = s sum_ij c_i (x_ij + r_j)
    expect(await engineValues(gradient(y, [x, row, column, scalar]), feeds)).toEqual([
      [1, 1, 1, -0.5, -0.5, -0.5],
      [0.5, 0.5, 0.5],
      [33, 37.5],
      [2 * 66 - 75],
    ]);
  });

  it("adds up over every use of a node", async () => {
    const x = input("x", []);
    const y = mul(x, x);
    // z = x^2 x^2 + x^2 - x: 4 x^3 + 2 x - 1
    const z = sub(add(mul(y, y), y), x);
    expect(await engineValues(gradient(z, [x]), { x: [3] })).toEqual([[4 * 27 + 6 - 1]]);
  });

  it("of a target that the output does not depend on is zero, of the target's shape", async () => {
    const [x, other] = [input("x", [2]), input("other", [2, 3])];
    const [, zero] = gradient(sum(square(x)), [x, other]) as [Tensor, Tensor];
    expect(zero.shape).toEqual([2, 3]);
    expect(await engineValues([zero], {})).toEqual([[0, 0, 0, 0, 0, 0]]);
    expect(gradient(fill(2), [x])[0]?.shape).toEqual([2]);
  });

  it("of the output itself is one, or the cotangent", async () => {
    const x = input("x", []);
    const y = sin(x);
    expect(await engineValues(gradient(y, [y]), {})).toEqual([[1]]);
    const v = input("v", [2]);
    const c = input("c", [2]);
    expect(gradient(v, [v], c)).toEqual([c]);
  });

  it("with respect to intermediate tensors is total: also through each other", async () => {
    const x = input("x", []);
    const y = square(x);
    const z = mul(y, 3);
    const w = add(square(z), y);
    // w(z, y) = z^2 + y with z = 3 y and y = x^2
    expect(await engineValues(gradient(w, [z, y, x]), { x: [2] })).toEqual([[24], [73], [73 * 4]]);
  });

  it("with a cotangent is the vector-Jacobian product", async () => {
    const [x, c] = [input("x", [3]), input("c", [2])];
    const y = concat(
      [sum(square(x)), mul(slice(x, 0, 0, 1), slice(x, 0, 1, 2))].map((part) => reshape(part, [1])),
      0,
    );
    // Jacobian [[2 x0, 2 x1, 2 x2], [x1, x0, 0]]
    expect(await engineValues(gradient(y, [x], c), { x: [1, 2, 3], c: [10, 100] })).toEqual([[220, 140, 60]]);
  });

  it("holds detached tensors constant, and only them", async () => {
    const x = input("x", []);
    const y = mul(detach(square(x)), x);
    const [first] = gradient(y, [x]) as [Tensor];
    const [second] = gradient(first, [x]) as [Tensor];
    // d/dx [c x] with c = x^2 held: x^2, whose own derivative 2 x is held as well.
    expect(await engineValues([first, second], { x: [3] })).toEqual([[9], [0]]);
    // The held tensor may itself be a target: y = c x has dy/dc = x.
    const held = detach(square(x));
    expect(await engineValues(gradient(mul(held, x), [held]), { x: [3] })).toEqual([[3]]);
  });

  it("with respect to an alias is partial, and still differentiable through the original", async () => {
    const x = input("x", []);
    const y = square(x);
    const own = alias(x);
    // w = y(x) u^2 with u = x: dw/du = 2 y u = 2 x^3 for y held, whose own derivative is 6 x^2.
    const [partial] = gradient(mul(y, square(own)), [own]) as [Tensor];
    expect(await engineValues([partial, ...gradient(partial, [x])], { x: [2] })).toEqual([[16], [24]]);
    expect(alias(x)).not.toBe(alias(x));
  });

  it("does not differentiate constants", () => {
    const x = input("x", [2, 2]);
    const [g] = gradient(sum(matmul(x, table([1, 2, 3, 4], [2, 2]))), [x]) as [Tensor];
    // Linear in x: the gradient holds no input any more.
    expect(program({ g }).inputs).toEqual([]);
  });

  it("needs a scalar, or a cotangent of the output's shape", () => {
    const x = input("x", [2, 3]);
    expect(() => gradient(x, [x])).toThrow(ShapeError);
    expect(() => gradient(x, [x])).toThrow(
      /^gradient: the output must be a scalar, or a cotangent be given \(\[2, 3\]\)$/,
    );
    expect(() => gradient(x, [x], fill(1, [3]))).toThrow(
      /^gradient: the cotangent's shape must be \[2, 3\] \(\[3\]\)$/,
    );
  });
});

describe("closed forms of higher derivatives", () => {
  /** The derivatives of order 0, 1, ... of f at x. */
  async function derivatives(f: (x: Tensor) => Tensor, x: number, orders: number): Promise<number[]> {
    const at = input("x", []);
    const list = [f(at)];
    for (let order = 1; order <= orders; order++) list.push(gradient(list.at(-1) as Tensor, [at])[0] as Tensor);
    return (await engineValues(list, { x: [x] })).flat();
  }

  test("of sine come round every four", async () => {
    const [s, c] = [Math.sin(0.7), Math.cos(0.7)];
    expectNear(await derivatives(sin, 0.7, 5), [s, c, -s, -c, s, c], 1e-15);
  });

  test("of exp(2 x) are powers of 2", async () => {
    const values = await derivatives((x) => exp(mul(2, x)), 0.3, 6);
    expectNear(
      values,
      Array.from({ length: 7 }, (_, n) => 2 ** n * Math.exp(0.6)),
      1e-14,
    );
  });

  test("of 1 / x are n! / x^(n+1) with alternating signs", async () => {
    const values = await derivatives((x) => div(1, x), 2, 5);
    expectNear(values, [1 / 2, -1 / 4, 2 / 8, -6 / 16, 24 / 32, -120 / 64], 1e-14);
  });

  test("of tanh up to the fourth", async () => {
    const t = Math.tanh(0.4);
    const s = 1 - t * t;
    expectNear(
      await derivatives(tanh, 0.4, 4),
      [t, s, -2 * t * s, s * (6 * t * t - 2), t * s * (16 - 24 * t * t)],
      1e-14,
    );
  });
});

/**
 * Adapting a learned H in the small: H(x; theta) is a network with one hidden layer, its symplectic gradient the
 * predicted field, log cosh its error, and one gradient step on theta the adaptation.
 */
describe.each(["tanh", "softplus", "mish", "silu"] as const)(
  "the derivatives of an adapted Hamiltonian network, %s",
  (kind) => {
    const activation = (hidden: Tensor) => smooth(kind, hidden);
    const [tasks, points, width] = [2, 3, 4];
    const shapes: Record<string, Shape> = { w0: [2, width], b0: [width], w1: [width, 1] };
    const names = Object.keys(shapes);
    const theta = names.map((name) => input(name, shapes[name] as Shape));
    const spread = (n: number, phase: number) => Array.from({ length: n }, (_, i) => 0.9 * Math.sin(2.3 * i + phase));
    const data = ["x", "dx", "query", "dquery"].map((name) => input(name, [tasks, points, 2]));
    const [x, dx, query, dquery] = data as [Tensor, Tensor, Tensor, Tensor];
    const feeds: Feeds = {
      ...Object.fromEntries([...theta, ...data].map((t, i) => [t.attributes.name, spread(sizeOf(t.shape), i + 0.5)])),
    };

    const copies = theta.map((parameter) =>
      broadcast(reshape(parameter, [1, ...parameter.shape]), [tasks, ...parameter.shape]),
    );
    const field = ([w0, b0, w1]: readonly Tensor[], states: Tensor) => {
      const rows = add(matmul(states, w0 as Tensor), reshape(b0 as Tensor, [tasks, 1, width]));
      const [slope] = gradient(sum(matmul(activation(rows), w1 as Tensor)), [states]) as [Tensor];
      return concat([slice(slope, 2, 1, 2), mul(-1, slice(slope, 2, 0, 1))], 2);
    };
    const loss = (parameters: readonly Tensor[], states: Tensor, truth: Tensor) =>
      sum(logCosh(sub(field(parameters, states), truth)));

    const inner = loss(copies, x, dx);
    const slopes = gradient(inner, copies);
    const adapted = copies.map((value, i) => sub(value, mul(0.2, slopes[i] as Tensor)));
    const outer = loss(adapted, query, dquery);
    const orders: readonly [string, Tensor, readonly Tensor[]][] = [
      // dH/dx is inside: these are second derivatives of the network ...
      ["inner gradient", inner, theta],
      // ... and these third, taken through the gradient step.
      ["meta-gradient", outer, theta],
      ["gradient of the inner gradient's norm", slopes.map((g) => sum(square(g))).reduce(add), theta],
      ["gradient of the meta-loss by the support states", outer, [x]],
    ];

    test.each(orders)("%s", async (_, scalar, targets) => {
      const results = await engineValues([scalar, ...gradient(scalar, targets)], feeds);
      expectNear(results[0] as number[], naiveValue(scalar, feeds), 1e-12, "value");
      targets.forEach((target, i) => {
        const name = target.attributes.name as string;
        expectNear(results[i + 1] as number[], naiveGradient(scalar, name, feeds), 1e-8, name);
      });
    });

    test("Hessian-vector products are symmetric, also of the meta-loss", async () => {
      const [w0, , w1] = theta as [Tensor, Tensor, Tensor];
      const [u, v] = [input("u", w0.shape), input("v", w1.shape)];
      const [g0, g1] = gradient(outer, [w0, w1]) as [Tensor, Tensor];
      const [uv] = gradient(sum(mul(g0, u)), [w1]) as [Tensor];
      const [vu] = gradient(sum(mul(g1, v)), [w0]) as [Tensor];
      const given = { ...feeds, u: spread(8, 4), v: spread(4, 7) };
      const [[a], [b]] = (await engineValues([sum(mul(uv, v)), sum(mul(vu, u))], given)) as [[number], [number]];
      expect(Math.abs(a)).toBeGreaterThan(1e-3);
      expect(Math.abs(a - b)).toBeLessThan(1e-12 * Math.abs(a) + 1e-13);
    });
  },
);
