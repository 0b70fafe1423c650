import { beforeAll, describe, expect, test } from "vitest";
import { randomStream } from "../../src/base/random.js";
import { concat, fill, input, program, reshape, sizeOf } from "../../src/graph/index.js";
import {
  anil,
  gaussNewton,
  type InnerLoop,
  inContext,
  type MetaLearner,
  maml,
  mamlPlusPlus,
  metaGradient,
  metaSgd,
  modulation,
  pairRidge,
  pretraining,
  reptile,
  ridge,
  stepProgram,
  stepWeights,
} from "../../src/learning/index.js";
import { graphNetwork, initialParameters, parameterCount, parameterRanges, unflatten } from "../../src/models/index.js";
import { compile } from "../../src/runtime/index.js";

const groups = [
  { bodies: 1, tasks: 2, supportPoints: 3, queryPoints: 3 },
  { bodies: 2, tasks: 1, supportPoints: 3, queryPoints: 3 },
];

const points: Record<string, Float64Array> = {};
for (const { bodies, tasks, supportPoints } of groups)
  for (const part of ["support", "query"])
    for (const what of ["states", "derivatives"]) {
      const random = randomStream(5, part, what, bodies);
      const size = tasks * bodies * supportPoints * 4;
      points[`${part}_${what}_${bodies}`] = Float64Array.from({ length: size }, () => random.normal());
    }

const loop: InnerLoop = { steps: 2, rate: 0.3, reduction: "mean", order: 2 };
const model = graphNetwork({ width: 3, activation: "tanh", output: "hamiltonian" });
const code = { codeSize: 3, rank: 2 };
const initial = (method: MetaLearner) => initialParameters(method, randomStream(7, "parameters"));

/** Reported loss and outer direction of a method at flat meta-parameters, in float64. */
async function outer(method: MetaLearner, progress = 0.07) {
  const flat = input("parameters", [parameterCount(method)]);
  const { loss, gradients } = metaGradient(method, unflatten(method, flat), groups, input("progress", []));
  const direction = concat(
    gradients.map((g) => reshape(g, [sizeOf(g.shape)])),
    0,
  );
  const executable = await compile(program({ loss, direction }), { precision: "f64" });
  return async (parameters: Float64Array) => {
    const result = await executable.run({ ...points, parameters, progress: Float64Array.of(progress) });
    return { loss: result.loss[0] as number, direction: result.direction as Float64Array };
  };
}

describe.each<[string, MetaLearner]>([
  ["MAML", maml(model, loop)],
  ["ANIL", anil(model, loop)],
  ["Meta-SGD", metaSgd(model, loop)],
  ["MAML++", mamlPlusPlus(model, { ...loop, steps: 3 })],
  ["Gauss-Newton", gaussNewton(model, loop)],
  ["modulation", modulation(model, loop, code)],
  ["closed form", ridge(graphNetwork({ width: 5, activation: "tanh", output: "hamiltonian" }), loop)],
  [
    "closed form of bodies and pairs",
    pairRidge(graphNetwork({ width: 3, activation: "tanh", output: "hamiltonian" }), loop),
  ],
  [
    "closed form with more weights than rows",
    pairRidge(graphNetwork({ width: 12, activation: "tanh", output: "hamiltonian" }), loop),
  ],
  ["in context", inContext(graphNetwork({ width: 3, activation: "tanh", output: "hamiltonian" }), loop)],
  [
    "in context, with invariants",
    inContext(graphNetwork({ width: 3, activation: "tanh", output: "hamiltonian", invariants: true }), loop),
  ],
  ["pre-training", pretraining(model, loop)],
])("%s", (_, method) => {
  const center = initial(method);
  let at: Awaited<ReturnType<typeof outer>>;
  let direction: Float64Array;
  beforeAll(async () => {
    at = await outer(method);
    ({ direction } = await at(center));
  });

  test("has the outer gradient that finite differences give", async () => {
    expect(direction.every((value) => Number.isFinite(value))).toBe(true);
    const random = randomStream(8, "directions");
    for (let trial = 0; trial < 2; trial++) {
      const along = center.map(() => random.normal());
      // Fourth order, as a closed form can bend sharply.
      const h = 1e-4;
      const loss = async (steps: number) => (await at(center.map((x, i) => x + steps * h * (along[i] as number)))).loss;
      const [near, far] = [(await loss(1)) - (await loss(-1)), (await loss(2)) - (await loss(-2))];
      const expected = (8 * near - far) / (12 * h);
      const actual = direction.reduce((total, g, i) => total + g * (along[i] as number), 0);
      expect(Math.abs(actual - expected) / Math.max(1, Math.abs(expected))).toBeLessThan(5e-8);
    }
  });

  test("moves every array that it learns", () => {
    for (const { spec, start, end } of parameterRanges(method)) {
      // The bias of H's last layer changes no motion.
      if (spec.name.includes("node.2.bias")) continue;
      expect(
        direction.slice(start, end).some((g) => g !== 0),
        spec.name,
      ).toBe(true);
    }
  });
});

describe("first order", () => {
  test.each([
    ["MAML", maml],
    ["ANIL", anil],
  ] as const)("%s differs from the second", async (_, make) => {
    const [first, second] = [make(model, { ...loop, order: 1 }), make(model, loop)];
    const [one, two] = [await outer(first), await outer(second)];
    const [a, b] = [await one(initial(first)), await two(initial(second))];
    expect(a.loss).toBeCloseTo(b.loss, 12);
    const difference = a.direction.map((g, i) => g - (b.direction[i] as number));
    expect(Math.hypot(...difference) / Math.hypot(...b.direction)).toBeGreaterThan(1e-3);
  });

  test.each([
    ["MAML", maml],
    ["ANIL", anil],
  ] as const)("%s equals the second without a step", async (_, make) => {
    const none = { ...loop, rate: 0 };
    const [first, second] = [make(model, { ...none, order: 1 }), make(model, none)];
    const a = await (await outer(first))(initial(first));
    const b = await (await outer(second))(initial(second));
    a.direction.forEach((g, i) => {
      expect(g).toBeCloseTo(b.direction[i] as number, 12);
    });
  });
});

test("Reptile's direction is the sum of the ways that gradient steps take, in units of the step", async () => {
  const rate = 0.05;
  const method = reptile(model, { ...loop, steps: 3, rate });
  const { direction } = await (await outer(method))(initial(method));
  const expected = new Float64Array(direction.length);
  for (const group of groups)
    for (let task = 0; task < group.tasks; task++) {
      // One task alone, one separately run step after the other, on support and query points in turn.
      const only = { ...group, tasks: 1 };
      const slope = pretraining(model, loop);
      const own = (part: string, what: string) => {
        const all = points[`${part}_${what}_${group.bodies}`] as Float64Array;
        const size = all.length / group.tasks;
        return all.slice(task * size, (task + 1) * size);
      };
      const flat = input("parameters", [parameterCount(slope)]);
      const { gradients } = metaGradient(slope, unflatten(slope, flat), [only]);
      const joined = concat(
        gradients.map((g) => reshape(g, [sizeOf(g.shape)])),
        0,
      );
      const executable = await compile(program({ joined }), { precision: "f64" });
      let theta = initial(method);
      for (const part of ["support", "query", "support"]) {
        // Pre-training adds the losses of support and query; the same points in both give twice the gradient wanted.
        const { joined: twice } = await executable.run({
          [`support_states_${group.bodies}`]: own(part, "states"),
          [`support_derivatives_${group.bodies}`]: own(part, "derivatives"),
          [`query_states_${group.bodies}`]: own(part, "states"),
          [`query_derivatives_${group.bodies}`]: own(part, "derivatives"),
          parameters: theta,
        });
        theta = theta.map((x, i) => x - (rate * (twice[i] as number)) / 2);
      }
      initial(method).forEach((x, i) => {
        expected[i] = (expected[i] as number) + (x - (theta[i] as number)) / rate;
      });
    }
  expect(Math.hypot(...expected)).toBeGreaterThan(0.1);
  direction.forEach((g, i) => {
    expect(g).toBeCloseTo(expected[i] as number, 9);
  });
});

describe("equal where they must be", () => {
  test("Meta-SGD and MAML++ with one step, before their rates have moved, to MAML", async () => {
    const one = { ...loop, steps: 1 };
    const base = maml(model, one);
    const reference = await (await outer(base))(initial(base));
    for (const method of [metaSgd(model, one), mamlPlusPlus(model, one)]) {
      const { loss, direction } = await (await outer(method))(initial(method));
      expect(loss).toBeCloseTo(reference.loss, 12);
      reference.direction.forEach((g, i) => {
        expect(direction[i]).toBeCloseTo(g, 12);
      });
    }
  });

  test("a modulated network with a zero code to the shared network", async () => {
    const none = { ...loop, steps: 1, rate: 0 };
    const [method, base] = [modulation(model, none, code), maml(model, none)];
    const a = await (await outer(method))(initial(method));
    const b = await (await outer(base))(initial(method).slice(0, parameterCount(base)));
    expect(a.loss).toBeCloseTo(b.loss, 12);
  });
});

test("a Gauss-Newton step is the least of its quadratic in the directions of conjugate gradients", async () => {
  const small = graphNetwork({ width: 2, activation: "tanh", output: "hamiltonian" });
  const [rate, bodies, count] = [0.7, 1, 3];
  const method = gaussNewton(small, { ...loop, steps: 1, rate });
  const damping = Float64Array.from({ length: small.parameters.length }, (_, i) => 0.02 * (i - 4));
  const theta = initial(method).slice(0, parameterCount(small));
  const shape = [1, bodies, count, 4];
  const [states, derivatives] = ["states", "derivatives"].map((what) =>
    (points[`support_${what}_1`] as Float64Array).slice(0, bodies * count * 4),
  ) as [Float64Array, Float64Array];
  const flat = input("parameters", [theta.length]);
  const field = await compile(
    program({
      field: small.derivative(
        unflatten(small, flat).map((x) => reshape(x, [1, ...x.shape])),
        input("states", shape),
      ),
    }),
    { precision: "f64" },
  );
  const at = async (parameters: Float64Array) => (await field.run({ parameters, states })).field.slice();
  const begin = await at(theta);
  const h = 1e-5;
  const columns: number[][] = [];
  for (let i = 0; i < theta.length; i++) {
    const [above, below] = [
      await at(theta.map((x, k) => (k === i ? x + h : x))),
      await at(theta.map((x, k) => (k === i ? x - h : x))),
    ];
    columns.push(Array.from(above, (x, k) => (x - (below[k] as number)) / (2 * h)));
  }
  const roots = parameterRanges(small).flatMap(({ start, end }, a) =>
    new Array<number>(end - start).fill(Math.sqrt(rate * Math.exp(10 * (damping[a] as number)))),
  );
  const inner = (a: readonly number[], b: readonly number[]) =>
    a.reduce((total, x, i) => total + x * (b[i] as number), 0);
  const scaled = columns.map((column, i) => column.map((x) => x * (roots[i] as number)));
  const errors = Array.from(begin, (x, k) => Math.tanh(x - (derivatives[k] as number)) / begin.length);
  const b = scaled.map((column) => -inner(column, errors));
  const apply = (v: readonly number[]) => {
    const image = errors.map((_, k) => v.reduce((total, x, i) => total + x * (scaled[i]?.[k] as number), 0));
    return v.map((x, i) => x + inner(scaled[i] as number[], image) / begin.length);
  };
  // An orthonormal basis of b, Ab, ..., A^4 b, and the stationary point of v.Av/2 - b.v in it, by elimination.
  const basis: number[][] = [];
  for (let next = b; basis.length < 5; next = apply(basis.at(-1) as number[])) {
    let rest = [...next];
    for (let pass = 0; pass < 2; pass++)
      for (const one of basis) {
        const along = inner(rest, one);
        rest = rest.map((x, i) => x - along * (one[i] as number));
      }
    const length = Math.sqrt(inner(rest, rest));
    basis.push(rest.map((x) => x / length));
  }
  const images = basis.map(apply);
  const system = basis.map((one) => [...images.map((image) => inner(one, image)), inner(one, b)]);
  for (let i = 0; i < 5; i++)
    for (let row = 0; row < 5; row++) {
      if (row === i) continue;
      const factor = (system[row]?.[i] as number) / (system[i]?.[i] as number);
      system[row] = (system[row] as number[]).map((x, k) => x - factor * (system[i]?.[k] as number));
    }
  const expected = theta.map(
    (x, i) =>
      x +
      (roots[i] as number) *
        basis.reduce(
          (total, one, k) => total + ((one[i] as number) * (system[k]?.[5] as number)) / (system[k]?.[k] as number),
          0,
        ),
  );
  const step = await compile(stepProgram(method, shape, 0), { precision: "f64" });
  const meta = Float64Array.from([...theta, ...damping]);
  const own = Object.fromEntries(
    parameterRanges(small).map(({ start, end }, i) => [`own_${i}`, theta.slice(start, end)]),
  );
  const result = await step.run({ meta, states, derivatives, ...own });
  const stepped = Object.values(result).flatMap((values) => [...values]);
  expect(Math.hypot(...expected.map((x, i) => x - (theta[i] as number)))).toBeGreaterThan(0.1);
  stepped.forEach((value, i) => {
    expect(value).toBeCloseTo(expected[i] as number, 6);
  });
});

test("the multi-step loss weighs all steps alike at first and the last alone in the end", async () => {
  const weights = stepWeights(4, input("progress", []));
  const executable = await compile(
    program(Object.fromEntries(weights.map((w, i) => [`w${i}`, typeof w === "number" ? fill(w) : w]))),
    { precision: "f64" },
  );
  const at = async (progress: number) => {
    const result: Record<string, ArrayLike<number>> = await executable.run({ progress: Float64Array.of(progress) });
    return weights.map((_, i) => result[`w${i}`]?.[0] as number);
  };
  for (const w of await at(0)) expect(w).toBeCloseTo(0.25, 12);
  for (const progress of [0, 0.05, 0.1, 0.3, 1]) {
    const weight = await at(progress);
    expect(weight.reduce((a, b) => a + b)).toBeCloseTo(1, 12);
    expect(Math.min(...weight)).toBeGreaterThan(0);
  }
  const [first = 1, , , last = 0] = await at(1);
  expect(last).toBeGreaterThan(0.97);
  expect(first).toBeLessThan(0.01);
});
