import { XMLValidator } from "fast-xml-parser";
import { describe, expect, it } from "vitest";
import type { CompareEntry, CompareResults, ErrorSummary } from "../../src/measure/index.js";
import {
  curvedNoise,
  noiseFigure,
  pointsFigure,
  shownPoints,
  timeFigure,
} from "../../src/report/comparison/figures.js";
import { comparisonPage } from "../../src/report/index.js";
import { renderFigure } from "../../src/report/svg/figure.js";
import type { Panel } from "../../src/report/svg/panel.js";
import { makeResults } from "./fixture.js";

const summary = (value: number): ErrorSummary => {
  return { median: value, mean: 2 * value, geometricMean: value, low: value / 2, high: 2 * value };
};

function results(methods: readonly string[] = ["one", "two"]): CompareResults {
  const { machine, timing } = makeResults(1);
  const entries = methods.flatMap((method, m) =>
    [5, 10].flatMap((points) =>
      [0, 0.05].map((noise): CompareEntry => {
        const value = 10 ** -(points / 5 + 2 * m) + noise;
        return {
          method,
          system: "pendulum",
          points,
          noise,
          mse: summary(value),
          relative: summary(value),
          field: summary(value),
          energy: summary(value),
          escaped: m,
          adaptMs: 12,
          byTime: Array.from({ length: 10 }, (_, i) => value * (i + 1)),
          coverage: m === 0 ? null : 0.9,
        };
      }),
    ),
  );
  return {
    version: 1,
    kind: "compare",
    profile: "smoke",
    command: "metahamilton compare",
    config: { integrator: "leapfrog", stepsPerSample: 3 },
    machine,
    timing,
    methods: methods.map((name) => ({ name, title: `Method <${name}>`, summary: "s", tuning: "t" })),
    systems: [{ name: "pendulum", title: "Pendulum" }],
    points: [5, 10],
    noise: [0, 0.05],
    trajectories: 4,
    entries,
  };
}

describe("figures of a comparison", () => {
  it("hold every entry of their level of noise, one curve and one band a method", () => {
    const [panel] = pointsFigure(results(), 0.05).panels;
    expect(panel?.marks.map(({ type }) => type)).toEqual(["band", "band", "line", "line"]);
    const line = panel?.marks[3];
    if (line?.type !== "line") throw new Error("expected a line");
    expect(line.x).toEqual([5, 10]);
    expect(line.y[1]).toBeCloseTo(0.0501, 8);
    expect(panel?.y.domain[0]).toBeLessThanOrEqual(0.02505);
  });

  it("show the error against noise in per cent, every marker within the axes", () => {
    const all = results();
    const [panel] = noiseFigure(all, 10).panels;
    const line = panel?.marks[2];
    if (line?.type !== "line") throw new Error("expected a line");
    expect(line.x).toEqual([0, 5]);
    expect(line.y[0]).toBeCloseTo(0.01, 8);
    for (const figure of [noiseFigure(all, 10), pointsFigure(all, 0)]) {
      const { x } = figure.panels[0] as Panel;
      const values = x.kind === "log" ? all.points : all.noise.map((noise) => 100 * noise);
      expect(x.domain[0]).toBeLessThan(Math.min(...values));
      expect(x.domain[1]).toBeGreaterThan(Math.max(...values));
    }
  });

  it("are against the number of points where there is more than one, or nothing else to show", () => {
    const all = results();
    expect(curvedNoise(all)).toEqual([0, 0.05]);
    const entries = all.entries.filter(({ points, noise }) => noise === 0 || points === 10);
    expect(curvedNoise({ ...all, entries })).toEqual([0]);
    const single = all.entries.filter(({ points, noise }) => noise === 0 && points === 10);
    expect(curvedNoise({ ...all, points: [10], noise: [0], entries: single })).toEqual([0]);
    expect(comparisonPage({ ...all, entries }).match(/<th scope="row" class="number">5</g)).toHaveLength(
      // One table without noise, and its six measures.
      7,
    );
  });

  it("show the error along time at the middle number of points", () => {
    expect(shownPoints(results())).toBe(5);
    const [panel] = timeFigure(results(), 5, 0).panels;
    expect(panel?.marks).toHaveLength(2);
    expect(panel?.marks[0]).toMatchObject({ x: [5, 15, 25, 35, 45, 55, 65, 75, 85, 95] });
  });

  it("leave out methods without entries, and numbers of points that few methods were run with", () => {
    const all = results();
    const some = { ...all, entries: all.entries.filter(({ method, points }) => method === "two" || points === 10) };
    expect(shownPoints(some)).toBe(10);
    const labels = (figure: { readonly legend: readonly { readonly label: string }[] }) =>
      figure.legend.map(({ label }) => label);
    expect(labels(timeFigure(some, 5, 0))).toEqual(["Method <two>"]);
    expect(labels(timeFigure(some, 10, 0))).toEqual(["Method <one>", "Method <two>"]);
    expect(labels(pointsFigure(some, 0))).toEqual(["Method <one>", "Method <two>"]);
  });

  it("are well-formed and give up to sixteen methods looks of their own", () => {
    const names = Array.from({ length: 16 }, (_, i) => `m${i}`);
    const figure = pointsFigure(results(names), 0);
    expect(XMLValidator.validate(renderFigure(figure))).toBe(true);
    const looks = new Set(figure.legend.map(({ style }) => `${style.colour} ${style.dash}`));
    expect(looks.size).toBe(16);
  });
});

describe("page of a comparison", () => {
  it("shows every number, what escaped and no markup of a method's own", () => {
    const page = comparisonPage(results());
    expect(page).toContain("Method &lt;two&gt;");
    expect(page).not.toContain("<two>");
    expect(page).toContain('<data value="0.01">');
    expect(page).toContain(", 1 escaped");
    expect(page).toContain("5 % noise");
    expect(page).toContain("leapfrog, steps a sample: 3");
    expect(page).not.toMatch(/NaN|undefined/);
  });

  it("has a dash for an entry that is missing", () => {
    const all = results();
    const page = comparisonPage({ ...all, entries: all.entries.slice(1) });
    expect(page).toContain('<td class="number">–</td>');
  });
});
