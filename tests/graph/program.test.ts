import { describe, expect, it, test } from "vitest";
import {
  add,
  fill,
  gradient,
  input,
  inputName,
  matmul,
  printProgram,
  program,
  programCost,
  reshape,
  slice,
  square,
  sub,
  sum,
  table,
  tanh,
} from "../../src/graph/index.js";

const x = input("x", [5, 2]);
const w = input("w", [2, 3]);
const b = input("b", [3]);
const target = table(new Float64Array(15).fill(0.5), [5, 3]);

describe("a program", () => {
  it("has the inputs that its outputs depend on, and no others", () => {
    const unused = input("unused", [2]);
    const closed = program({ y: matmul(x, w) });
    expect(closed.inputs.map(inputName)).toEqual(["x", "w"]);
    expect(closed.nodes).not.toContain(unused);
    expect(program({ zero: sub(fill(1), fill(1)) }).inputs).toEqual([]);
  });

  it("lists its nodes before their users", () => {
    const { nodes } = program({ g: gradient(sum(square(tanh(matmul(x, w)))), [w])[0] as never });
    nodes.forEach((node, i) => {
      for (const operand of node.inputs) expect(nodes.indexOf(operand)).toBeLessThan(i);
    });
  });

  it("refuses two tensors of one name", () => {
    expect(() => program({ y: add(x, input("x", [5, 2])) })).toThrow('program: two inputs or outputs are called "x"');
    expect(() => program({ x: tanh(x) })).toThrow('program: two inputs or outputs are called "x"');
  });

  it("refuses an output whose name is none", () => {
    expect(() => program({ _0: tanh(x) })).toThrow(/"_0" is not a name/);
    expect(() => program({ "": tanh(x) })).toThrow(/"" is not a name/);
  });
});

test("a program as text", () => {
  const loss = sum(square(sub(add(matmul(x, w), b), target)));
  const column = slice(reshape(x, [2, 5]), 1, 0, 3);
  expect(printProgram(program({ loss, column, half: fill(0.5, [2]) }, { asWritten: true }))).toBe(
    `%0 : [5, 2] = input() name="x"
%1 : [2, 3] = input() name="w"
%2 : [3] = input() name="b"
%3 : [5, 3] = table() data=(15 numbers)
%4 : [5, 3] = matmul(%0, %1) transposeA=false transposeB=false
%5 : [5, 3] = add(%4, %2)
%6 : [5, 3] = sub(%5, %3)
%7 : [5, 3] = mul(%6, %6)
%8 : [] = sum(%7) axes=[0,1]
%9 : [2, 5] = reshape(%0)
%10 : [2, 3] = slice(%9) axis=1 start=0 end=3
%11 : [2] = fill() value=0.5
return loss = %8
return column = %10
return half = %11`,
  );
});

describe("the cost of a program", () => {
  it("counts operations and the arithmetic of products", () => {
    // [5, 2] times [2, 3]: 5 * 3 sums of 2 products, a multiplication and an addition each.
    expect(programCost(program({ y: add(matmul(x, w), b) }))).toEqual({ nodes: 2, productFlops: 2 * 5 * 3 * 2 });
    const stack = input("stack", [7, 4, 6]);
    const other = input("other", [7, 5, 4]);
    const y = matmul(stack, other, { transposeA: true, transposeB: true });
    expect(y.shape).toEqual([7, 6, 5]);
    expect(programCost(program({ y })).productFlops).toBe(2 * 7 * 6 * 5 * 4);
  });

  it("does not count inputs and constants", () => {
    expect(programCost(program({ same: x, half: fill(0.5), target }))).toEqual({ nodes: 0, productFlops: 0 });
  });
});
