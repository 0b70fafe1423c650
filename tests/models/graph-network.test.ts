import { describe, expect, it, test } from "vitest";
import { activationNames, graphNetwork, parameterCount } from "../../src/models/index.js";
import { expectNear } from "../graph/engine.js";
import fc from "../property.js";
import {
  drawParameters,
  evaluate,
  flatten,
  genericParameters,
  mapBodies,
  type Parameters,
  randomStates,
} from "./harness.js";

const outputs = ["direct", "hamiltonian"] as const;
const build = (output: (typeof outputs)[number], width = 6) => graphNetwork({ width, activation: "tanh", output });

/** The network written out with loops: one body, one point and one unit at a time. */
function byLoops(p: Parameters, bodies: readonly (readonly number[])[], width: number): number[][] {
  const layer = (x: readonly number[], weight: string, bias?: string) => {
    const w = p[weight] as Float64Array;
    const columns = w.length / x.length;
    return Array.from({ length: columns }, (_, j) =>
      x.reduce(
        (total, xi, i) => total + xi * (w[i * columns + j] as number),
        bias ? ((p[bias] as Float64Array)[j] as number) : 0,
      ),
    );
  };
  const act = (x: readonly number[]) => x.map(Math.tanh);
  const plus = (a: readonly number[], b: readonly number[]) => a.map((x, i) => x + (b[i] as number));
  return bodies.map((receiver, i) => {
    let message = Array<number>(width).fill(0);
    bodies.forEach((sender, j) => {
      if (i === j) return;
      const first = act(layer([...receiver, ...sender], "edge.0.weight", "edge.0.bias"));
      const second = act(layer(first, "edge.1.weight", "edge.1.bias"));
      message = plus(message, layer(second, "edge.2.weight", "edge.2.bias"));
    });
    const first = plus(layer(receiver, "node.0.weight.state", "node.0.bias"), layer(message, "node.0.weight.message"));
    const second = act(layer(act(first), "node.1.weight", "node.1.bias"));
    return layer(second, "node.2.weight", "node.2.bias");
  });
}

describe("the graph network", () => {
  test.each([1, 2, 3, 4, 5])("with %i bodies is the one written out with loops", async (count) => {
    const states = randomStates(count, [2, count, 3]);
    for (const output of outputs) {
      const model = build(output);
      const p = genericParameters(model);
      const { derivative, hamiltonian, shapes } = await evaluate(model, p, states);
      expect(shapes.derivative).toEqual([2, count, 3, 4]);
      states.forEach((bodies, task) => {
        for (let point = 0; point < 3; point++) {
          const expected = byLoops(
            p,
            bodies.map((body) => body[point] as number[]),
            6,
          );
          if (output === "direct") {
            const actual = (derivative[task] as number[][][]).map((body) => body[point] as number[]);
            expectNear(actual.flat(), expected.flat(), 1e-13);
          } else {
            expect(shapes.hamiltonian).toEqual([2, 3]);
            const total = expected.flat().reduce((a, b) => a + b, 0);
            expect(Math.abs((hamiltonian[task * 3 + point] as number) - total)).toBeLessThan(1e-13);
          }
        }
      });
    }
  });

  test.each(outputs)("%s: renaming the bodies renames the derivatives, and leaves H alone", async (output) => {
    const model = build(output);
    await fc.assert(
      fc.asyncProperty(
        fc
          .integer({ min: 2, max: 5 })
          .chain((n) => fc.shuffledSubarray([...Array(n).keys()], { minLength: n, maxLength: n })),
        fc.nat(1000),
        async (order, seed) => {
          const p = drawParameters(model, seed);
          const rename = (bodies: number[][][]) => order.map((i) => bodies[i] as number[][]);
          const states = randomStates(seed, [1, order.length, 2]);
          const before = await evaluate(model, p, states);
          const after = await evaluate(model, p, mapBodies(states, rename));
          expectNear(flatten(after.derivative), flatten(mapBodies(before.derivative, rename)), 1e-13);
          expectNear(after.hamiltonian, before.hamiltonian, 1e-13);
          // Not because all bodies get the same.
          expect(Math.max(...flatten(before.derivative)) - Math.min(...flatten(before.derivative))).toBeGreaterThan(
            1e-3,
          );
        },
      ),
      { numRuns: 15 },
    );
  });

  it("treats tasks and points apart from each other", async () => {
    const model = build("hamiltonian");
    const p = genericParameters(model);
    const states = randomStates(3, [2, 3, 2]);
    const all = await evaluate(model, p, states);
    for (const [task, point] of [
      [0, 1],
      [1, 0],
    ] as const) {
      const alone = await evaluate(model, p, [(states[task] as number[][][]).map((body) => [body[point] as number[]])]);
      const together = (all.derivative[task] as number[][][]).map((body) => body[point] as number[]);
      expectNear(flatten(alone.derivative), together.flat(), 1e-14);
      expectNear(alone.hamiltonian, [all.hamiltonian[task * 2 + point] as number], 1e-14);
    }
  });

  it("hears nothing where there is one body: the message and its network do not matter", async () => {
    for (const output of outputs) {
      const model = build(output);
      const p = genericParameters(model);
      const silent = Object.fromEntries(
        Object.entries(p).map(([name, values]) => [name, /^edge|message/.test(name) ? values.map(() => 0) : values]),
      );
      const [one, two] = [randomStates(1, [2, 1, 3]), randomStates(1, [2, 2, 3])];
      expect((await evaluate(model, silent, one)).derivative).toEqual((await evaluate(model, p, one)).derivative);
      expect((await evaluate(model, silent, two)).derivative).not.toEqual((await evaluate(model, p, two)).derivative);
    }
  });

  it("has parameters that no number of bodies changes, as many as its layers say", () => {
    // Edge network 8-w-w-w, node network (4 + w)-w-w-outputs, all with biases.
    const layers = (...sizes: number[]) =>
      sizes.slice(1).reduce((total, n, i) => total + n * ((sizes[i] as number) + 1), 0);
    for (const width of [1, 5, 48, 100]) {
      for (const [output, size] of [
        ["direct", 4],
        ["hamiltonian", 1],
      ] as const) {
        const expected = layers(8, width, width, width) + layers(4 + width, width, width, size);
        expect(parameterCount(build(output, width))).toBe(expected);
      }
    }
    const names = build("direct").parameters.map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
  });

  it("draws weights of variance 1 / inputs and biases within 1 / sqrt(inputs)", () => {
    const width = 200;
    const drawn = drawParameters(build("direct", width), 5);
    const fanIns: [string, number][] = [
      ["edge.0", 8],
      ["edge.1", width],
      ["edge.2", width],
      ["node.0", 4 + width],
      ["node.1", width],
      ["node.2", width],
    ];
    for (const [name, fanIn] of fanIns) {
      const weights = Object.entries(drawn).flatMap(([key, values]) =>
        key.startsWith(`${name}.weight`) ? [...values] : [],
      );
      const scaled = weights.map((w) => w * Math.sqrt(fanIn));
      const mean = scaled.reduce((a, b) => a + b, 0) / scaled.length;
      const variance = scaled.reduce((a, b) => a + b * b, 0) / scaled.length;
      // Standard errors of mean and variance: 1 and sqrt(2), over sqrt(n).
      expect(Math.abs(mean)).toBeLessThan(5 / Math.sqrt(scaled.length));
      expect(Math.abs(variance - 1)).toBeLessThan((5 * Math.SQRT2) / Math.sqrt(scaled.length));
      const biases = Array.from(drawn[`${name}.bias`] as Float64Array, (b) => Math.abs(b) * Math.sqrt(fanIn));
      expect(Math.max(...biases)).toBeLessThanOrEqual(1);
      if (biases.length === width) expect(Math.max(...biases)).toBeGreaterThan(0.9);
    }
  });
});

describe("Hamilton's equations from a learned H", () => {
  const step = 1e-5;

  test.each(activationNames)("are its differences by p and -q, %s", async (activation) => {
    const model = graphNetwork({ width: 5, activation, output: "hamiltonian" });
    const p = drawParameters(model, 11);
    const states = randomStates(7, [1, 2, 1]);
    const { derivative } = await evaluate(model, p, states);
    const energy = async (body: number, component: number, change: number) => {
      const moved = structuredClone(states);
      const at = moved[0]?.[body]?.[0] as number[];
      at[component] = (at[component] as number) + change;
      return (await evaluate(model, p, moved)).hamiltonian[0] as number;
    };
    const slope = async (body: number, component: number) =>
      ((await energy(body, component, step)) - (await energy(body, component, -step))) / (2 * step);
    for (const body of [0, 1]) {
      const slopes = [];
      for (const component of [0, 1, 2, 3]) slopes.push(await slope(body, component));
      const [q1, q2, p1, p2] = slopes as [number, number, number, number];
      expectNear(derivative[0]?.[body]?.[0] as number[], [p1, p2, -q1, -q2], 1e-9);
    }
  });

  it("keep H: its slope along the field is zero", async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 4 }), fc.nat(1000), async (bodies, seed) => {
        const model = build("hamiltonian");
        const p = drawParameters(model, seed);
        const states = randomStates(seed, [2, bodies, 2]);
        const { derivative } = await evaluate(model, p, states);
        const along = async (distance: number) => {
          const field = flatten(derivative);
          let k = 0;
          const moved = states.map((t) =>
            t.map((b) => b.map((x) => x.map((c) => c + distance * (field[k++] as number)))),
          );
          return (await evaluate(model, p, moved)).hamiltonian;
        };
        const [ahead, behind] = [await along(step), await along(-step)];
        const speed = Math.max(...flatten(derivative).map(Math.abs));
        ahead.forEach((h, i) => {
          expect(Math.abs((h - (behind[i] as number)) / (2 * step))).toBeLessThan(1e-9 * Math.max(1, speed ** 2));
        });
        expect(speed).toBeGreaterThan(1e-2);
      }),
      { numRuns: 10 },
    );
  });
});
