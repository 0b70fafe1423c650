import { describe, expect, it } from "vitest";
import { argumentOf } from "../../src/identification/formula/argument.js";
import { shapesOf } from "../../src/identification/formula/library.js";
import type { Part } from "../../src/identification/formula/part.js";
import { onceEach } from "../../src/identification/formula/simplify.js";
import { springPairs } from "../../src/identification/formula/springs.js";
import type { SmoothedRecord } from "../../src/identification/prepare/smoothed.js";
import { foundIn, measured, printedAccelerations, type SimulatedLaw } from "./simulated.js";

const pendulum: SimulatedLaw = {
  kinds: ["angle"],
  accelerate: ([q = 0], [v = 0]) => [-16.35 * Math.sin(q) - 0.1 * v],
  start: [1.2, 0],
  duration: 8,
  rows: 80,
};

/** Laws with what their formulas must hold: the equation with numbers left out, and the constants. */
const LAWS: Readonly<
  Record<string, { law: SimulatedLaw; equation: string; constants: Readonly<Record<string, number>> }>
> = {
  "a pendulum with friction": {
    law: pendulum,
    equation: "theta1'' = # theta1' # sin(theta1)",
    constants: { gamma: 0.1, "g/l": 16.35, "l (if g = 9.81 m/s^2)": 9.81 / 16.35 },
  },
  "a spring about a centre": {
    law: { kinds: ["length"], accelerate: ([x = 0]) => [-6.4 * (x - 0.05)], start: [0.4, 0], duration: 8, rows: 50 },
    equation: "x'' = # (x #)",
    constants: { "k/m": 6.4, "centre of x": 0.05 },
  },
  "a double well": {
    law: {
      kinds: ["length"],
      accelerate: ([x = 0]) => [1.1 * x - 0.9 * x ** 3],
      start: [1.3, 0.2],
      duration: 12,
      rows: 70,
    },
    equation: "x'' = # x # x^3",
    constants: { "k/m": -1.1, "coefficient of x^4": 0.225 },
  },
  "a force with a broken exponent": {
    law: {
      kinds: ["length"],
      accelerate: ([x = 0]) => [-2 * Math.sign(x) * Math.abs(x) ** 1.7],
      start: [1.3, 0.2],
      duration: 12,
      rows: 70,
    },
    equation: "x'' = # |x|^# sign(x)",
    constants: { "coefficient of the power of x": 2 / 2.7, "exponent of x": 2.7 },
  },
  "a Morse potential": {
    law: {
      kinds: ["length"],
      accelerate: ([x = 0]) => {
        const e = Math.exp(-1.3 * (x - 1.2));
        return [-5.2 * (e - e * e)];
      },
      start: [1.9, 0],
      duration: 15,
      rows: 80,
    },
    equation: "x'' = # exp(# (x #)) (1 - exp(# (x #)))",
    constants: { depth: 2, "decay rate": 1.3, "centre of x": 1.2 },
  },
  "two wells, seen from one of them": {
    law: {
      kinds: ["length"],
      accelerate: ([x = 0]) => [2 * (x - 0.5) - 1.5 * (x - 0.5) ** 3],
      start: [0.9, 0],
      duration: 15,
      rows: 120,
    },
    equation: "x'' = # (x #) # (x #)^3",
    constants: { "k/m": -2, "coefficient of x^4": 0.375, "centre of x": 0.5 },
  },
  "a trolley between two springs": {
    law: {
      kinds: ["length"],
      accelerate: ([x = 0]) => [-30 * Math.max(0, x - 0.3) + 18 * Math.max(0, -0.2 - x)],
      start: [0, 0.8],
      duration: 10,
      rows: 200,
    },
    equation: "x'' = # max(0, x #) # max(0, -(x #))",
    constants: {
      "k/m above the contact": 30,
      "upper contact of x": 0.3,
      "k/m below the contact": 18,
      "lower contact of x": -0.2,
    },
  },
  "a V-shaped track": {
    law: {
      kinds: ["length"],
      accelerate: ([x = 0]) => [(-0.6 * (x - 1.1)) / Math.hypot(x - 1.1, 0.05)],
      start: [0.6, 0],
      duration: 14,
      rows: 150,
    },
    equation: "x'' = # (x #)/((x #)^2 #)^#",
    constants: { "acceleration towards the edge": 0.6, "width of the edge": 0.05, "edge of x": 1.1 },
  },
  "a driven spring": {
    law: {
      kinds: ["length"],
      accelerate: ([x = 0], [v = 0], t) => [-4 * x - 0.2 * v + 0.7 * Math.cos(1.3 * t + 0.4)],
      start: [1, 0],
      duration: 25,
      rows: 150,
    },
    equation: "x'' = # x' # cos(# t #) # x",
    constants: {
      gamma: 0.2,
      "amplitude of the drive": 0.7,
      "angular frequency of the drive": 1.3,
      "phase of the drive": 0.4,
      "k/m": 4,
    },
  },
  "an orbit": {
    law: {
      kinds: ["length", "length"],
      together: true,
      accelerate: ([x = 0, y = 0]) => [-1.3 * x * Math.hypot(x, y) ** -3, -1.3 * y * Math.hypot(x, y) ** -3],
      start: [1, 0, 0, 1.25],
      duration: 10,
      rows: 60,
    },
    equation: "x'' = # x/r^3; y'' = # y/r^3",
    constants: { "G M": 1.3 },
  },
  "a cart with a pendulum": {
    law: {
      kinds: ["length", "angle"],
      accelerate: ([, q = 0], [, w = 0]) => {
        const [c, s] = [Math.cos(q), Math.sin(q)];
        const det = 2 - c * c;
        return [(s * w * w + 9.81 * c * s) / det, (-19.62 * s - c * s * w * w) / det];
      },
      start: [0, 0.8, 0, 0],
      duration: 5,
      rows: 100,
    },
    equation: "x'' + cos(theta2) theta2''/2 = sin(theta2) theta2'^2/2; cos(theta2) x''/2 + theta2''/2 = # sin(theta2)",
    constants: { "coefficient of cos(theta2)": 4.905 },
  },
  "a double pendulum": {
    law: {
      kinds: ["angle", "angle"],
      accelerate: ([p = 0, q = 0], [v = 0, w = 0]) => {
        const [c, s] = [Math.cos(p - q), Math.sin(p - q)];
        const [f, h] = [-(s * w * w + 19.62 * Math.sin(p)), s * v * v - 9.81 * Math.sin(q)];
        return [(f - c * h) / (2 - c * c), (2 * h - c * f) / (2 - c * c)];
      },
      start: [1, 0.5, 0, 0],
      duration: 4,
      rows: 120,
    },
    equation:
      "theta1'' + cos(theta1 - theta2) theta2''/2 = # sin(theta1) - sin(theta1 - theta2) theta2'^2/2; " +
      "cos(theta1 - theta2) theta1''/2 + theta2''/2 = # sin(theta2) + sin(theta1 - theta2) theta1'^2/2",
    constants: { "coefficient of cos(theta1)": 9.81, "coefficient of cos(theta2)": 4.905 },
  },
};

/** An equation with its measured numbers, and the signs before them, as #. */
const shape = (equation: string) =>
  equation
    .replaceAll("\n", "; ")
    .replaceAll(/\d+\.\d+/g, "#")
    .replaceAll(/[-+] ?#/g, "#");

describe.each(Object.entries(LAWS))("the formula of %s", (_name, { law, equation, constants }) => {
  it("has the law's form and its constants within their standard errors, from a record with 1 % noise", () => {
    const words = foundIn(law, measured(law, 0.01));
    expect(words.closed).toBe(true);
    expect(shape(words.equation)).toBe(equation);
    expect(words.constants.map(({ name }) => name).sort()).toEqual(Object.keys(constants).sort());
    for (const { name, value, deviation } of words.constants) {
      expect(deviation).toBeGreaterThan(0);
      expect(Math.abs(value - (constants[name] as number)) / deviation, name).toBeLessThan(4);
    }
  });
});

describe("a formula found in a clean record", () => {
  it.each(["a force with a broken exponent", "a double pendulum"])(
    "is exact, and so are the accelerations of its JavaScript: %s",
    async (name) => {
      const { law, constants } = LAWS[name] as (typeof LAWS)[string];
      const words = foundIn(law, measured(law, 0));
      for (const { name: own, value } of words.constants)
        expect(Math.abs(value / (constants[own] as number) - 1), own).toBeLessThan(1e-6);
      const accelerations = await printedAccelerations(words.javascript);
      const [q, v] = [
        [0.3, -0.8],
        [0.7, 1.1],
      ] as const;
      const truth = law.accelerate(q, v, 0);
      accelerations(0, q, v).forEach((a, i) => {
        expect(Math.abs(a - (truth[i] as number))).toBeLessThan(1e-5);
      });
    },
  );
});

describe("standard errors", () => {
  it("hold the truth about as often as they should: 16 constants of eight records", () => {
    const { law, constants } = LAWS["a spring about a centre"] as (typeof LAWS)[string];
    const errors = Array.from({ length: 8 }, (_, seed) =>
      foundIn(law, measured(law, 0.03, 10 + seed)).constants.map(
        ({ name, value, deviation }) => Math.abs(value - (constants[name] as number)) / deviation,
      ),
    ).flat();
    expect(errors).toHaveLength(16);
    // 68 % and 95 %, less what chance may take: six and twelve of sixteen are missed once in more than a thousand times.
    expect(errors.filter((e) => e < 1).length).toBeGreaterThanOrEqual(6);
    expect(errors.filter((e) => e < 2).length).toBeGreaterThanOrEqual(12);
    // Nor are they too wide: all sixteen within one would be as rare.
    expect(errors.filter((e) => e < 1).length).toBeLessThan(16);
  });
});

describe("a law without a closed form in the library", () => {
  it("is called that", () => {
    const law: SimulatedLaw = {
      kinds: ["length"],
      accelerate: ([x = 0]) => [-Math.tanh(5 * x) * (2 + Math.cos(7 * x)) - 0.4 * Math.sin(11 * x)],
      start: [1.4, 0],
      duration: 12,
      rows: 160,
    };
    expect(foundIn(law, measured(law, 0.001)).closed).toBe(false);
  });
});

it("a cosine twice is one, of which the amplitude is known though the two are not", () => {
  const cosine = (name: string, amplitude: number): Part => ({
    name,
    spec: { kind: "shape", groups: [[[1]]], shape: { kind: "cosine", wavenumber: 1 }, centred: false },
    means: [0],
    deviation: [10],
    start: [amplitude],
    nonlinear: [],
    cost: 3,
  });
  const other: Part = {
    ...cosine("cosine 2", 4),
    spec: { ...cosine("", 0).spec, shape: { kind: "cosine", wavenumber: 2 } } as Part["spec"],
  };
  const parts = onceEach([cosine("cosine 1", 7), other, cosine("cosine 1 of it", 7.65)]);
  expect(parts.map(({ name }) => name)).toEqual(["cosine 1", "cosine 2"]);
  expect(parts[0]?.start[0]).toBeCloseTo(14.65, 12);
  expect(parts[1]?.start).toEqual([4]);
});

describe("a spring with a rest length", () => {
  // k (r - r0) with k = 40 and r0 = 0.4, at distances of 0.4 + 0.05 cos(3 phi) all around: forces of 1.4, of which k r and k r0 are 16.
  const [k, rest, n] = [40, 0.4, 360];
  const places = Array.from({ length: n }, (_, i) => {
    const [phi, r] = [(i * Math.PI) / 180, rest + 0.05 * Math.cos((i * Math.PI) / 60)];
    return [r * Math.cos(phi), r * Math.sin(phi), 0, 0];
  });
  const force = k * 0.05 * Math.SQRT1_2;
  const record = {
    dimension: 2,
    states: [Float64Array.from(places.flat())],
    accelerationSpreads: Float64Array.of(force, force),
  } as unknown as SmoothedRecord;
  const about = (rows: number[][]) => argumentOf([rows], record, { kinds: ["length", "length"], bodies: [0, 0] });
  it("is looked for with amplitudes as large as its own, which are many times its force", () => {
    const argument = about([
      [1, 0],
      [0, 1],
    ]);
    const library = shapesOf(argument);
    const pairs = springPairs(library, argument, false);
    expect(pairs.map((pair) => pair.map(({ name }) => name))).toEqual([
      ["power 1", "power 2"],
      ["power 1", "power 2 about a centre"],
    ]);
    // The amplitude of a power is its force at the unit.
    const plain = ["power 1", "power 2"].map((name) => library.find((part) => part.name === name)?.deviation[0] ?? 0);
    const [linear, square] = (pairs[0] ?? []).map(({ deviation }) => deviation[0] ?? 0);
    const [pull, stiff] = [k * rest, k * argument.size];
    expect(Math.min(pull / (plain[0] ?? 1), stiff / (plain[1] ?? 1))).toBeGreaterThan(5);
    expect(Math.max(pull / (linear ?? 0), stiff / (square ?? 0))).toBeLessThan(1);
  });
  it("is looked for about a point that is known", () => {
    const shifted = {
      ...record,
      states: [record.states[0]?.map((x, i) => (i % 4 === 0 ? x + 3 : x))],
    } as SmoothedRecord;
    const rows = [
      [1, 0],
      [0, 1],
    ];
    const argument = argumentOf([rows], shifted, { kinds: ["length", "length"], bodies: [0, 0] }, [3, 0]);
    expect(argument.distance.variation).toBeCloseTo(0.05 * Math.SQRT1_2, 3);
    const [pair] = springPairs(shapesOf(argument), argument, true);
    expect(pair?.map(({ name }) => name)).toEqual(["power 1 about a centre", "power 2 about a centre"]);
    expect(pair?.map(({ start }) => start.slice(1))).toEqual([
      [3, 0],
      [3, 0],
    ]);
  });
  it("is none of one coordinate, where it has a centre", () => {
    const argument = about([[1, 0]]);
    expect(springPairs(shapesOf(argument), argument, false)).toEqual([]);
  });
});
