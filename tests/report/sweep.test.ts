import { expect, test } from "vitest";
import { type SweepSummary, sweepResults } from "../../src/report/index.js";
import { sweepFigureModel } from "../../src/report/sweep/figure.js";
import { htmlSweepReport } from "../../src/report/sweep/page.js";

/** Two widths, three seeds; the error of every run. */
const errors = [
  [1, 0, 2],
  [1, 1, 4],
  [1, 2, 9],
  [8, 0, 1],
  [8, 1, 1],
  [8, 2, 4],
] as const;
const summary: SweepSummary = {
  name: "widths",
  command: "metahamilton sweep widths.yaml",
  versions: {},
  counts: { done: errors.length, failed: 0, left: 0 },
  seconds: 60,
  axes: [
    { key: "model.width", values: [1, 8] },
    { key: "seeds", values: [0, 1, 2] },
  ],
  headlineLabel: "Error",
  runs: errors.map(([width, seed, value], i) => ({
    id: String(i),
    values: { "model.width": width, seeds: seed },
    headlines: [{ series: "MAML", value }],
    seconds: 10,
  })),
  failures: [],
  pages: [],
};

test("seeds are no axis of the figure; bands reach from the smallest to the largest run", () => {
  const figure = sweepFigureModel(summary);
  expect(figure?.panels.map((panel) => panel?.heading)).toEqual(["model.width"]);
  const marks = figure?.panels[0]?.marks ?? [];
  expect(marks.map(({ type }) => type)).toEqual(["band", "line"]);
  expect(marks[0]).toMatchObject({ x: [1, 8], low: [2, 1], high: [9, 4] });
  const [first, second] = (marks[1] as unknown as { y: number[] }).y;
  expect(first).toBeCloseTo(72 ** (1 / 3), 12);
  expect(second).toBeCloseTo(4 ** (1 / 3), 12);
  expect(sweepFigureModel({ ...summary, axes: summary.axes.slice(1) })).toBeUndefined();
});

test("the page has mean and spread of runs that differ in their seeds alone", () => {
  const page = htmlSweepReport(summary);
  const section = page.slice(page.indexOf('<section id="seeds">'));
  const rows = section.slice(0, section.indexOf("</section>")).match(/<tr><td>.*?<\/tr>/gs) ?? [];
  const numbers = rows.map((row) => [...row.matchAll(/value="([^"]+)"/g)].map(([, value]) => Number(value)));
  expect(numbers).toHaveLength(2);
  const [mean, deviation, least, most] = numbers[0] as number[];
  expect(mean).toBe(5);
  // Of 2, 4 and 9: the squares of -3, -1 and 4 over two.
  expect(deviation).toBeCloseTo(Math.sqrt(13), 12);
  expect([least, most]).toEqual([2, 9]);
  expect(numbers[1]?.[0]).toBe(2);
});

test("results.json of a sweep says what it is", () => {
  expect(sweepResults(summary)).toMatchObject({
    version: 1,
    kind: "sweep",
    timing: { totalSeconds: 60 },
    name: "widths",
  });
});
