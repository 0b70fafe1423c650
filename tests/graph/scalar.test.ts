import { afterEach, describe, expect, it, test, vi } from "vitest";
import {
  abs,
  add,
  alias,
  compileScalar,
  cos,
  detach,
  div,
  exp,
  fill,
  gradient,
  input,
  interpret,
  log,
  logCosh,
  matmul,
  minimum,
  mishGate,
  mul,
  neg,
  operations,
  pow,
  reachable,
  sigmoid,
  sign,
  sin,
  softplus,
  sqrt,
  square,
  sub,
  sum,
  type Tensor,
  tanh,
} from "../../src/graph/index.js";
import fc from "../property.js";
import { engineValues, expectNear } from "./engine.js";
import { naiveValues } from "./naive.js";

const [x, y, z] = ["x", "y", "z"].map((name) => input(name, [])) as [Tensor, Tensor, Tensor];

/** Uses every operation that has a form for numbers; defined for all positive x, y, z. */
const everything = [
  add(sin(x), mul(2, cos(y))),
  sub(div(x, add(y, 1)), neg(z)),
  exp(neg(square(x))),
  log(add(x, y)),
  sqrt(add(1, mul(x, z))),
  abs(sub(x, y)),
  sign(sub(x, add(y, 0.25))),
  tanh(sub(z, x)),
  sigmoid(sub(x, mul(3, z))),
  softplus(sub(y, z)),
  logCosh(sub(y, mul(2, z))),
  mishGate(sub(mul(2, x), y)),
  pow(add(x, 0.5), -1.5),
  detach(mul(x, y)),
  alias(mul(y, z)),
  minimum(x, z),
  fill(0.125),
];

describe("scalar programs", () => {
  const names = ["x", "y", "z"];
  const inputs = [x, y, z];
  const slopes = gradient(everything.reduce(add), inputs);
  const outputs = [...everything, ...slopes, ...slopes.flatMap((slope) => gradient(slope, inputs))];

  it("here use every operation that has a form for numbers", () => {
    const used = new Set(reachable(outputs).map(({ operation }) => operation.name));
    expect(operations.filter((operation) => "scalar" in operation && !used.has(operation.name))).toEqual([]);
    for (const operation of operations) expect("scalar" in operation).toBe("evaluate" in operation);
  });

  test("generated, interpreted, on the engine and by definition give the same values", async () => {
    const generated = compileScalar(inputs, outputs);
    const interpreted = interpret(reachable(outputs), inputs, outputs);
    const [out, other] = [new Float64Array(outputs.length), new Float64Array(outputs.length)];
    const positive = fc.double({ min: 0.1, max: 3, noNaN: true });
    await fc.assert(
      fc.asyncProperty(fc.tuple(positive, positive, positive), async (point) => {
        fc.pre(Math.abs(point[0] - point[1] - 0.25) > 1e-9 && Math.abs(point[0] - point[1]) > 1e-9);
        fc.pre(Math.abs(point[0] - point[2]) > 1e-9);
        generated(Float64Array.from(point), out);
        interpreted(Float64Array.from(point), other);
        expect(out).toEqual(other);
        const feeds = Object.fromEntries(names.map((name, i) => [name, [point[i] as number]]));
        const expected = naiveValues(outputs, feeds).flatMap((value) => [...value]);
        expectNear(out, expected, 1e-13, "by definition");
        expectNear((await engineValues(outputs, feeds)).flat(), expected, 1e-13, "engine");
      }),
      { numRuns: 25 },
    );
  });

  it("take inputs in the order listed, also those that no output needs", () => {
    const out = new Float64Array(2);
    compileScalar([y, z, x], [sub(x, y), x])(Float64Array.of(1, 2, 5), out);
    expect([...out]).toEqual([4, 5]);
  });

  it("may write over what they read", () => {
    const swap = Float64Array.of(1, 2);
    compileScalar([x, y], [y, x])(swap, swap);
    expect([...swap]).toEqual([2, 1]);
    interpret([x, y], [x, y], [y, x])(swap, swap);
    expect([...swap]).toEqual([1, 2]);
  });

  it("refuse tensors that are not scalars, and inputs not listed", () => {
    const v = input("v", [2]);
    expect(() => compileScalar([v], [sum(v)])).toThrow("compileScalar: input of shape [2] is not a scalar operation");
    const m = input("m", [1, 1]);
    expect(() => compileScalar([m], [matmul(m, m)])).toThrow(/not a scalar operation/);
    expect(() => compileScalar([x], [add(x, y)])).toThrow('compileScalar: input "y" is not among the listed inputs');
  });
});

describe("where code may not be generated", () => {
  afterEach(() => {
    vi.unstubAllGlobals();
  });

  it("the same nodes are interpreted", () => {
    const generated = compileScalar([x, y], [sin(mul(x, y))]);
    class Forbidden {
      constructor() {
        throw new EvalError("Refused to evaluate a string as JavaScript");
      }
    }
    vi.stubGlobal("Function", Forbidden);
    const interpreted = compileScalar([x, y], [sin(mul(x, y))]);
    const [a, b] = [new Float64Array(1), new Float64Array(1)];
    generated(Float64Array.of(2, 3), a);
    interpreted(Float64Array.of(2, 3), b);
    expect(b).toEqual(a);
    expect(b[0]).toBe(Math.sin(6));
  });
});
