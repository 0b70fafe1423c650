import { beforeAll, describe, expect, test } from "vitest";
import { randomStream } from "../../src/base/random.js";
import { dop853 } from "../../src/mechanics/index.js";
import {
  type Adaptation,
  adaptRecord,
  decodeModel,
  encodeModel,
  predictSaved,
  pythonSnippet,
  type Recording,
  type RecordResults,
  recordResults,
  savedModel,
  typescriptSnippet,
} from "../../src/records/index.js";
import { withStanding } from "../../src/records/law/formula.js";
import { recordFigures } from "../../src/report/record/figures/index.js";
import { levelsOf } from "../../src/report/record/figures/map.js";
import { ofMotion } from "../../src/report/record/figures/marks.js";
import { formulaMarkup } from "../../src/report/record/formula.js";
import { heldOutSentence } from "../../src/report/record/held-out.js";
import { lawLines } from "../../src/report/record/law-text.js";
import { htmlRecordReport } from "../../src/report/record/page.js";
import { uncertainText } from "../../src/report/record/uncertain.js";
import { sentenceOf, verdictSentence } from "../../src/report/record/wording.js";
import { readText } from "../records/harness.js";

/** A spring with friction: x'' = -9 x - 0.3 v, measured with noise of 0.002 and 0.005. */
const noises = [0.002, 0.005] as const;
async function spring(): Promise<{ record: Recording; adaptation: Adaptation; results: RecordResults }> {
  const times = Float64Array.from({ length: 200 }, (_, i) => i / 25);
  const { states } = dop853(([x = 0, v = 0], out) => out.set([v, -9 * x - 0.3 * v]), Float64Array.of(0.5, 0), times, {
    tolerance: 1e-12,
  });
  const random = randomStream(0, "spring");
  const rows = Array.from(times, (t, i) =>
    [t, ...noises.map((noise, c) => (states[2 * i + c] as number) + noise * random.normal())].join(),
  );
  const record = await readText(["t [s],x [m],v [m/s]", ...rows].join("\n"), { masses: { value: 2, unit: "kg" } });
  const options = { draws: 4 };
  const facts = { command: "metahamilton adapt spring.csv", options, versions: {}, seconds: 1, date: "2026-01-01" };
  const adaptation = adaptRecord(record, options);
  return { record, adaptation, results: recordResults(record, adaptation, facts) };
}

let record: Recording;
let adaptation: Adaptation;
let results: RecordResults;
beforeAll(async () => {
  ({ record, adaptation, results } = await spring());
});

const rms = (values: readonly number[]) => Math.sqrt(values.reduce((sum, v) => sum + v * v, 0) / values.length);

describe("results of a damped spring", () => {
  test("name its constants", () => {
    const found = new Map(results.constants.map((constant) => [constant.name, constant]));
    for (const [name, truth, unit] of [
      ["omega_0", 3, "rad/s"],
      ["Q", 10, "1"],
      ["tau", 2 / 0.3, "s"],
      ["c", 0.6, undefined],
    ] as const) {
      const { value = Number.NaN, deviation = 0, ...rest } = found.get(name) ?? {};
      expect(Math.abs(value - truth), name).toBeLessThan(4 * deviation);
      expect(deviation / truth, name).toBeLessThan(0.05);
      if (unit !== undefined) expect(rest).toMatchObject({ unit });
    }
  });

  test("give the potential within its band, in joules", () => {
    const [potential] = results.curves;
    expect(potential?.quantity).toEqual({ name: "V", unit: "J" });
    potential?.x.forEach((x, i) => {
      const off = Math.abs((potential.y[i] as number) - 9 * x * x);
      expect(off).toBeLessThan(4 * (potential.deviation[i] as number) + 2e-3);
      // The formula's constants are those of the page, known to 0.3 %.
      expect(Math.abs((potential.formula?.[i] as number) - 9 * x * x)).toBeLessThan(0.01 * 9 * x * x + 2e-3);
    });
  });

  test("tell kinetic from potential energy", () => {
    const { values = [], kinetic } = results.motions[0]?.prediction ?? {};
    expect(kinetic).toHaveLength(values[0]?.length ?? 0);
    kinetic?.forEach((energy, i) => {
      expect(energy).toBeCloseTo((values[1]?.[i] as number) ** 2, 9);
    });
  });

  test("follow the motion from its first row to twice its time, the loss of energy being friction's work", () => {
    const { t, values, energy, friction, drive, recordEnd } = results.motions[0]?.prediction ?? {
      t: [],
      values: [],
      energy: [],
      friction: null,
      drive: null,
      recordEnd: 0,
    };
    expect(t[0]).toBe(0);
    expect(t).toContain(recordEnd);
    expect(t.at(-1)).toBeCloseTo(2 * recordEnd, 9);
    expect(drive).toBeNull();
    const truth = dop853(
      ([x = 0, v = 0], out) => out.set([v, -9 * x - 0.3 * v]),
      Float64Array.of(0.5, 0),
      Float64Array.from(t),
      { tolerance: 1e-12 },
    ).states;
    values[0]?.forEach((x, i) => {
      expect(Math.abs(x - (truth[2 * i] as number))).toBeLessThan(2 * noises[0]);
    });
    // Half of what the noise of one position is worth in energy at the beginning.
    const worth = (18 * 0.5 * noises[0]) / 2;
    energy.forEach((change, i) => {
      expect(Math.abs(change - (friction?.[i] as number))).toBeLessThan(worth);
    });
  });

  test("leave the noise over, and nothing else", () => {
    for (const own of results.motions[0]?.samples.residuals ?? []) {
      expect(own).toHaveLength(200);
      expect(rms(own ?? [])).toBeGreaterThan(0.85);
      expect(rms(own ?? [])).toBeLessThan(1.15);
    }
  });

  test("show the held-out prediction that the error was measured by", () => {
    const { t, measured, predicted } = results.motions[0]?.heldOut ?? { t: [], measured: [], predicted: [] };
    expect(t).toHaveLength(40);
    for (const a of [0, 1]) {
      const errors = predicted[a]?.map((value, i) => value - (measured[a]?.[i] as number)) ?? [];
      expect(rms(errors)).toBeCloseTo(results.heldOut.components[a] as number, 12);
    }
    expect(results.heldOut).not.toHaveProperty("predicted");
  });
});

describe("what does not explain its record", () => {
  const beware = /best description found, which does not explain the record/i;
  test("is told so in the terminal, the report, programs and results, without constants to cite", () => {
    const { law } = results;
    if (law === undefined) throw new Error("the spring has a formula");
    expect(law.explains).toBe(true);
    expect(lawLines(results).join("\n")).toMatch(/^The law .*\n[\s\S]*Constants, with standard errors/);
    const own = withStanding(law, false);
    for (const program of [own.latex, own.sympy, own.javascript]) expect(program).toMatch(beware);
    expect(own.javascript.split("\n").slice(1).join("\n")).toBe(law.javascript);
    const check = { ...results.check, verdict: "undetermined" as const };
    // Between impacts, too, where the verdict is another.
    for (const other of [
      { ...results, law: own, check },
      { ...results, law: own, check: { ...check, verdict: "impacts" as const } },
    ]) {
      const lines = lawLines(other).join("\n");
      expect(lines).toMatch(beware);
      expect(lines).not.toMatch(/The law|Constants|\+-/);
      const page = htmlRecordReport(other);
      const section = page.slice(page.indexOf('<section id="law"'), page.indexOf('<section id="fit"'));
      expect(section).toMatch(beware);
      expect(section).toContain("<h2>No law was found</h2>");
      expect(section).not.toMatch(/The law<|standard error|Constants/);
    }
    const sentence = verdictSentence({ ...results, check });
    expect(sentence).toMatch(/cannot be told from this record. The description has: friction/);
    expect(sentence).not.toMatch(/±/);
  });

  test("is followed by the frictions that are in it", () => {
    const [friction] = results.forces;
    if (friction === undefined) throw new Error("the spring has friction");
    const none = { ...friction, coordinate: "y", value: 0.001, deviation: 0.002 };
    expect(verdictSentence({ ...results, forces: [friction, none] })).toBe(verdictSentence(results));
    // Where none is sure for itself, both stay.
    expect(verdictSentence({ ...results, forces: [none, { ...none, coordinate: "z" }] })).toMatch(/of y; .* of z/);
    // Inputs without an effect come last, as such.
    const input = { ...friction, kind: "input" as const, input: "road", value: 5, deviation: 0.1 };
    expect(verdictSentence({ ...results, forces: [{ ...input, value: 0.1, coordinate: "y" }, input] })).toContain(
      `the input road acts on ${friction.coordinate}; no effect of the input road on y.`,
    );
    expect(sentenceOf("x is thrown back twice")).toBe("x is thrown back twice");
    expect(sentenceOf("theta_1 is thrown back")).toBe("theta_1 is thrown back");
    expect(sentenceOf("a force is missing")).toBe("A force is missing");
  });

  test("is told so by predictions and exported programs", async () => {
    const check = { ...adaptation.check, verdict: "undetermined" as const };
    const saved = await decodeModel(encodeModel(savedModel(record, { ...adaptation, check })), "model");
    const places = { duration: "duration", from: "from", input: { source: "input", how: "input" }, force: "force" };
    expect(predictSaved(saved, { duration: 1, points: 3 }, places).warnings[0]).toMatch(beware);
    for (const program of [pythonSnippet(saved), typescriptSnippet(saved)])
      expect(program.split("\n").slice(0, 3).join("\n")).toMatch(beware);
    const good = savedModel(record, adaptation);
    expect(predictSaved(good, { duration: 1, points: 3 }, places).warnings).toEqual([]);
    expect(pythonSnippet(good)).not.toMatch(beware);
  });
});

describe("the page", () => {
  test("begins with the law and its constants, and keeps numbers of evidence for the details", () => {
    const page = htmlRecordReport(results);
    expect(page.indexOf('id="law"')).toBeLessThan(page.indexOf('id="fit"'));
    expect(page).toMatch(/class="formula"><span><var>x<\/var>″/);
    expect(page).toMatch(/ω<sub>0<\/sub>/);
    const [before, details] = page.split('id="details"') as [string, string];
    expect(page).not.toMatch(/Bayes factor|Time of change|NaN|undefined/);
    expect(details).toMatch(/10[⁰¹²³⁴-⁹]+ times likelier with it/);
    expect(before).toMatch(/as good as the noise allows/);
  });

  test("shows a formula first where there is one", () => {
    const law = {
      formula: "V = k x^2 / 2",
      equation: "x'' = -k x - c x'",
      latex: "\\ddot x = -kx - c\\dot x",
      constants: [{ name: "k", value: 18.01, deviation: 0.02, unit: "N/m" }],
      correlations: [[1]],
      sympy: "k = symbols('k')",
      javascript: "const k = 18.01;",
      evidence: 12,
      evidenceOfLaw: 11,
      alternatives: [
        { formula: "V = k x^2 / 2", equation: "x'' = -k x - c x'", weight: 0.96 },
        { formula: "V = a (1 - cos b x)", equation: "x'' = -a b sin b x", weight: 0.04 },
      ],
      closed: true,
      explains: true,
    };
    const page = htmlRecordReport({ ...results, law });
    for (const text of ["x'' = -k x - c x'\nV = k x^2 / 2", "\\ddot x = -kx - c\\dot x", "k = symbols('k')", "4.0 %"])
      expect(page).toContain(text.replaceAll("'", "&#39;"));
    expect(page).toContain("18.010 ± 0.020</data> N/m");
    expect(page).toMatch(/<var>V<\/var><\/span> <span>= <var>a<\/var>/);
    expect(page.indexOf("<var>k</var> <var>x</var><sup>2</sup>")).toBeLessThan(page.indexOf("Value ± standard error"));
    const other = htmlRecordReport({ ...results, law: { ...law, closed: false } });
    expect(other).toContain("No closed form was found");
    expect(other.indexOf("No closed form was found")).toBeLessThan(other.indexOf("<sup>2</sup>"));
    expect(other).not.toContain("18.010");
  });

  test("has units on every axis but those of plain numbers", () => {
    for (const [name, figure] of recordFigures(results))
      for (const panel of figure.panels)
        for (const axis of [panel?.x, panel?.y]) {
          const label = [axis?.label]
            .flat()
            .map((run) => (typeof run === "string" ? run : run?.sub))
            .join("");
          if (name !== "residuals") expect(label).toMatch(/\((s|m|m\/s|J|N)\)$/);
        }
  });
});

test("motions are told apart by their names, or by their numbers as such", () => {
  expect([ofMotion({ id: "" }, 1), ofMotion({ id: "3" }, 2), ofMotion({ id: "fall3" }, 2)]).toEqual([
    "",
    " of motion 3",
    " of fall3",
  ]);
});

describe("lines of equal energy", () => {
  const axis = Array.from({ length: 41 }, (_, i) => -1.6 + 0.08 * i);
  const turn = Array.from({ length: 40 }, (_, i) => (Math.PI * i) / 20);
  const path = { x: turn.map((a) => 1.4 * Math.cos(a)), y: turn.map((a) => 1.4 * Math.sin(a)) };
  const levels = (V: (r: number) => number) =>
    levelsOf({ x: axis, y: axis, values: axis.map((y) => axis.map((x) => V(Math.hypot(x, y, 1e-3)))), path });

  test("are even steps from the bottom of a well", () => {
    const [first = 0, second = 0] = levels((r) => r * r);
    expect(first).toBeCloseTo(second - first, 5);
    expect(first).toBeGreaterThan(0);
  });

  test("leave out the pit of gravity: there is one on either side of the orbit", () => {
    const all = levels((r) => -1 / r);
    expect(Math.min(...all)).toBeGreaterThan(-1 / 0.3);
    expect(all.filter((level) => level < -1 / 1.4).length).toBeGreaterThan(6);
    expect(Math.max(...all)).toBeGreaterThan(-1 / 1.4);
  });
});

test("errors above the noise are given beside it", () => {
  const worse = { ...results, heldOut: { ...results.heldOut, components: [0.02, 0.005] } };
  expect(heldOutSentence(worse)).toMatch(/The noise alone would give x 0\.002\d m, v 0\.00[45]\d m\/s\.$/);
  expect(heldOutSentence({ ...results, heldOut: { ...results.heldOut, relative: Number.NaN } })).toMatch(
    /could not be followed through its \d+ samples\.$/,
  );
});

test.each([
  [184.32, 13, "184 ± 13"],
  [1.17893, 0.0055, "1.1789 ± 0.0055"],
  [0.010853, 0.00075, "0.01085 ± 0.00075"],
  [-0.0211, 0.013, "−0.021 ± 0.013"],
  [0.14965, 8.04e-4, "0.14965 ± 0.00080"],
  [-3.034e-4, 2.13e-5, "(−3.03 ± 0.21)×10⁻⁴"],
  [2.9592329e-4, 2.4e-10, "(2.9592329 ± 0.0000024)×10⁻⁴"],
  [1, 0.00999, "1.000 ± 0.010"],
  [9.81, 0, "9.810"],
])("%d with the standard error %d is given as %s", (value, deviation, text) => {
  expect(uncertainText(value, deviation)).toBe(text);
});

test("formulas are set with indices, powers and primes in place, one piece a term", () => {
  const { text } = formulaMarkup("theta1'' + cos(theta1 - x_2)/r^3 = -3.03e-4 |v'| v'^2 + q^(n - 1), r = 1 - x");
  const plain = text.replaceAll(/<\/?(?:var|p|p class="formula")>/g, "").trim();
  expect(
    plain
      .split("<span>")
      .slice(1)
      .map((piece) => piece.replace(/<\/span> ?/, "")),
  ).toEqual([
    "θ<sub>1</sub>″",
    "+ cos(θ<sub>1</sub> − x<sub>2</sub>)/r<sup>3</sup>",
    "= −3.03×10<sup>−4</sup> |v′| v′<sup>2</sup>",
    "+ q<sup>n − 1</sup>,",
    "r = 1",
    "− x",
  ]);
});
