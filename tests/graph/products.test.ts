import { describe, expect, it, test } from "vitest";
import {
  add,
  broadcast,
  gradient,
  input,
  matmul,
  mul,
  neg,
  type Program,
  program,
  programCost,
  reshape,
  type Shape,
  sizeOf,
  square,
  sub,
  sum,
  type Tensor,
  tanh,
  transpose,
} from "../../src/graph/index.js";
import { engineValues, expectNear } from "./engine.js";

const named1 = (tensor: Tensor) => program({ result: tensor });
const operationsOf = ({ nodes }: Program) =>
  nodes.filter((node) => node.inputs.length > 0).map((node) => node.operation.name);
const shapesOf = ({ nodes }: Program, operation: string): Shape[] =>
  nodes.filter((node) => node.operation.name === operation).map(({ shape }) => shape);

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
