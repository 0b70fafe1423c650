import { writeFile } from "node:fs/promises";
import { beforeAll, describe, expect, it, test } from "vitest";
import { loadSystemFile } from "../../src/dataset/index.js";
import { type Adaptation, adaptRecord, recordResults } from "../../src/records/index.js";
import { toldOnce } from "../../src/records/law/formula.js";
import { massNote } from "../../src/report/record/figures/marks.js";
import { temporaryFolder } from "../cli/process.js";
import { foundIn, measured, type SimulatedLaw } from "../identification/simulated.js";
import { hasSympy, inPython } from "../sympy.js";
import { readText } from "./harness.js";
import { pendulumCsv } from "./pendulum.js";

const folder = temporaryFolder();

const double: SimulatedLaw = {
  kinds: ["angle", "angle"],
  accelerate: ([p = 0, q = 0], [v = 0, w = 0]) => {
    const [c, s] = [Math.cos(p - q), Math.sin(p - q)];
    const [f, h] = [-(s * w * w + 19.62 * Math.sin(p)), s * v * v - 9.81 * Math.sin(q)];
    return [(f - c * h) / (2 - c * c), (2 * h - c * f) / (2 - c * c)];
  },
  start: [1, 0.5, 0, 0],
  duration: 4,
  rows: 120,
};

/** Places and velocities at which what was printed is evaluated. */
const [Q, V] = [
  [0.3, -0.8],
  [0.7, 1.1],
] as const;

describe("a double pendulum's formula", () => {
  let words: ReturnType<typeof foundIn>;
  beforeAll(() => {
    words = foundIn(double, measured(double, 0));
  });

  it.skipIf(!hasSympy)("gives the law's accelerations in SymPy, which derives them from the energies", async () => {
    const values = `{theta1: ${Q[0]}, theta2: ${Q[1]}, theta1_dot: ${V[0]}, theta2_dot: ${V[1]}}`;
    const stdout = await inPython(`${words.sympy}\nprint(*[a.evalf(15, subs=${values}) for a in accelerations])`);
    const found = stdout.trim().split(" ").map(Number);
    double.accelerate(Q, V, 0).forEach((a, i) => {
      expect(Math.abs((found[i] as number) - a)).toBeLessThan(1e-5);
    });
  });

  it("is a system whose motions are the law's", async () => {
    const path = folder.in("double.mjs");
    await writeFile(path, words.system ?? "");
    const system = await loadSystemFile(path);
    // Momenta over the first mass: p = M v with M = [[1, c / 2], [c / 2, 1 / 2]].
    const c = Math.cos(Q[0] - Q[1]);
    const p = [V[0] + (c / 2) * V[1], (c / 2) * V[0] + V[1] / 2];
    const rates = new Float64Array(4);
    system.vectorField(Float64Array.from([...Q, ...p]), rates);
    expect(Math.abs((rates[0] as number) - V[0])).toBeLessThan(1e-12);
    expect(Math.abs((rates[1] as number) - V[1])).toBeLessThan(1e-12);
    // dp/dt = dL/dq, with L = (v1^2 + v2^2 / 2 + c v1 v2) / 2 + 9.81 cos q1 + 4.905 cos q2.
    const turning = (-Math.sin(Q[0] - Q[1]) * V[0] * V[1]) / 2;
    expect(Math.abs((rates[2] as number) - (turning - 9.81 * Math.sin(Q[0])))).toBeLessThan(1e-5);
    expect(Math.abs((rates[3] as number) - (-turning - 4.905 * Math.sin(Q[1])))).toBeLessThan(1e-5);
  });
});

describe("the law of a record", () => {
  let adaptation: Adaptation;
  beforeAll(async () => {
    const text = pendulumCsv({ noise: 0.01, friction: 0.1, points: 80, duration: 20 }, "omega");
    adaptation = adaptRecord(await readText(text));
  });

  it("is put into words with the record's names and units", () => {
    const { law } = adaptation;
    expect(law?.closed).toBe(true);
    expect(law?.equation).toMatch(/^theta'' = -0\.\d+ theta' - \d\.\d+ sin\(theta\)$/);
    expect(law?.constants.map(({ name, unit }) => [name, unit])).toEqual([
      ["gamma", "1/s"],
      ["g/l", "1/s^2"],
      ["l (if g = 9.81 m/s^2)", "m"],
    ]);
    // Friction: no energy, no system.
    expect(law?.system).toBeUndefined();
    for (const [i, truth] of [0.1, 1, 9.81].entries()) {
      const { value, deviation } = law?.constants[i] ?? { value: 0, deviation: 0 };
      expect(Math.abs(value - truth) / deviation).toBeLessThan(4);
    }
  });

  it("has its constants' correlations and the weights of its alternatives", () => {
    const { law } = adaptation;
    const [gamma, stiffness, length] = law?.correlations ?? [];
    expect([gamma?.[0], stiffness?.[1], length?.[2]].map((x) => x?.toFixed(9))).toEqual(Array(3).fill("1.000000000"));
    // A length from g / l falls as that rises.
    expect(stiffness?.[2]).toBeCloseTo(-1, 9);
    const weights = law?.alternatives.map(({ weight }) => weight) ?? [];
    expect(weights.reduce((sum, weight) => sum + weight, 0)).toBeGreaterThan(0.99);
    expect(weights).toEqual([...weights].sort((a, b) => b - a));
  });
});

test("formulas that read alike, made of other parts, are told once with the weight of both", () => {
  const one = (formula: string, weight: number) => ({ formula, equation: `a = ${formula}`, weight });
  expect(toldOnce([one("x", 0.5), one("y", 0.3), one("x", 0.2)])).toEqual([one("x", 0.7), one("y", 0.3)]);
});

it("has k and c with their units where a mass is given, and no energies of a mass of 1", async () => {
  const rows = Array.from({ length: 60 }, (_, i) => [i / 20, 3 * Math.exp(-0.05 * i) * Math.cos(0.25 * i)]);
  const record = await readText(`t (s),x (cm)\n${rows.map((row) => row.join()).join("\n")}`, {
    masses: { value: 0.2, unit: "kg" },
  });
  const adaptation = adaptRecord(record, { draws: 1 });
  const results = recordResults(record, adaptation, {
    ...{ command: "", options: {}, versions: {}, seconds: 1, date: "2026-01-01" },
  });
  // x = 3 exp(-t) cos(5 t): x'' = -2 x' - 26 x.
  const found = results.law?.constants.map(({ name, value, unit }) => [name, value.toFixed(4), unit]);
  expect(found).toEqual([
    ["gamma", "2.0000", "1/s"],
    ["k/m", "26.0000", "1/s^2"],
    ["c (friction)", "0.4000", "kg/s"],
    ["k", "5.2000", "kg/s^2"],
  ]);
  expect(results.constants.find(({ unit }) => unit === "kg/s")?.name).toBe("c");
  expect(massNote(results)).toEqual([]);
  expect(massNote({ ...results, massKnown: false })).toHaveLength(1);
});
