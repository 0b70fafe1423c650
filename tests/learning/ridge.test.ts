import { describe, expect, test } from "vitest";
import { randomStream } from "../../src/base/random.js";
import { choosePoints, generateTrajectories } from "../../src/dataset/index.js";
import { add, input, mul, program, square, sub, type Tensor } from "../../src/graph/index.js";
import {
  featureSlopes,
  intoUnits,
  methodDefaults,
  methodOf,
  observe,
  phaseSpaceOf,
  solveRidge,
  taskUnits,
  trainedLearner,
} from "../../src/learning/index.js";
import { defineSystem, pendulum, systemNamed, toTask, twoBody } from "../../src/mechanics/index.js";
import { graphNetwork, initialParameters, type NetworkOptions, parameterRanges } from "../../src/models/index.js";
import { compile } from "../../src/runtime/index.js";

const random = (name: string) => randomStream(6, name);
const normals = (name: string, size: number) => {
  const stream = random(name);
  return Float64Array.from({ length: size }, () => stream.normal());
};

describe("slopes of features", () => {
  test("are those that finite differences give, for every component of every body", async () => {
    const model = graphNetwork({ width: 4, activation: "tanh", output: "hamiltonian" });
    const [tasks, bodies, points] = [1, 2, 2];
    const parameters = model.parameters.map(({ shape }, i) => input(`p${i}`, [tasks, ...shape]));
    const values = initialParameters(model, random("parameters"));
    const own = Object.fromEntries(
      parameterRanges(model).map(({ start, end }, i) => [`p${i}`, values.slice(start, end)]),
    );
    const states = input("states", [tasks, bodies, points, 4]);
    const features = model.features as NonNullable<typeof model.features>;
    const slopes = await compile(program({ slopes: featureSlopes(features, parameters, states) }), {
      precision: "f64",
    });
    const value = await compile(program({ value: features(parameters, states) }), { precision: "f64" });
    const x = normals("states", bodies * points * 4);
    const { slopes: computed } = await slopes.run({ ...own, states: x });
    const h = 1e-5;
    for (let component = 0; component < bodies * 4; component++)
      for (let point = 0; point < points; point++) {
        const [body, c] = [Math.floor(component / 4), component % 4];
        const at = async (sign: number) => {
          const moved = x.slice();
          const k = (body * points + point) * 4 + c;
          moved[k] = (moved[k] as number) + sign * h;
          return (await value.run({ ...own, states: moved })).value.slice();
        };
        const [above, below] = [await at(1), await at(-1)];
        for (let f = 0; f < 4; f++) {
          const expected = ((above[point * 4 + f] as number) - (below[point * 4 + f] as number)) / (2 * h);
          expect(computed[(component * points + point) * 4 + f]).toBeCloseTo(expected, 8);
        }
      }
  });
});

describe.each([
  { kind: "with more rows than coefficients", rows: 30, width: 5 },
  { kind: "with more coefficients than rows", rows: 12, width: 20 },
])("ridge regression $kind", ({ rows, width }) => {
  const ridges = [1e-8, 1e-4, 1e-2, 1];
  const solve = async (design: Float64Array, target: Float64Array) => {
    const solution = solveRidge(
      input("design", [1, rows, width]),
      input("target", [1, rows, 1]),
      input("count", [1]),
      input("ridges", [1, ridges.length]),
    );
    const { coefficients, factor, strength, choice } = solution;
    const executable = await compile(program({ coefficients, factor, strength, choice }), { precision: "f64" });
    return executable.run({
      design,
      target,
      count: Float64Array.of(rows),
      ridges: Float64Array.from(ridges),
    });
  };
  // Twice as many numbers as there are directions would leave nothing for noise to be told by.
  const design = normals("design", rows * width).map((x, i) => (i % width < 5 ? x : 1e-3 * x));
  const noisy = (deviation: number) => {
    const noise = normals("noise", rows);
    return noise.map(
      (e, i) =>
        deviation * e +
        Array.from({ length: width }, (_, k) => (k < 5 ? k + 1 : 0) * (design[i * width + k] as number)).reduce(
          (a, b) => a + b,
        ),
    );
  };

  test("solves the normal equations with the ridge that it chose", async () => {
    const target = noisy(0.3);
    const { coefficients, choice } = await solve(design, target);
    const index = Array.from(choice).findIndex((c) => c > 0.5);
    const ridge = (ridges[index] as number) * rows;
    for (let k = 0; k < width; k++) {
      let gradient = ridge * (coefficients[k] as number);
      for (let i = 0; i < rows; i++) {
        let fitted = 0;
        for (let j = 0; j < width; j++) fitted += (design[i * width + j] as number) * (coefficients[j] as number);
        gradient += (design[i * width + k] as number) * (fitted - (target[i] as number));
      }
      expect(gradient).toBeCloseTo(0, 9);
    }
  });

  test("chooses a smaller ridge where there is less noise", async () => {
    const chosen = async (deviation: number) =>
      Array.from((await solve(design, noisy(deviation))).choice).findIndex((c) => c > 0.5);
    const [clean, some, much] = [await chosen(0), await chosen(0.3), await chosen(30)];
    expect(clean).toBe(0);
    expect(some).toBeGreaterThan(clean);
    expect(much).toBeGreaterThan(some);
  });

  test("chooses by the density of the data, computed through the covariance of the rows", async () => {
    const target = noisy(0.3);
    const { choice } = await solve(design, target);
    // log p(y) with y ~ N(0, t^2 (X X^T + lambda 1)), t^2 at its maximum: -(n/2) log(y^T C^-1 y) - (1/2) log det C.
    const densities = ridges.map((relative) => {
      const lambda = relative * rows;
      const c = Array.from({ length: rows }, (_, i) =>
        Array.from({ length: rows }, (_, j) => {
          let total = i === j ? lambda : 0;
          for (let k = 0; k < width; k++)
            total += (design[i * width + k] as number) * (design[j * width + k] as number);
          return total;
        }),
      );
      const y = Array.from(target);
      let [quadratic, logDeterminant] = [0, 0];
      // Gaussian elimination; pivots give the determinant and what is left of y the quadratic form.
      for (let i = 0; i < rows; i++) {
        const pivot = c[i]?.[i] as number;
        logDeterminant += Math.log(pivot);
        quadratic += (y[i] as number) ** 2 / pivot;
        for (let r = i + 1; r < rows; r++) {
          const factor = (c[r]?.[i] as number) / pivot;
          for (let k = i; k < rows; k++) (c[r] as number[])[k] = (c[r]?.[k] as number) - factor * (c[i]?.[k] as number);
          y[r] = (y[r] as number) - factor * (y[i] as number);
        }
      }
      return -0.5 * (rows * Math.log(quadratic) + logDeterminant);
    });
    const best = densities.indexOf(Math.max(...densities));
    expect(Array.from(choice).findIndex((c) => c > 0.5)).toBe(best);
  });
});

describe("adaptation in closed form", () => {
  const method = methodOf({
    network: { width: 48, activation: "tanh", output: "hamiltonian" },
    method: { ...methodDefaults, name: "ridge", inner: { steps: 1, rate: 1, reduction: "mean", order: 2 } },
  });

  test("fits the field of a pendulum from fifty points, with features that are random still", async () => {
    const set = generateTrajectories(pendulum, { count: 1, seed: 2, split: "test" });
    const seen = observe(set, 0, choosePoints(set, 50, random("points")).supportIndices);
    const learner = trainedLearner(method, initialParameters(method, random("features")), { name: "ridge" });
    const { vectorField, energy } = await learner.adapt(phaseSpaceOf(pendulum), seen, { random: random("adapt") });
    const all = observe(set, 0, Array.from(set.times.keys()));
    const out = new Float64Array(2);
    let [error, norm] = [0, 0];
    const energies = Array.from(set.times, (_, i) => {
      const state = all.states.slice(2 * i, 2 * i + 2);
      vectorField(state, out);
      out.forEach((value, a) => {
        error += (value - (all.derivatives[2 * i + a] as number)) ** 2;
        norm += (all.derivatives[2 * i + a] as number) ** 2;
      });
      return energy?.(state) as number;
    });
    expect(Math.sqrt(error / norm)).toBeLessThan(0.01);
    // A motion keeps its energy, and the learned one is in joules up to a constant: p^2 / 2 + 1 - cos q.
    expect(Math.max(...energies) - Math.min(...energies)).toBeLessThan(0.01);
  });

  test("does not depend on the units of time, length and mass", async () => {
    const set = generateTrajectories(twoBody, { count: 1, seed: 2, split: "test" });
    const seen = observe(set, 0, choosePoints(set, 15, random("points")).supportIndices);
    const learner = trainedLearner(method, initialParameters(method, random("features")), { name: "ridge" });
    const plain = await learner.adapt(phaseSpaceOf(twoBody), seen, { random: random("adapt") });
    const [length, momentum, time] = [3, 0.2, 7];
    const scale = (values: Float64Array, extra: number) =>
      values.map((x, i) => x * (i % 8 < 4 ? length : momentum) * extra);
    const scaled = await learner.adapt(
      phaseSpaceOf(twoBody),
      { count: 15, states: scale(seen.states, 1), derivatives: scale(seen.derivatives, 1 / time) },
      { random: random("adapt") },
    );
    const state = set.states.slice(80, 88);
    const [a, b] = [new Float64Array(8), new Float64Array(8)];
    plain.vectorField(state, a);
    scaled.vectorField(scale(state, 1), b);
    scale(a, 1 / time).forEach((value, i) => {
      expect(b[i]).toBeCloseTo(value, 6);
    });
  });
});

describe("weights of their own for bodies and pairs", () => {
  const network = { width: 24, activation: "tanh", output: "hamiltonian" } as const;
  const methodNamed = (name: "ridge" | "pair-ridge", own = network as NetworkOptions) =>
    methodOf({
      network: own,
      method: { ...methodDefaults, name, inner: { steps: 1, rate: 1, reduction: "mean", order: 2 } },
    });

  test("go with the bodies: other numbers for the same bodies give the same field, other bodies another", async () => {
    const springs = defineSystem({
      name: "three-springs",
      bodies: 3,
      coordinates: ["a", "b", "c"],
      hamiltonian: (q, p) => {
        const kinetic = p.map((momentum, i) => mul((i + 1) / 2, square(momentum)));
        const stretches = [q[0] as Tensor, ...q.slice(1).map((x, i) => sub(x, q[i] as Tensor))];
        return [...kinetic, ...stretches.map((x, i) => mul(i + 1, square(x)))].reduce((x, y) => add(x, y));
      },
      initialState: { a: [0.5, 1], b: [0.5, 1], c: [-1, 0], p_a: [-1, 1], p_b: [-1, 1], p_c: [-1, 1] },
    });
    const set = generateTrajectories(springs, { count: 1, seed: 2, split: "test" });
    const seen = observe(set, 0, choosePoints(set, 20, random("points")).supportIndices);
    /** Body i of the new states is body `order[i]` of the old. */
    const order = [2, 0, 1];
    const renumbered = (values: Float64Array) =>
      values.map((_, k) => values[k - (k % 3) + (order[k % 3] as number)] as number);
    const other = {
      ...seen,
      states: renumbered(seen.states),
      derivatives: renumbered(seen.derivatives),
    };
    const space = phaseSpaceOf(springs);
    const state = set.states.slice(60, 66);
    const field = (of: { vectorField: (x: Float64Array, out: Float64Array) => void }, x: Float64Array) => {
      const out = new Float64Array(6);
      of.vectorField(x, out);
      return out;
    };
    const distance = (a: Float64Array, b: Float64Array) => Math.hypot(...a.map((x, i) => x - (b[i] as number)));
    for (const name of ["ridge", "pair-ridge"] as const) {
      const method = methodNamed(name);
      const learner = trainedLearner(method, initialParameters(method, random("features")), { name });
      const learned = await learner.adapt(space, seen, { random: random("adapt") });
      const again = await learner.adapt(space, other, { random: random("adapt") });
      const plain = renumbered(field(learned, state));
      expect(distance(field(again, renumbered(state)), plain), name).toBeLessThan(1e-5);
      const exchanged = distance(field(learned, renumbered(state)), plain);
      if (name === "ridge") expect(exchanged).toBeLessThan(1e-9);
      else expect(exchanged).toBeGreaterThan(0.1);
    }
  });

  test("fit the points of five bodies where there are more weights than rows", async () => {
    const five = systemNamed("law-5-2");
    const set = generateTrajectories(five, { count: 1, seed: 2, split: "test" });
    const seen = observe(
      set,
      0,
      Array.from({ length: 16 }, (_, i) => 5 * i),
    );
    const wide = { ...network, width: 64 };
    const method = methodNamed("pair-ridge", wide);
    const learner = trainedLearner(method, initialParameters(method, random("features")), { name: "pair-ridge" });
    const { vectorField } = await learner.adapt(phaseSpaceOf(five), seen, { random: random("adapt") });
    const size = 2 * five.dimension;
    // Weights of 15 bodies and pairs.
    expect(15 * wide.width).toBeGreaterThan(seen.count * size);
    const out = new Float64Array(size);
    let [error, norm] = [0, 0];
    for (let from = 0; from < seen.states.length; from += size) {
      vectorField(seen.states.slice(from, from + size), out);
      for (const [i, value] of out.entries()) {
        error += (value - (seen.derivatives[from + i] as number)) ** 2;
        norm += (seen.derivatives[from + i] as number) ** 2;
      }
    }
    expect(Math.sqrt(error / norm)).toBeLessThan(1e-5);
  });

  test("need the graph network, and systems of no more bodies than they have weights for", async () => {
    expect(() => methodNamed("pair-ridge", { ...network, architecture: "mlp" })).toThrow(/needs the graph network/);
    expect(() => methodNamed("pair-ridge", { ...network, output: "direct" })).toThrow(/needs the graph network/);
    const method = methodNamed("pair-ridge");
    const six = systemNamed("n-body-6");
    const seen = observe(generateTrajectories(six, { count: 1, seed: 1, split: "test" }), 0, [0, 10, 20]);
    const learner = trainedLearner(method, initialParameters(method, random("features")), { name: "pair-ridge" });
    await expect(learner.adapt(phaseSpaceOf(six), seen, { random: random("adapt") })).rejects.toThrow(
      /at most 5 bodies, not 6/,
    );
  });
});

test("a task's units make its positions, momenta and slopes of H one in the mean", () => {
  const set = generateTrajectories(pendulum, { count: 1, seed: 2, split: "test" });
  const seen = observe(set, 0, [0, 10, 20, 30]);
  const space = phaseSpaceOf(pendulum);
  const [states, derivatives] = [toTask(space, seen.states, 4), toTask(space, seen.derivatives, 4)];
  const units = taskUnits(states, derivatives, 1);
  intoUnits(units, states, derivatives);
  const meanSquare = (values: readonly number[]) => values.reduce((total, x) => total + x * x, 0) / values.length;
  const component = (of: Float64Array, c: number) => [0, 1, 2, 3].map((k) => of[4 * k + c] as number);
  expect(meanSquare(component(states, 0))).toBeCloseTo(1, 12);
  expect(meanSquare(component(states, 2))).toBeCloseTo(1, 12);
  expect(meanSquare([...component(derivatives, 0), ...component(derivatives, 2)])).toBeCloseTo(1, 12);
  // The surplus coordinate stays at zero.
  expect(meanSquare([...component(states, 1), ...component(derivatives, 3)])).toBe(0);
});
