import { describe, expect, test } from "vitest";
import {
  add,
  exp,
  input,
  logCosh,
  matmul,
  mishGate,
  mul,
  neg,
  type Program,
  program,
  sigmoid,
  sizeOf,
  softplus,
  sqrt,
  type Tensor,
  tanh,
  writeKernel,
} from "../../src/graph/index.js";
import { dependsOnlyOn, prepareForKernel } from "../../src/graph/wasm/prepare.js";
import { loadKernel } from "../../src/runtime/index.js";
import { expectNear } from "../graph/engine.js";
import { type Feeds, naiveValues } from "../graph/naive.js";
import { randomProgram } from "../graph/random-program.js";
import fc from "../property.js";

async function kernelValues(one: Program, feeds: Feeds, fixed: readonly string[] = []): Promise<Float32Array[]> {
  const kernel = await loadKernel(writeKernel(one, new Set(fixed)));
  for (const [name, values] of Object.entries(kernel.inputs)) values.set(feeds[name] as ArrayLike<number>);
  kernel.prepare();
  // Twice: a run must not depend on what the one before has left in memory.
  kernel.run();
  kernel.run();
  return Object.values(kernel.outputs);
}

const named = (outputs: readonly Tensor[]) => Object.fromEntries(outputs.map((x, i) => [`result_${i}`, x]));
const wave = (length: number, phase: number) => Array.from({ length }, (_, k) => Math.sin(1.7 * k + phase));

describe("a WebAssembly kernel", () => {
  test("has the values of random programs, whatever inputs are fixed", async () => {
    await fc.assert(
      fc.asyncProperty(randomProgram(), fc.boolean(), fc.nat(127), async ({ outputs, feeds }, asWritten, mask) => {
        const fixed = Object.keys(feeds).filter((_, i) => (mask >> i) % 2 === 1);
        const values = await kernelValues(program(named(outputs), { asWritten }), feeds, fixed);
        naiveValues(outputs, feeds).forEach((expected, i) => {
          expectNear(values[i] as Float32Array, expected, 1e-4);
        });
      }),
      { numRuns: 200 },
    );
  });

  // Whole and broken blocks of rows and columns.
  test.each([
    [1, 1, 1],
    [1, 64, 64],
    [2, 64, 16],
    [3, 7, 21],
    [5, 8, 35],
    [4, 33, 3],
  ])("multiplies [%i, %i] by %i columns, also stacks and transposed matrices", async (rows, inner, columns) => {
    const shapes = { a: [3, rows, inner], b: [3, inner, columns], at: [3, inner, rows], bt: [3, columns, inner] };
    const feeds = Object.fromEntries(Object.entries(shapes).map(([name, shape], i) => [name, wave(sizeOf(shape), i)]));
    const [a, b, at, bt] = Object.entries(shapes).map(([name, shape]) => input(name, shape)) as [
      Tensor,
      Tensor,
      Tensor,
      Tensor,
    ];
    const outputs = [
      matmul(a, b),
      matmul(at, b, { transposeA: true }),
      matmul(a, bt, { transposeB: true }),
      matmul(at, bt, { transposeA: true, transposeB: true }),
    ];
    const one = program(named(outputs), { asWritten: true });
    const values = await kernelValues(one, feeds, ["b", "bt"]);
    // Fixed matrices are read in another order, but their products are summed in the same one.
    expect(await kernelValues(one, feeds)).toEqual(values);
    naiveValues(outputs, feeds).forEach((expected, i) => {
      expectNear(values[i] as Float32Array, expected, 1e-6 * inner);
    });
  });

  const functions = {
    exp: [exp, Math.exp],
    tanh: [tanh, Math.tanh],
    sigmoid: [sigmoid, (x: number) => 1 / (1 + Math.exp(-x))],
    softplus: [softplus, (x: number) => (x > 30 ? x : Math.log1p(Math.exp(x)))],
    logCosh: [logCosh, (x: number) => Math.abs(x) + Math.log1p(Math.exp(-2 * Math.abs(x))) - Math.LN2],
    mishGate: [mishGate, (x: number) => Math.tanh(x > 30 ? x : Math.log1p(Math.exp(x)))],
  } as const;

  test.each(Object.entries(functions))("has %s to 32 bits everywhere", async (_, [operation, exact]) => {
    const x = Float32Array.from({ length: 8004 }, (_, k) => (k - 4002) / 40);
    const one = program({ y: operation(input("x", [x.length])) });
    const [y] = (await kernelValues(one, { x })) as [Float32Array];
    x.forEach((value, k) => {
      const expected = exact(value);
      // Relative, or against 1 where small differences of larger numbers are meant; tiny numbers may be flushed.
      const scale = operation === logCosh ? Math.max(1, expected) : Math.abs(expected);
      if (Math.fround(expected) === Infinity) expect(y[k]).toBe(Infinity);
      else expect(Math.abs((y[k] as number) - expected)).toBeLessThanOrEqual(4e-7 * scale + 1e-37);
    });
  });

  test("passes on what is not a number", async () => {
    const x = input("x", [4]);
    const outputs = [tanh(x), exp(x), sqrt(x), softplus(x), mishGate(x), neg(x)];
    for (const y of await kernelValues(program(named(outputs)), { x: [Number.NaN, -1, 0, 1] })) {
      expect(y[0]).toBeNaN();
      expect(y[3]).not.toBeNaN();
    }
  });

  test("follows its inputs: fixed ones at `prepare`, others at every run", async () => {
    const [w, x] = [input("w", [4]), input("x", [4])];
    const kernel = await loadKernel(writeKernel(program({ y: add(mul(exp(w), x), 1) }), new Set(["w"])));
    const run = () => {
      kernel.run();
      return kernel.outputs.y[2] as number;
    };
    kernel.inputs.w?.fill(0);
    kernel.inputs.x?.fill(2);
    kernel.prepare();
    expect(run()).toBe(3);
    kernel.inputs.x?.fill(5);
    expect(run()).toBe(6);
    kernel.inputs.w?.fill(1);
    expect(run()).toBe(6);
    kernel.prepare();
    expect(run()).toBeCloseTo(1 + 5 * Math.E, 5);
  });

  test("multiplies fixed matrices once", async () => {
    const [x, b, bias, c] = [input("x", [2, 8]), input("b", [8, 8]), input("bias", [1, 8]), input("c", [8, 8])];
    const written = matmul(add(matmul(x, b), bias), c);
    const feeds = { x: wave(16, 0), b: wave(64, 1), bias: wave(8, 2), c: wave(64, 3) };
    const [y] = await kernelValues(program({ y: written }), feeds, ["b", "bias", "c"]);
    expectNear(y as Float32Array, naiveValues([written], feeds)[0] as Float64Array, 1e-5);
    const isFixed = dependsOnlyOn(new Set(["b", "bias", "c"]));
    const prepared = prepareForKernel([written], isFixed)[0] as Tensor;
    const varying = program({ y: prepared }, { asWritten: true }).nodes.filter((node) => !isFixed(node));
    expect(varying.filter(({ operation }) => operation.name === "matmul").length).toBe(1);
  });
});
