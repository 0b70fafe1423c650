import { XMLParser, XMLValidator } from "fast-xml-parser";
import { describe, expect, it } from "vitest";
import type { HeldOutResult, NetworkResult, Results } from "../../src/measure/index.js";
import { exampleSteps, figure1, figure2, trainingCurves } from "../../src/report/index.js";
import { makeResults } from "./fixture.js";

const count = (svg: string, what: RegExp) => (svg.match(what) ?? []).length;
const panels = (svg: string) => count(svg, /<g class="panel"/g);

/** The results with the first system changed. */
function withSystem(results: Results, change: (system: HeldOutResult) => Partial<HeldOutResult>): Results {
  return {
    ...results,
    systems: results.systems.map((system, i) => (i === 0 ? { ...system, ...change(system) } : system)),
  };
}

/** The results with every method of the first system changed. */
function withMethods(results: Results, change: (method: NetworkResult) => Partial<NetworkResult>): Results {
  return withSystem(results, ({ methods }) => ({
    methods: methods.map((method) => ({ ...method, ...change(method) })),
  }));
}

describe("figure 1", () => {
  it.each([
    [1, 1, 1],
    [2, 2, 1],
    [4, 2, 2],
    [6, 3, 2],
  ])("lays %i systems out as %i columns by %i rows", (systems, columns, rows) => {
    const svg = figure1(makeResults(systems));
    const places = [...svg.matchAll(/<g class="panel" transform="translate\((\d+),(\d+)\)"/g)];
    expect(places.length).toBe(systems);
    expect(new Set(places.map(([, x]) => x)).size).toBe(columns);
    expect(new Set(places.map(([, , y]) => y)).size).toBe(rows);
  });

  it("draws a known point of a curve at its place on the log axis", () => {
    const flat = [1e-3, 1e-2, 1];
    const results = withSystem(makeResults(1), ({ methods }) => ({
      methods: methods.slice(0, 1).map((method) => ({
        ...method,
        step: [0, 50, 100],
        mse: { mean: flat, median: flat, low: flat, high: flat },
      })),
    }));
    const svg = figure1(results);
    const [, width, height] = /<svg class="plot" width="(\d+)" height="(\d+)"/.exec(svg) ?? [];
    const [, path = ""] = /<path class="line" d="([^"]*)"/.exec(svg) ?? [];
    const points = path
      .slice(1)
      .split("L")
      .map((point) => point.split(",").map(Number));
    expect(points.length).toBe(3);
    expect(points[1]?.[0]).toBeCloseTo(Number(width) / 2, 1);
    // The axis runs from 1e-3 (bottom) to 1 (top): 1e-2 lies a third of the way up.
    expect(points[1]?.[1]).toBeCloseTo((Number(height) * 2) / 3, 1);
  });

  it("draws a curve and a band a method and tells methods apart without colour", () => {
    const svg = figure1(makeResults(1));
    expect(count(svg, /class="line"/g)).toBe(4);
    expect(count(svg, /class="band"/g)).toBe(4);
    const dashes = [...svg.matchAll(/class="line"[^>]*?(?:stroke-dasharray="([^"]*)")?\/>/g)].map(([, dash]) => dash);
    expect(new Set(dashes).size).toBe(4);
  });

  it("notes how many rollouts escaped at the last step", () => {
    const results = withMethods(makeResults(1), ({ step }) => ({ escaped: step.map((s) => (s === 100 ? 123 : 7)) }));
    const tally = /<g class="tally">(.*?)<\/g>/.exec(figure1(results))?.[1] ?? "";
    expect(tally).toContain("step 100, of 300");
    expect(count(tally, />123</g)).toBe(4);
  });

  it("breaks a curve where a value is null, as JSON writes what is not finite", () => {
    const holed = JSON.parse(
      JSON.stringify(
        withMethods(makeResults(1), ({ mse }) => ({
          mse: { ...mse, mean: mse.mean.map((v, i) => (i === 40 ? Number.NaN : v)) },
        })),
      ),
    );
    const [, path = ""] = /<path class="line" d="([^"]*)"/.exec(figure1(holed)) ?? [];
    expect(count(path, /M/g)).toBe(2);
    expect(figure1(holed)).not.toMatch(/NaN|Infinity|null|undefined/);
  });

  it("shows an empty panel where nothing was measured", () => {
    const svg = figure1(withSystem(makeResults(1), () => ({ methods: [] })));
    expect(svg).toContain("no values");
    expect(XMLValidator.validate(svg)).toBe(true);
  });

  it("uses other colours on a dark ground", () => {
    const results = makeResults(1);
    expect(figure1(results, { theme: "dark" })).toContain("#14181d");
    expect(figure1(results)).toBe(figure1(results, { theme: "light" }));
    expect(figure1(results)).not.toContain("#14181d");
  });
});

describe("figure 2", () => {
  const [spring, , , doublePendulum, , threeBody] = makeResults(6).systems as [
    HeldOutResult,
    HeldOutResult,
    HeldOutResult,
    HeldOutResult,
    HeldOutResult,
    HeldOutResult,
  ];

  it("has a panel a coordinate and one a pair that is not surplus", () => {
    expect(panels(figure2(spring, 15))).toBe(4 + 1);
    expect(panels(figure2(doublePendulum, 15))).toBe(8 + 2);
    expect(panels(figure2(threeBody, 100))).toBe(12 + 6);
  });

  it("labels surplus coordinates, and only those", () => {
    expect(count(figure2(spring, 15), /\(surplus\)/g)).toBe(2);
    expect(figure2(threeBody, 15)).not.toContain("urplus");
  });

  it("marks every support point in every panel", () => {
    const dots = [...figure2(spring, 15).matchAll(/class="dots" d="([^"]*)"/g)].map(([, d = ""]) => count(d, /M/g));
    expect(dots).toEqual([50, 50, 50, 50, 50]);
  });

  it("names coordinates with their units", () => {
    const svg = figure2(doublePendulum, 100);
    expect(svg).toContain("(rad)");
    expect(svg).toContain("(kg m²/s)");
    expect(svg).toContain("θ");
  });

  it("shows the predictions of the step it is asked for", () => {
    expect(exampleSteps(spring)).toEqual([15, 100]);
    expect(figure2(spring, 15)).not.toBe(figure2(spring, 100));
    const none = figure2(spring, 3);
    expect(none).not.toContain("HNN");
    expect(XMLValidator.validate(none)).toBe(true);
  });

  it("keeps the truth readable beside a prediction that diverges", () => {
    const example = spring.example;
    const predictions = example.predictions.map((p) => ({
      ...p,
      values: p.values.map((row) => row.map((v) => v * 1e6)),
    }));
    const svg = figure2({ ...spring, example: { ...example, predictions } }, 15);
    const [, path = ""] = /<path class="line" d="([^"]*)"/.exec(svg) ?? [];
    const heights = path
      .slice(1)
      .split("L")
      .map((point) => Number(point.split(",")[1]));
    const plot = Number(/<svg class="plot" width="\d+" height="(\d+)"/.exec(svg)?.[1]);
    expect(Math.max(...heights) - Math.min(...heights)).toBeGreaterThan(plot / 4);
  });
});

describe("training curves", () => {
  it("draws both losses for every held-out system", () => {
    const svg = trainingCurves(makeResults(4));
    expect(panels(svg)).toBe(4);
    expect(count(svg, /class="line"/g)).toBe(8);
  });
});

describe("every figure", () => {
  const hostile = `</text><script>alert("1")</script>'&]]>\u0000`;
  const results = withSystem(makeResults(4), ({ methods, example }) => ({
    heldOut: hostile,
    title: hostile,
    methods: methods.map((method) => ({ ...method, label: hostile })),
    example: { ...example, coordinates: example.coordinates.map((c) => ({ ...c, name: hostile, unit: hostile })) },
  }));
  const images = [figure1(results), figure2(results.systems[0] as HeldOutResult, 15), trainingCurves(results)];

  it.each(images.map((svg, i) => [i, svg] as const))("is valid XML whatever the names are (%i)", (_, svg) => {
    expect(XMLValidator.validate(svg)).toBe(true);
    expect(svg).not.toContain("<script");
    expect(JSON.stringify(new XMLParser().parse(svg))).not.toContain('"script"');
    expect(svg).toContain("&lt;script&gt;");
  });
});
