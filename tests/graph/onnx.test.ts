import { describe, expect, it, test } from "vitest";
import {
  add,
  broadcast,
  exp,
  fill,
  input,
  matmul,
  mul,
  type Precision,
  pad,
  program,
  reshape,
  slice,
  sum,
  type Tensor,
  table,
  transpose,
  writeOnnx,
} from "../../src/graph/index.js";
import { findEngine } from "../../src/runtime/index.js";
import fc from "../property.js";
import { engineValue, expectNear } from "./engine.js";
import { naiveValue } from "./naive.js";
import { readOnnx } from "./onnx-file.js";
import { randomProgram } from "./random-program.js";

const elementType = { f32: 1, f64: 11 };
const x = input("x", [5, 2]);
const scalar = input("a.scalar-1", []);
const y = mul(matmul(x, table([1, 2, 3, 4, 5, 6], [2, 3])), scalar);
const small = () => program({ y, total: sum(y, [1]), third: fill(1 / 3, [2]) });

describe.each(["f32", "f64"] as const)("an ONNX file, %s", (precision) => {
  const model = readOnnx(writeOnnx(small(), precision));

  it("declares the versions that its operators need", () => {
    // Pad, ReduceSum with axes as an input: 13. IR version 8 came with opset 15 to 18 (ONNX, docs/Versioning.md).
    expect(model.irVersion).toBe(8);
    expect(model.opsets).toEqual({ "": 17, "com.microsoft": 1 });
    expect(model.onlyKnownFields).toBe(true);
  });

  it("declares inputs and outputs with types and dimensions", () => {
    const type = elementType[precision];
    expect(model.inputs).toEqual([
      { name: "x", elementType: type, shape: [5, 2] },
      { name: "a.scalar-1", elementType: type, shape: [] },
    ]);
    expect(model.outputs).toEqual([
      { name: "y", elementType: type, shape: [5, 3] },
      { name: "total", elementType: type, shape: [5] },
      { name: "third", elementType: type, shape: [2] },
    ]);
  });

  it("holds the constants in its precision", () => {
    const round = (value: number) => (precision === "f32" ? Math.fround(value) : value);
    const reals = model.initializers.filter((constant) => constant.elementType === elementType[precision]);
    expect(reals.map(({ shape, data }) => ({ shape, data }))).toEqual([
      { shape: [2, 3], data: [1, 2, 3, 4, 5, 6] },
      { shape: [2], data: [round(1 / 3), round(1 / 3)] },
    ]);
    expect(model.initializers.filter((constant) => constant.elementType === 7).map(({ data }) => data)).toEqual([[1]]);
  });

  it("is the same, byte for byte, whenever it is written", () => {
    expect(writeOnnx(small(), precision)).toEqual(writeOnnx(small(), precision));
    // Also from other nodes of the same form, made later.
    const build = () => {
      const u = input("u", [3, 4]);
      return writeOnnx(program({ result: exp(sum(add(transpose(u, [1, 0]), 2), [0])) }), precision);
    };
    expect(build()).toEqual(build());
  });
});

/** A file is well formed when every name is made once, before it is used, and every node is of a declared domain. */
function expectWellFormed(file: Uint8Array, precision: Precision): void {
  const { nodes, inputs, outputs, initializers, opsets } = readOnnx(file);
  const made = new Set<string>();
  const make = (name: string) => {
    expect(name).not.toBe("");
    expect(made.has(name), `${name} is made twice`).toBe(false);
    made.add(name);
  };
  for (const { name } of [...inputs, ...initializers]) make(name);
  for (const { shape, data } of initializers) expect(data.length).toBe(shape.reduce((a, b) => a * b, 1));
  for (const node of nodes) {
    expect(node.domain in opsets).toBe(true);
    if (precision === "f64") expect(node.domain).toBe("");
    for (const name of node.inputs) expect(made.has(name), `${name} of ${node.name} is not made yet`).toBe(true);
    node.outputs.forEach(make);
  }
  for (const { name } of outputs) expect(made.has(name)).toBe(true);
  expect(new Set(nodes.map(({ name }) => name)).size).toBe(nodes.length);
}

test.each(["f32", "f64"] as const)("files of random programs are well formed, %s", (precision) => {
  fc.assert(
    fc.property(randomProgram(), fc.boolean(), ({ outputs }, asWritten) => {
      const named = Object.fromEntries(outputs.map((tensor, i) => [`result_${i}`, tensor]));
      expectWellFormed(writeOnnx(program(named, { asWritten }), precision), precision);
    }),
    { numRuns: 150 },
  );
});

describe("operators", () => {
  const nodesOf = (tensor: Tensor, precision: Precision = "f32") =>
    readOnnx(writeOnnx(program({ result: tensor }, { asWritten: true }), precision)).nodes.map(
      ({ type, attributes }) => [type, attributes] as const,
    );
  const identity = ["Identity", {}];
  const [a, b] = [input("a", [4, 3]), input("b", [4, 5])];
  const [p, q] = [input("p", [6, 4, 3]), input("q", [6, 4, 5])];

  it("of a transposed product", () => {
    const flags = { transA: 1, transB: 0 };
    expect(nodesOf(matmul(a, b, { transposeA: true }))).toEqual([["Gemm", flags], identity]);
    expect(nodesOf(matmul(p, q, { transposeA: true }))).toEqual([["FusedMatMul", flags], identity]);
    expect(nodesOf(matmul(p, q, { transposeA: true }), "f64")).toEqual([
      ["Transpose", { perm: [0, 2, 1] }],
      ["MatMul", {}],
      identity,
    ]);
  });

  // The result is [3, 5]; a bias of every shape that stretches to it.
  test.each([[[]], [[1]], [[5]], [[1, 5]], [[3, 1]], [[3, 5]]])(
    "of a product and a bias of shape %j",
    async (shape) => {
      const bias = input("bias", shape);
      const result = add(bias, matmul(a, b, { transposeA: true }));
      expect(nodesOf(result)).toEqual([["Gemm", { transA: 1, transB: 0 }], identity]);
      const numbers = (n: number) => Array.from({ length: n }, (_, i) => Math.sin(i + 0.5));
      const feeds = { a: numbers(12), b: numbers(20), bias: numbers(shape.reduce((m, n) => m * n, 1)) };
      for (const [engine, precision, tolerance] of [
        ["native", "f64", 1e-14],
        ["native", "f32", 1e-6],
        ["wasm", "f32", 1e-6],
        ["wasm", "f64", 1e-14],
      ] as const)
        expectNear(await engineValue(result, feeds, { engine, precision }), naiveValue(result, feeds), tolerance);
    },
  );

  it("of a product that is needed elsewhere as well is kept apart from its bias", () => {
    const product = matmul(a, b, { transposeA: true });
    const file = writeOnnx(program({ product, sum: add(product, fill(2)) }, { asWritten: true }), "f32");
    expect(readOnnx(file).nodes.map(({ type }) => type)).toEqual(["Gemm", "Add", "Identity", "Identity"]);
    const twice = add(product, product);
    expect(nodesOf(twice).map(([type]) => type)).toEqual(["Gemm", "Add", "Identity"]);
  });

  it("that stretch do not absorb the product they stretch", async () => {
    const row = matmul(input("u", [1, 2]), input("v", [2, 3]));
    const result = add(row, input("m", [4, 3]));
    expect(nodesOf(result).map(([type]) => type)).toEqual(["MatMul", "Add", "Identity"]);
    const feeds = { u: [1, 2], v: [1, 2, 3, 4, 5, 6], m: Array.from({ length: 12 }, (_, i) => i) };
    expect(await engineValue(result, feeds)).toEqual([...naiveValue(result, feeds)]);
  });
});

test("constants are written once", () => {
  const u = input("u", [3, 4]);
  const file = writeOnnx(
    program({
      result: add(exp(mul(u, 2)), mul(exp(u), 2)),
      shapes: reshape(u, [4, 3]),
      other: reshape(exp(u), [4, 3]),
    }),
    "f32",
  );
  expect(readOnnx(file).initializers.map(({ data }) => data)).toEqual([[2], [4, 3]]);
});

test("long files are written whole", () => {
  const data = Array.from({ length: 70_000 }, (_, i) => i);
  const file = writeOnnx(
    program({ result: slice(table(data, [70_000]), 0, 0, 3), padded: pad(input("u", [2]), 0, 300, 0) }),
    "f64",
  );
  const { initializers, outputs } = readOnnx(file);
  expect(initializers[0]?.data).toEqual(data);
  expect(outputs[1]).toEqual({ name: "padded", elementType: 11, shape: [302] });
  const wide = readOnnx(writeOnnx(program({ result: broadcast(input("u", []), [2 ** 20, 300]) }), "f32"));
  expect(wide.outputs[0]?.shape).toEqual([2 ** 20, 300]);
});

test("a model of any number of rows keeps them outermost through reshapes", async () => {
  // Written for one row: two bodies of three numbers, mixed as one list, then as numbers of each body.
  const one = input("x", [1, 2, 3]);
  const list = reshape(matmul(reshape(one, [2, 3]), table([1, 2, 3, 4, 5, 6, 7, 8, 10], [3, 3])), [1, 6]);
  const y = reshape(mul(list, list), [1, 3, 2]);
  const bytes = writeOnnx(program({ y }), "f64", { rows: "rows" });
  const session = await (await findEngine()).open(bytes, "f64", {});
  const data = Float64Array.from({ length: 24 }, (_, i) => Math.sin(i));
  const found = { data: new Float64Array(24), shape: [4, 3, 2] };
  await session.run({ x: { data, shape: [4, 2, 3] } }, { y: found });
  await session.close();
  for (let row = 0; row < 4; row++) {
    const part = { x: data.slice(6 * row, 6 * row + 6) };
    expectNear(found.data.slice(6 * row, 6 * row + 6), naiveValue(y, part), 1e-12);
    expectNear(await engineValue(y, part), naiveValue(y, part), 1e-12);
  }
});
