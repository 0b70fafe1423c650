import fc from "fast-check";
import { describe, expect, it, test } from "vitest";
import {
  abs,
  add,
  alias,
  broadcast,
  concat,
  cos,
  detach,
  div,
  exp,
  fill,
  gradient,
  input,
  matmul,
  mul,
  neg,
  type Program,
  pad,
  pow,
  program,
  programCost,
  reshape,
  type Shape,
  sin,
  sizeOf,
  square,
  sub,
  sum,
  type Tensor,
  tanh,
  transpose,
} from "../../src/graph/index.js";
import { engineValues, expectNear, runs } from "./engine.js";
import { naiveValues } from "./naive.js";
import { missingOperations, randomProgram } from "./random-program.js";

const named = (tensors: readonly Tensor[]) => Object.fromEntries(tensors.map((tensor, i) => [`result_${i}`, tensor]));
const results = ({ outputs }: Program) => Object.values<Tensor>(outputs);
const named1 = (tensor: Tensor) => program({ result: tensor });
const operationsOf = ({ nodes }: Program) =>
  nodes.filter((node) => node.inputs.length > 0).map((node) => node.operation.name);
const shapesOf = ({ nodes }: Program, operation: string): Shape[] =>
  nodes.filter((node) => node.operation.name === operation).map(({ shape }) => shape);

describe("random programs, simplified", () => {
  test("contain every operation", () => {
    expect(missingOperations).toEqual([]);
  });

  test("have the same values and shapes, no more arithmetic, and nothing left to simplify", () => {
    fc.assert(
      fc.property(randomProgram(), ({ outputs, feeds }) => {
        const written = program(named(outputs), { asWritten: true });
        const optimized = program(named(outputs));
        const after = results(optimized);
        expect(after.map(({ shape }) => shape)).toEqual(outputs.map(({ shape }) => shape));
        const expected = naiveValues(outputs, feeds);
        naiveValues(after, feeds).forEach((actual, i) => {
          expectNear(actual, expected[i] as Float64Array, 1e-10);
        });
        expect(programCost(optimized).productFlops).toBeLessThanOrEqual(programCost(written).productFlops);
        const again = results(program(optimized.outputs));
        expect(again.every((tensor, i) => tensor === after[i])).toBe(true);
      }),
      runs(2000),
    );
  });

  test("have the same values on the engine", async () => {
    await fc.assert(
      fc.asyncProperty(randomProgram(), async ({ outputs, feeds }) => {
        const expected = naiveValues(outputs, feeds);
        for (const asWritten of [true, false]) {
          const actual = await engineValues(outputs, feeds, { asWritten });
          actual.forEach((values, i) => {
            expectNear(values, expected[i] as Float64Array, 1e-10, asWritten ? "as written" : "simplified");
          });
        }
      }),
      runs(150),
    );
  });

  test("have the same values in single precision", async () => {
    await fc.assert(
      fc.asyncProperty(randomProgram(12), async ({ outputs, feeds }) => {
        const rounded = Object.fromEntries(
          Object.entries(feeds).map(([name, values]) => [name, Float32Array.from(values)]),
        );
        const expected = naiveValues(outputs, rounded);
        const actual = await engineValues(outputs, rounded, { precision: "f32" });
        actual.forEach((values, i) => {
          expectNear(values, expected[i] as Float64Array, 1e-2);
        });
      }),
      runs(60),
    );
  });
});

describe("products", () => {
  const [tasks, rows, inputs, outputs] = [5, 7, 3, 4];
  const stack = input("stack", [tasks, rows, inputs]);
  const weight = input("weight", [inputs, outputs]);
  const copies = broadcast(reshape(weight, [1, inputs, outputs]), [tasks, inputs, outputs]);

  it("by a factor that all of a stack share are one product over all rows", () => {
    const { nodes } = named1(matmul(stack, copies));
    const product = nodes.find(({ operation }) => operation.name === "matmul");
    expect(product?.inputs.map(({ shape }) => shape)).toEqual([
      [tasks * rows, inputs],
      [inputs, outputs],
    ]);
    expect(operationsOf(named1(matmul(stack, copies)))).toEqual(["reshape", "matmul", "reshape"]);
  });

  it("also where the shared factor is transposed", () => {
    const wide = input("wide", [tasks, rows, outputs]);
    const { nodes } = named1(matmul(wide, copies, { transposeB: true }));
    expect(nodes.find(({ operation }) => operation.name === "matmul")?.shape).toEqual([tasks * rows, inputs]);
  });

  it("summed over the stack are one product: the gradient of a shared factor", () => {
    const [g] = gradient(sum(square(matmul(stack, copies))), [weight]) as [Tensor];
    const closed = named1(g);
    expect(shapesOf(closed, "matmul")).toEqual([
      [tasks * rows, outputs],
      [inputs, outputs],
    ]);
    expect(shapesOf(closed, "sum")).toEqual([]);
    expect(shapesOf(closed, "broadcast")).toEqual([]);
    expect(programCost(closed).productFlops).toBe(2 * 2 * tasks * rows * inputs * outputs);
  });

  it("summed over the stack through sums, differences and multiples", () => {
    const [a, b, c] = ["a", "b", "c"].map((name) => input(name, [tasks, rows, inputs])) as [Tensor, Tensor, Tensor];
    const outer = (x: Tensor) => matmul(x, stack, { transposeA: true });
    const closed = named1(sum(sub(add(outer(a), mul(0.3, outer(b))), neg(outer(c))), [0]));
    expect(shapesOf(closed, "sum")).toEqual([]);
    expect(shapesOf(closed, "matmul")).toEqual(Array(3).fill([inputs, inputs]));
  });

  it("are not computed twice where the stack is needed as well", () => {
    const outer = matmul(stack, tanh(stack), { transposeA: true });
    const closed = program({ outer, total: sum(outer, [0]) });
    expect(shapesOf(closed, "matmul")).toEqual([[tasks, inputs, inputs]]);
  });

  test.each([
    [[1, inputs, inputs] as Shape],
    [[tasks, 1, inputs] as Shape],
    [[inputs, inputs] as Shape],
    [[inputs] as Shape],
  ])("summed over the stack with a term of shape %j, which counts once for every task", async (shape) => {
    const term = input("term", shape);
    const total = sum(add(matmul(stack, stack, { transposeA: true }), term), [0]);
    const numbers = (size: number) => Array.from({ length: size }, (_, i) => Math.sin(i + 1));
    const feeds = { stack: numbers(tasks * rows * inputs), term: numbers(sizeOf(shape)) };
    const [written, optimized] = [
      await engineValues([total], feeds, { asWritten: true }),
      await engineValues([total], feeds),
    ];
    expectNear(optimized[0] as number[], written[0] as number[], 1e-13);
  });

  it("take a transposed matrix as it is", () => {
    const closed = named1(matmul(transpose(stack, [0, 2, 1]), stack));
    expect(operationsOf(closed)).toEqual(["matmul"]);
    expect(closed.outputs.result.attributes).toEqual({ transposeA: true, transposeB: false });
    // A transposition that moves the stack's axis cannot be absorbed.
    const moved = input("moved", [rows, tasks, inputs]);
    expect(operationsOf(named1(matmul(transpose(moved, [1, 2, 0]), input("b", [tasks, rows, 2]))))).toContain(
      "transpose",
    );
  });
});

describe("small rewrites", () => {
  const x = input("x", [2, 3]);
  const y = input("y", [2, 3]);
  const is = (before: Tensor, after: Tensor) =>
    expect(named1(before).outputs.result).toBe(named1(after).outputs.result);

  it("drops what nothing needs", () => {
    const unused = exp(matmul(x, transpose(x, [1, 0])));
    const closed = program({ result: sin(x) });
    expect(closed.nodes).not.toContain(unused);
    expect(operationsOf(closed)).toEqual(["sin"]);
  });

  it("has no detached nodes and no aliases left", () => is(sin(detach(alias(x))), sin(x)));
  it("merges reshapes", () => is(reshape(reshape(reshape(x, [6]), [3, 2]), [2, 3]), x));
  it("merges transpositions", () => is(transpose(transpose(x, [1, 0]), [1, 0]), x));
  it("merges broadcasts", () => is(broadcast(broadcast(x, [4, 2, 3]), [5, 4, 2, 3]), broadcast(x, [5, 4, 2, 3])));
  it("turns a transposition of axes of size 1 into a reshape", () =>
    is(transpose(reshape(x, [2, 1, 3]), [1, 0, 2]), reshape(x, [1, 2, 3])));
  it("turns a sum over axes of size 1 into a reshape", () => is(sum(reshape(x, [2, 1, 3]), [1]), x));
  it("stretches no operand that its operation stretches", () => {
    const row = input("row", [3]);
    is(add(broadcast(row, [2, 3]), x), add(row, x));
  });
  it("lets reshaped operands meet as matrices", () => {
    const flat = input("flat", [6]);
    is(add(reshape(flat, [1, 2, 3]), reshape(x, [1, 2, 3])), reshape(add(reshape(flat, [2, 3]), x), [1, 2, 3]));
  });
  it("stretches no operand behind a reshape either", () => {
    const rows = reshape(broadcast(input("rows", [1, 2, 3]), [4, 2, 3]), [2, 12]);
    const closed = named1(mul(rows, reshape(input("all", [8, 3]), [2, 12])));
    expect(operationsOf(closed)).toEqual(["reshape", "mul", "reshape"]);
  });
  it("joins what is padded to stand side by side", () => {
    const z = input("z", [2, 1]);
    const padded = add(add(pad(x, 1, 1, 3), pad(z, 1, 0, 6)), pad(y, 1, 4, 0));
    is(padded, concat([z, x, y], 1));
  });
  it("adds what overlaps, leaves a gap, stands along different axes or is needed elsewhere", () => {
    const [row, column] = [input("one_row", [1, 3]), input("column", [2, 1])];
    const wide = pad(x, 1, 0, 1);
    for (const kept of [
      add(pad(x, 1, 0, 2), pad(y, 1, 2, 0)),
      add(pad(column, 1, 0, 4), pad(x, 1, 2, 0)),
      add(pad(row, 0, 0, 1), pad(column, 1, 2, 0)),
      mul(wide, add(wide, pad(column, 1, 3, 0))),
    ])
      expect(operationsOf(named1(kept))).toContain("add");
  });
  it("gathers signs", () => {
    is(add(x, neg(y)), sub(x, y));
    is(add(neg(x), y), sub(y, x));
    is(mul(neg(x), neg(y)), mul(x, y));
    is(neg(neg(x)), x);
  });
  it("gathers constant factors", () => {
    const { nodes } = named1(mul(2, mul(mul(x, 3), -0.5)));
    expect(nodes.map(({ operation }) => operation.name)).toEqual(["input", "fill", "mul"]);
    expect(nodes[1]?.attributes.value).toBe(-3);
  });
  it("sums what was only repeated by multiplying", () => {
    const closed = named1(sum(broadcast(input("s", []), [4, 5])));
    expect(operationsOf(closed)).toEqual(["mul"]);
    expect(closed.nodes.find(({ operation }) => operation.name === "fill")?.attributes.value).toBe(20);
  });
});

describe("while it is written", () => {
  const x = input("x", [2, 3]);

  test("the same expression twice is the same node", () => {
    expect(sin(mul(x, 2))).toBe(sin(mul(x, 2)));
    expect(reshape(x, [3, 2])).toBe(reshape(x, [3, 2]));
    expect(gradient(sum(sin(x)), [x])[0]).toBe(gradient(sum(sin(x)), [x])[0]);
  });

  test("different expressions are different nodes", () => {
    const y = input("y", [3, 3]);
    const z = input("z", [3, 3]);
    const all = [
      matmul(y, z),
      matmul(z, y),
      matmul(y, z, { transposeA: true }),
      matmul(y, z, { transposeB: true }),
      sub(y, z),
      sub(z, y),
      pow(y, 2.5),
      pow(y, 2.25),
      sum(y, [0]),
      sum(y, [1]),
      reshape(y, [9]),
      reshape(y, [1, 9]),
      reshape(y, [9, 1]),
    ];
    expect(new Set(all).size).toBe(all.length);
    expect(input("x", [2, 3])).not.toBe(input("x", [2, 3]));
  });

  test("constants are folded", () => {
    const folded = (tensor: Tensor) => [tensor.operation.name, tensor.attributes.value, tensor.shape];
    expect(folded(add(2, 3))).toEqual(["fill", 5, []]);
    expect(folded(div(exp(0), sub(fill(6, [2]), 2)))).toEqual(["fill", 0.25, [2]]);
    expect(folded(cos(reshape(fill(0, [4]), [2, 2])))).toEqual(["fill", 1, [2, 2]]);
    expect(folded(sum(broadcast(fill(3, [2, 1]), [2, 5]), [1]))).toEqual(["fill", 15, [2]]);
    expect(folded(mul(x, 0))).toEqual(["fill", 0, [2, 3]]);
    expect(folded(abs(-2))).toEqual(["fill", 2, []]);
  });

  test("neutral operands vanish, but never a stretch", () => {
    expect(add(x, 0)).toBe(x);
    expect(sub(x, 0)).toBe(x);
    expect(mul(1, x)).toBe(x);
    expect(div(x, 1)).toBe(x);
    expect(pow(x, 1)).toBe(x);
    expect(mul(-1, x)).toBe(neg(x));
    expect(sub(0, x)).toBe(neg(x));
    expect(add(x, fill(0, [4, 2, 3])).shape).toEqual([4, 2, 3]);
    expect(mul(fill(1, [4, 2, 3]), x).shape).toEqual([4, 2, 3]);
    expect(sub(fill(0, [4, 1, 1]), x).shape).toEqual([4, 2, 3]);
    expect(mul(x, fill(0, [4, 1, 1])).shape).toEqual([4, 2, 3]);
  });
});

test("long chains are simplified whole, without running out of stack", () => {
  const chain = (length: number) => {
    let x = input("x", [2, 6]);
    for (let i = 0; i < length; i++) x = transpose(reshape(sin(reshape(x, [3, 4])), [6, 2]), [1, 0]);
    return sum(x);
  };
  expect(named1(chain(20_000)).nodes.length).toBeLessThanOrEqual(3 * 20_000 + 2);
});
