import { describe, expect, it, test } from "vitest";
import {
  add,
  broadcast,
  concat,
  div,
  fill,
  formatShape,
  input,
  matmul,
  pad,
  reshape,
  ShapeError,
  sameShape,
  sizeOf,
  slice,
  sum,
  table,
  transpose,
} from "../../src/graph/index.js";

const x = input("x", [2, 3]);
const stack = input("stack", [4, 2, 3]);

// Every message names the operation, what is wrong, and the shapes.
const badCalls: readonly [string, () => unknown, RegExp][] = [
  ["add", () => add(x, input("y", [3, 2])), /^add: shapes do not broadcast \(\[2, 3\], \[3, 2\]\)$/],
  ["div", () => div(stack, input("y", [3, 1, 3])), /^div: shapes do not broadcast \(\[4, 2, 3\], \[3, 1, 3\]\)$/],
  ["matmul, inner sizes", () => matmul(x, x), /^matmul: inner sizes 3 and 2 differ \(\[2, 3\], \[2, 3\]\)$/],
  [
    "matmul, inner sizes of transposed matrices",
    () => matmul(x, input("y", [3, 2]), { transposeA: true }),
    /^matmul \(first transposed\): inner sizes 2 and 3 differ \(\[2, 3\], \[3, 2\]\)$/,
  ],
  [
    "matmul, both transposed",
    () => matmul(x, x, { transposeA: true, transposeB: true }),
    /^matmul \(first transposed\) \(second transposed\): inner sizes 2 and 3 differ/,
  ],
  [
    "matmul, ranks",
    () => matmul(stack, input("y", [3, 2])),
    /^matmul: needs two matrices .* \(\[4, 2, 3\], \[3, 2\]\)$/,
  ],
  [
    "matmul, vectors",
    () => matmul(input("u", [3]), input("v", [3])),
    /^matmul: needs two matrices .* \(\[3\], \[3\]\)$/,
  ],
  [
    "matmul, heights",
    () => matmul(stack, input("y", [5, 3, 2])),
    /^matmul: stacks of different heights \(\[4, 2, 3\], \[5, 3, 2\]\)$/,
  ],
  ["reshape", () => reshape(x, [4]), /^reshape: sizes differ \(\[2, 3\], \[4\]\)$/],
  ["reshape of a constant", () => reshape(fill(1, [2, 3]), [4]), /^reshape: sizes differ \(\[2, 3\], \[4\]\)$/],
  [
    "reshape, negative sizes",
    () => reshape(x, [-2, -3]),
    /^reshape: every axis must be a positive integer \(\[-2, -3\]\)$/,
  ],
  [
    "transpose, rank",
    () => transpose(x, [0]),
    /^transpose: permutation \[0\] has another rank than the operand \(\[2, 3\]\)$/,
  ],
  ["transpose, repeated axis", () => transpose(x, [1, 1]), /^transpose: axis 1 is named twice \(\[2, 3\]\)$/],
  [
    "transpose, missing axis",
    () => transpose(x, [0, 2]),
    /^transpose: axis 2 is not an axis of the operand \(\[2, 3\]\)$/,
  ],
  ["slice, axis", () => slice(x, 2, 0, 1), /^slice: axis 2 is not an axis of the operand \(\[2, 3\]\)$/],
  ["slice, past the end", () => slice(x, 1, 1, 4), /^slice: 1\.\.4 is not a range of axis 1 \(\[2, 3\]\)$/],
  ["slice, empty", () => slice(x, 1, 2, 2), /^slice: 2\.\.2 is not a range of axis 1 \(\[2, 3\]\)$/],
  ["slice, negative", () => slice(x, 1, -1, 2), /^slice: -1\.\.2 is not a range of axis 1 \(\[2, 3\]\)$/],
  ["slice, fractions", () => slice(x, 1, 0.5, 1.5), /^slice: 0\.5\.\.1\.5 is not a range of axis 1 \(\[2, 3\]\)$/],
  ["pad, axis", () => pad(x, -1, 1, 1), /^pad: axis -1 is not an axis of the operand \(\[2, 3\]\)$/],
  ["pad, negative", () => pad(x, 0, -1, 2), /^pad: .*-1.* \(\[2, 3\]\)$/],
  ["pad, fractions", () => pad(x, 0, 0.5, 0.5), /^pad: .*0\.5.* \(\[2, 3\]\)$/],
  [
    "concat, other axes",
    () => concat([x, input("y", [3, 3])], 1),
    /^concat: shapes differ off axis 1 \(\[2, 3\], \[3, 3\]\)$/,
  ],
  ["concat, rank", () => concat([x, stack], 0), /^concat: shapes differ off axis 0 \(\[2, 3\], \[4, 2, 3\]\)$/],
  ["concat, axis", () => concat([x, x], 2), /^concat: axis 2 is not an axis of the operand \(\[2, 3\]\)$/],
  [
    "broadcast",
    () => broadcast(x, [2, 4]),
    /^broadcast: cannot stretch the first to the second \(\[2, 3\], \[2, 4\]\)$/,
  ],
  ["broadcast to fewer axes", () => broadcast(x, [3]), /^broadcast: cannot stretch .* \(\[2, 3\], \[3\]\)$/],
  ["broadcast of a constant", () => broadcast(fill(1, [2]), [3]), /^broadcast: cannot stretch .* \(\[2\], \[3\]\)$/],
  ["sum, axis", () => sum(x, [2]), /^sum: axis 2 is not an axis of the operand \(\[2, 3\]\)$/],
  ["sum, repeated axis", () => sum(x, [0, 0]), /^sum: axis 0 is named twice \(\[2, 3\]\)$/],
  ["sum, fraction", () => sum(x, [0.5]), /^sum: axis 0.5 is not an axis of the operand \(\[2, 3\]\)$/],
  ["table", () => table([1, 2, 3], [2, 2]), /^table: 3 numbers do not fill the shape \(\[2, 2\]\)$/],
  ["input, empty axis", () => input("y", [2, 0]), /^input: every axis must be a positive integer \(\[2, 0\]\)$/],
  ["fill, fraction", () => fill(1, [2.5]), /^fill: every axis must be a positive integer \(\[2.5\]\)$/],
];

describe("shapes that an operation does not accept", () => {
  test.each(badCalls)("%s", (_, call, message) => {
    expect(call).toThrow(ShapeError);
    expect(call).toThrow(message);
  });

  it("and a name that is none, and nothing to join", () => {
    for (const name of ["", "1x", "_x", "a b", "x/y"])
      expect(() => input(name, [])).toThrow(/^input: ".*" is not a name/);
    expect(() => concat([], 0)).toThrow("concat: needs at least one tensor");
  });
});

test("shapes are compared, counted and written", () => {
  expect(sameShape([2, 3], [2, 3])).toBe(true);
  expect(sameShape([2, 3], [2, 3, 1])).toBe(false);
  expect(sameShape([2, 3], [3, 2])).toBe(false);
  expect(sizeOf([])).toBe(1);
  expect(sizeOf([2, 3, 4])).toBe(24);
  expect(formatShape([10, 50, 4])).toBe("[10, 50, 4]");
});

test("the shape of a tensor is not the array it was made with", () => {
  const shape = [2, 3];
  const y = input("y", shape);
  const z = broadcast(y, shape.concat(3).reverse().slice(1).reverse());
  shape[0] = 7;
  expect(y.shape).toEqual([2, 3]);
  expect(z.shape).toEqual([2, 3]);
});
