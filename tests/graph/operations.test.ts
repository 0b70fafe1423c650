import { describe, expect, it, test } from "vitest";
import * as graph from "../../src/graph/index.js";
import {
  alias,
  broadcast,
  concat,
  detach,
  fill,
  gradient,
  input,
  matmul,
  mul,
  operations,
  pad,
  pow,
  reachable,
  reshape,
  type Shape,
  sizeOf,
  slice,
  sum,
  type Tensor,
  table,
  transpose,
} from "../../src/graph/index.js";
import fc from "../property.js";
import { engineValues, expectNear } from "./engine.js";
import { differences, type Feeds, naiveGradient, naiveValue } from "./naive.js";

/** One use of an operation: the node and values for its inputs. */
interface Use {
  readonly node: Tensor;
  readonly feeds: Record<string, number[]>;
  /** The derivative is zero by definition, whatever the values do. */
  readonly held?: boolean;
}

const real = (min: number, max: number) => fc.double({ min, max, noNaN: true });
/** Numbers of either sign, away from a kink or pole at 0. */
const nonzero = fc.tuple(fc.boolean(), real(0.3, 2)).map(([negative, x]) => (negative ? -x : x));
const size = fc.integer({ min: 1, max: 3 });
const shape = (minLength = 0) => fc.array(size, { minLength, maxLength: 3 });
const values = (of: Shape, element: fc.Arbitrary<number>) =>
  fc.array(element, { minLength: sizeOf(of), maxLength: sizeOf(of) });

const unary = (f: (x: Tensor) => Tensor, element: fc.Arbitrary<number>): fc.Arbitrary<Use> =>
  shape().chain((s) => values(s, element).map((a) => ({ node: f(input("a", s)), feeds: { a } })));

/** A shape that stretches to `to`: leading axes dropped, others of size 1. */
const stretchable = (to: Shape) =>
  fc
    .tuple(fc.integer({ min: 0, max: to.length }), fc.array(fc.boolean(), { minLength: 3, maxLength: 3 }))
    .map(([dropped, once]) => to.slice(dropped).map((n, axis) => (once[axis] ? 1 : n)));

const binary = (f: (a: Tensor, b: Tensor) => Tensor, second: fc.Arbitrary<number>): fc.Arbitrary<Use> =>
  shape().chain((s) =>
    fc
      .tuple(stretchable(s), stretchable(s))
      .chain(([sa, sb]) =>
        fc
          .tuple(values(sa, real(-2, 2)), values(sb, second))
          .map(([a, b]) => ({ node: f(input("a", sa), input("b", sb)), feeds: { a, b } })),
      ),
  );

/** A tensor of rank 1 to 3 under an operation with arguments drawn to suit its shape. */
const structural = <Arguments>(
  draw: (s: Shape) => fc.Arbitrary<Arguments>,
  f: (x: Tensor, drawn: Arguments) => Tensor,
) =>
  shape(1).chain((s) =>
    fc
      .tuple(values(s, real(-2, 2)), draw(s))
      .map(([a, drawn]): Use => ({ node: f(input("a", s), drawn), feeds: { a } })),
  );

const axisOf = (s: Shape) => fc.integer({ min: 0, max: s.length - 1 });
const any = real(-3, 3);

const uses: Readonly<Record<string, fc.Arbitrary<Use>>> = {
  input: unary((x) => x, any),
  fill: shape().map((s) => ({ node: fill(1.25, s), feeds: { a: [1] } })),
  table: shape().chain((s) => values(s, any).map((data) => ({ node: table(data, s), feeds: { a: [1] } }))),
  add: binary(graph.add, any),
  sub: binary(graph.sub, any),
  mul: binary(graph.mul, any),
  div: binary(graph.div, nonzero),
  neg: unary(graph.neg, any),
  exp: unary(graph.exp, any),
  log: unary(graph.log, real(0.3, 5)),
  sin: unary(graph.sin, any),
  cos: unary(graph.cos, any),
  sqrt: unary(graph.sqrt, real(0.3, 5)),
  abs: unary(graph.abs, nonzero),
  sign: unary(graph.sign, nonzero),
  tanh: unary(graph.tanh, any),
  sigmoid: unary(graph.sigmoid, any),
  softplus: unary(graph.softplus, any),
  logCosh: unary(graph.logCosh, any),
  mishGate: unary(graph.mishGate, any),
  smooth: fc
    .tuple(fc.constantFrom("tanh", "softplus", "silu", "mish"), fc.constantFrom(0, 1, 2, 3))
    .chain(([kind, order]) => unary((x) => graph.smooth(kind, x, order), any)),
  pow: fc.oneof(
    fc.constantFrom(-2, -1, -0.5, 0.5, 1.5, 2, 3).chain((exponent) => unary((x) => pow(x, exponent), real(0.3, 2))),
    fc.constantFrom(-1, 2, 3).chain((exponent) => unary((x) => pow(x, exponent), nonzero)),
  ),
  reshape: structural(
    (s) => fc.constantFrom([sizeOf(s), 1], [1, sizeOf(s)], [...s, 1], [...s].reverse()),
    (x, to) => (graph.sameShape(x.shape, to) ? reshape(x, [1, ...to]) : reshape(x, to)),
  ),
  transpose: fc
    .constantFrom([1, 0], [0, 2, 1], [1, 0, 2], [1, 2, 0], [2, 0, 1], [2, 1, 0])
    .chain((permutation) =>
      fc
        .array(size, { minLength: permutation.length, maxLength: permutation.length })
        .chain((s) => values(s, any).map((a) => ({ node: transpose(input("a", s), permutation), feeds: { a } }))),
    ),
  slice: structural(
    (s) => fc.tuple(axisOf(s), fc.nat(), fc.nat()),
    (x, [axis, i, j]) => {
      const longer = broadcast(reshape(x, [1, ...x.shape]), [2, ...x.shape]);
      const n = longer.shape[axis] as number;
      const start = n === 1 ? 0 : i % n;
      return n === 1
        ? slice(longer, 0, 1, 2)
        : slice(longer, axis, start, start === 0 ? n - 1 : start + 1 + (j % (n - start)));
    },
  ),
  pad: structural(
    (s) => fc.tuple(axisOf(s), fc.nat(2), fc.nat(2)),
    (x, [axis, before, after]) => pad(x, axis, before, before === 0 ? after + 1 : after),
  ),
  concat: shape(1).chain((s) =>
    fc.tuple(axisOf(s), values(s, any), values(s, any), fc.boolean()).map(([axis, a, b, thrice]) => {
      const [x, y] = [input("a", s), input("b", s)];
      return { node: concat(thrice ? [x, y, x] : [x, y], axis), feeds: { a, b } };
    }),
  ),
  broadcast: shape().chain((s) =>
    stretchable(s).chain((from) =>
      values(from, any).map((a) => ({ node: broadcast(input("a", from), [2, ...s]), feeds: { a } })),
    ),
  ),
  sum: structural(
    (s) => fc.subarray([...s.keys()], { minLength: 1 }),
    (x, axes) => sum(x, axes),
  ),
  alias: unary(alias, any),
  detach: unary(detach, any).map((use) => ({ ...use, held: true })),
  matmul: fc
    .tuple(size, size, size, fc.option(size, { nil: undefined }), fc.boolean(), fc.boolean())
    .chain(([m, k, n, height, transposeA, transposeB]) => {
      const stack = height === undefined ? [] : [height];
      const [sa, sb] = [
        [...stack, ...(transposeA ? [k, m] : [m, k])],
        [...stack, ...(transposeB ? [n, k] : [k, n])],
      ];
      return fc.tuple(values(sa, any), values(sb, any)).map(([a, b]) => ({
        node: matmul(input("a", sa), input("b", sb), { transposeA, transposeB }),
        feeds: { a, b },
      }));
    }),
};

/** Weights that no symmetry of an operation cancels. */
const weightsOf = (s: Shape, phase: number) => Array.from({ length: sizeOf(s) }, (_, i) => Math.cos(1.7 * i + phase));

describe("every operation of the table", () => {
  it("has a property below and stands in the table once", () => {
    const names = operations.map(({ name }) => name as string);
    expect([...names].sort()).toEqual(Object.keys(uses).sort());
    expect(new Set(names).size).toBe(names.length);
  });

  test.each(operations.map(({ name }) => name))("%s: value, first and second derivative", async (name) => {
    await fc.assert(
      fc.asyncProperty(uses[name] as fc.Arbitrary<Use>, async ({ node, feeds, held }) => {
        expect(node.operation.name).toBe(name);
        const inputs = reachable([node]).filter(({ operation }) => operation.name === "input");
        const targets = inputs.length > 0 ? inputs : [input("a", [])];
        const names = targets.map(({ attributes }) => attributes.name as string);

        // Weighted by inputs, not constants, so that nothing of the derivative folds away.
        const cotangent = input("cotangent", node.shape);
        const first = gradient(node, targets, cotangent);
        const directions = targets.map((x, i) => input(`direction_${i}`, x.shape));
        const along = first.map((g, i) => sum(mul(g, directions[i] as Tensor))).reduce(graph.add);
        const second = gradient(along, targets);
        const all: Feeds = {
          ...feeds,
          cotangent: weightsOf(node.shape, 0.3),
          ...Object.fromEntries(targets.map((x, i) => [`direction_${i}`, weightsOf(x.shape, i + 1)])),
        };

        const results = await engineValues([node, ...first, ...second], all);
        expectNear(results[0] as number[], naiveValue(node, all), 1e-14, "value");
        targets.forEach((x, i) => {
          const zeros = new Float64Array(sizeOf(x.shape));
          const target = names[i] as string;
          const [g, h] = [results[1 + i], results[1 + targets.length + i]] as [number[], number[]];
          expectNear(g, held ? zeros : naiveGradient(node, target, all, all.cotangent), 1e-7, `gradient of ${target}`);
          expectNear(h, held ? zeros : naiveGradient(along, target, all), 1e-7, `second derivative of ${target}`);
        });
      }),
      { numRuns: 20 },
    );
  });
});

describe("derivatives at special points", () => {
  const at = async (f: (x: Tensor) => Tensor, points: readonly number[]) => {
    const x = input("x", [points.length]);
    const [result] = await engineValues(gradient(sum(f(x)), [x]), { x: points });
    return result as number[];
  };

  it("|x| and sign have derivative 0 at 0", async () => {
    expect(await at(graph.abs, [0])).toEqual([0]);
    expect(await at(graph.sign, [-2, 0, 3])).toEqual([0, 0, 0]);
  });

  it("saturated activations have finite derivatives, their limits", async () => {
    const far = [-1e4, -800, 800, 1e4];
    for (const [f, limits] of [
      [graph.tanh, [0, 0, 0, 0]],
      [graph.sigmoid, [0, 0, 0, 0]],
      [graph.softplus, [0, 0, 1, 1]],
      [graph.logCosh, [-1, -1, 1, 1]],
      [(x: Tensor) => graph.smooth("silu", x), [0, 0, 1, 1]],
      [(x: Tensor) => graph.smooth("mish", x), [0, 0, 1, 1]],
    ] as const)
      expect((await at(f, far)).map((x) => x + 0)).toEqual(limits);
  });

  it("the smaller of two values passes its derivative on to that value", async () => {
    const [a, b] = [input("a", [2]), input("b", [2])];
    const results = await engineValues(gradient(sum(graph.minimum(a, b)), [a, b]), { a: [1, 5], b: [2, 3] });
    expect(results).toEqual([
      [1, 0],
      [0, 1],
    ]);
  });
});

test("the difference quotients that all this rests on are right", () => {
  const [slope] = differences(([x = 0]) => [x ** 3], [2], [1]);
  expect(slope).toBeCloseTo(12, 8);
});
