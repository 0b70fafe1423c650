import { describe, expect, it, test } from "vitest";
import {
  add,
  fill,
  gradient,
  input,
  matmul,
  mul,
  type Precision,
  program,
  sin,
  softplus,
  square,
  sub,
  sum,
  type Tensor,
  table,
  tanh,
} from "../../src/graph/index.js";
import { compile, type EngineName, findEngine, type Reals } from "../../src/runtime/index.js";
import { expectNear } from "../graph/engine.js";
import { naiveValue } from "../graph/naive.js";

const kinds: readonly (readonly [EngineName, Precision])[] = [
  ["native", "f32"],
  ["native", "f64"],
  ["wasm", "f32"],
  ["wasm", "f64"],
];
const numbers = (precision: Precision, values: ArrayLike<number>): Reals =>
  precision === "f64" ? Float64Array.from(values) : Float32Array.from(values);
const wave = (n: number) => Array.from({ length: n }, (_, i) => Math.fround(Math.sin(0.7 * i + 0.2)));

/** A network's loss and its gradient: what all engines are held against. */
function network() {
  const x = input("x", [6, 3]);
  const w = input("w", [3, 8]);
  const v = input("v", [8, 2]);
  const loss = sum(square(sub(matmul(softplus(tanh(matmul(x, w))), v), 0.25)));
  const [slope] = gradient(loss, [w]) as [Tensor];
  return { outputs: { loss, slope }, feeds: { x: wave(18), w: wave(24), v: wave(16) } };
}

describe.each(kinds)("%s %s", (engine, precision) => {
  const real = (...values: number[]) => numbers(precision, values);
  const tolerance = precision === "f64" ? 1e-14 : 2e-6;
  const options = { engine, precision, threads: 1 };

  it("computes what the operations mean", async () => {
    const { outputs, feeds } = network();
    const executable = await compile(program(outputs), options);
    expect(executable.engine.name).toBe(engine);
    expect(executable.precision).toBe(precision);
    const given = Object.fromEntries(Object.entries(feeds).map(([name, values]) => [name, numbers(precision, values)]));
    const result = await executable.run(given);
    expectNear(result.loss, naiveValue(outputs.loss, feeds), tolerance);
    expectNear(result.slope, naiveValue(outputs.slope, feeds), tolerance);
    expect(result.slope).toBeInstanceOf(precision === "f64" ? Float64Array : Float32Array);
    // Twice the same, bit for bit, and into fresh arrays.
    const again = await executable.run(given);
    expect(again).toEqual(result);
    expect(again.slope).not.toBe(result.slope);
    await executable.close();
  });

  it.each([
    [[7, 5], [0]],
    [[1, 7, 5], [1]],
    [
      [1, 7, 5],
      [0, 1],
    ],
    [
      [2, 7, 5],
      [0, 1],
    ],
    [[1, 2, 7, 5], [1]],
    [[2, 7, 5], [1]],
    [
      [2, 7, 5],
      [0, 2],
    ],
    [[2, 7, 5], [2]],
    [
      [7, 5],
      [0, 1],
    ],
  ])("sums [%s] over the axes [%s]", async (shape, axes) => {
    const total = sum(input("x", shape), axes);
    const executable = await compile(program({ total }), { engine, precision });
    const x = wave(shape.reduce((a, b) => a * b, 1));
    const result = await executable.run({ x: numbers(precision, x) });
    const expected = naiveValue(total, { x: Float64Array.from(x) });
    expectNear(Float64Array.from(result.total), expected, precision === "f64" ? 1e-13 : 1e-5);
    await executable.close();
  });

  it("refuses inputs of the wrong length, precision or name", async () => {
    const x = input("x", [2, 3]);
    const executable = await compile(program({ y: sin(x) }), options);
    const name = precision === "f64" ? "Float64Array" : "Float32Array";
    const message = `run: "x" must be a ${name} of 6 elements [2, 3]`;
    const other: Reals = precision === "f64" ? new Float32Array(6) : new Float64Array(6);
    for (const bad of [{}, { x: real(1, 2) }, { x: other }, { x: [1, 2, 3, 4, 5, 6] as never }, { X: real(1) }]) {
      const failure = executable.run(bad);
      await expect(failure).rejects.toBeInstanceOf(TypeError);
      await expect(executable.run(bad)).rejects.toThrow(message);
    }
    const given = { x: real(1, 2, 3, 4, 5, 6) };
    await expect(executable.run(given, { y: real(0) })).rejects.toThrow(
      `run: "y" must be a ${name} of 6 elements [2, 3]`,
    );
    await expect(executable.run(given, {} as never)).rejects.toThrow(TypeError);
    // A refused call does no harm to the next.
    expect((await executable.run(given)).y.length).toBe(6);
    await executable.close();
  });

  it("writes into the arrays that it is given", async () => {
    const x = input("x", [3]);
    const executable = await compile(program({ y: mul(x, 2), z: sum(x) }), options);
    const into = executable.allocate();
    expect(into).toEqual({ y: real(0, 0, 0), z: real(0) });
    const { y, z } = into;
    for (const k of [1, 10, 100]) {
      const result = await executable.run({ x: real(k, 2 * k, 3 * k) }, into);
      expect(result).toBe(into);
      expect(result.y).toBe(y);
      expect([...y]).toEqual([2 * k, 4 * k, 6 * k]);
      expect([...z]).toEqual([6 * k]);
    }
    await executable.close();
  });

  it("sees values written into an input array between calls, and feeds results back", async () => {
    const x = input("x", [2]);
    const executable = await compile(program({ next: add(mul(x, 2), 1) }), options);
    const given = real(1, 2);
    await executable.run({ x: given });
    given.set([10, 20]);
    const first = await executable.run({ x: given });
    expect([...first.next]).toEqual([21, 41]);
    // Two sets of arrays in turn, as a loop does.
    let [current, other] = [first, executable.allocate()];
    for (let i = 0; i < 5; i++) {
      const next = await executable.run({ x: current.next }, other);
      [current, other] = [next, current];
    }
    expect([...current.next]).toEqual([22 * 32 - 1, 42 * 32 - 1]);
    await executable.close();
  });

  it("reads and writes parts of larger arrays", async () => {
    const x = input("x", [2]);
    const executable = await compile(program({ y: mul(x, 3) }), options);
    const [source, target] = [real(1, 2, 3, 4, 5), real(0, 0, 0, 0, 0)];
    await executable.run({ x: source.subarray(1, 3) }, { y: target.subarray(2, 4) });
    expect([...target]).toEqual([0, 0, 6, 9, 0]);
    await executable.close();
  });

  it("takes one array for inputs of different shapes", async () => {
    const [row, column, flat] = [input("row", [1, 4]), input("column", [4, 1]), input("flat", [2, 2])];
    const executable = await compile(program({ dot: matmul(row, column), flat2: mul(flat, 2) }), options);
    const shared = real(1, 2, 3, 4);
    for (let i = 0; i < 2; i++) {
      const { dot, flat2 } = await executable.run({ row: shared, column: shared, flat: shared });
      expect([...dot, ...flat2]).toEqual([30, 2, 4, 6, 8]);
    }
    await executable.close();
  });

  it("has outputs that are inputs, constants, or one tensor twice", async () => {
    const x = input("x", [2]);
    const y = sin(mul(x, 0));
    const executable = await compile(
      program({
        same: x,
        again: x,
        zero: y,
        filled: fill(3, [2, 2]),
        table: table([1, 2, 3], [3]),
        scalar: sum(x),
        scalar2: sum(x),
      }),
      options,
    );
    const given = real(4, 5);
    const result = await executable.run({ x: given });
    expect(Object.fromEntries(Object.entries(result).map(([name, values]) => [name, [...values]]))).toEqual({
      same: [4, 5],
      again: [4, 5],
      zero: [0, 0],
      filled: [3, 3, 3, 3],
      table: [1, 2, 3],
      scalar: [9],
      scalar2: [9],
    });
    // Copies: writing to one touches neither the input nor its twin.
    result.same[0] = -1;
    expect(given[0]).toBe(4);
    expect(result.again[0]).toBe(4);
    result.filled.fill(0);
    expect([...(await executable.run({ x: given })).filled]).toEqual([3, 3, 3, 3]);
    await executable.close();
  });

  it("runs two executables in turn, and both at once", async () => {
    const x = input("x", [500]);
    const build = (factor: number) => compile(program({ y: sin(mul(x, factor)) }), options);
    const [one, two] = [await build(1), await build(2)];
    const given = numbers(precision, wave(500));
    const expected = [1, 2].map((factor) => Array.from(given, (value) => Math.sin(factor * value)));
    for (let i = 0; i < 5; i++) {
      const [a, b] = await Promise.all([one.run({ x: given }), two.run({ x: given })]);
      expectNear(a.y, expected[0] as number[], tolerance);
      expectNear(b.y, expected[1] as number[], tolerance);
    }
    await one.close();
    expectNear((await two.run({ x: given })).y, expected[1] as number[], tolerance);
    await two.close();
  });
});

describe("threads of the native engine", () => {
  test.each([1, 2])("%i", async (threads) => {
    const [a, b] = [input("a", [120, 90]), input("b", [90, 70])];
    const executable = await compile(program({ c: matmul(a, b) }), { engine: "native", threads, precision: "f64" });
    const feeds = { a: Float64Array.from(wave(120 * 90)), b: Float64Array.from(wave(90 * 70)) };
    const { c } = await executable.run(feeds);
    expectNear(c, naiveValue(matmul(a, b), feeds), 1e-13);
    await executable.close();
  });
});

test("an engine is opened once, and says which version it is", async () => {
  const native = await findEngine("native");
  expect(await findEngine("native")).toBe(native);
  expect(await findEngine()).toBe(native);
  expect(native.version).toMatch(/^onnxruntime-node \d+\.\d+/);
  const wasm = await findEngine("wasm");
  expect(wasm.name).toBe("wasm");
  expect(wasm.version).toMatch(/^onnxruntime-web \d+\.\d+/);
});

test("f32 is the default precision", async () => {
  const executable = await compile(program({ y: sin(input("x", [1])) }));
  expect(executable.precision).toBe("f32");
  expect(executable.engine.name).toBe("native");
  expect((await executable.run({ x: Float32Array.of(1) })).y[0]).toBeCloseTo(Math.sin(1), 6);
  await executable.close();
});
