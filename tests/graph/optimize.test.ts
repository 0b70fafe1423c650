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
  sin,
  sub,
  sum,
  type Tensor,
  transpose,
} from "../../src/graph/index.js";
import fc from "../property.js";
import { engineValues, expectNear } from "./engine.js";
import { naiveValues } from "./naive.js";
import { missingOperations, randomProgram } from "./random-program.js";

const named = (tensors: readonly Tensor[]) => Object.fromEntries(tensors.map((tensor, i) => [`result_${i}`, tensor]));
const results = ({ outputs }: Program) => Object.values<Tensor>(outputs);
const named1 = (tensor: Tensor) => program({ result: tensor });
const operationsOf = ({ nodes }: Program) =>
  nodes.filter((node) => node.inputs.length > 0).map((node) => node.operation.name);

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
      { numRuns: 2000 },
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
      { numRuns: 150 },
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
      { numRuns: 60 },
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
    expect(nodes.map(({ operation }) => operation.name).sort()).toEqual(["fill", "input", "mul"]);
    expect(nodes.find(({ operation }) => operation.name === "fill")?.attributes.value).toBe(-3);
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
