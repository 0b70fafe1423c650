import { extent, linearDomain, logDomain } from "../svg/domain.js";
import { type Figure, type FigureOptions, renderFigure } from "../svg/figure.js";
import { systemGrid } from "../svg/grid.js";
import type { Mark } from "../svg/marks.js";
import type { Axis, Panel } from "../svg/panel.js";
import type { Style } from "../svg/style.js";
import { geometricMean, headlinesBy, isSeedKey, listSeries, type SweepSummary } from "./summary.js";

const styles: readonly Style[] = [
  { colour: "blue", width: 2.2, marker: "circle" },
  { colour: "vermillion", width: 1.8, dash: "7 3", marker: "square" },
  { colour: "purple", width: 1.8, dash: "9 3 2 3", marker: "diamond" },
  { colour: "green", width: 1.8, dash: "2 3", marker: "triangle" },
  { colour: "orange", width: 1.8, dash: "1 4", marker: "circle" },
];

/** The headline against every swept number but seeds, one panel a key. Undefined where no number is swept. */
export function sweepFigureModel(summary: SweepSummary): Figure | undefined {
  const axes = summary.axes.filter(
    ({ key, values }) => !isSeedKey(key) && values.length > 1 && values.every((v) => typeof v === "number"),
  );
  if (axes.length === 0 || summary.runs.length === 0) return undefined;
  const series = listSeries(summary);
  return {
    title: summary.headlineLabel,
    notes: [
      "Each point: geometric mean over all finished runs with that value, whatever their other keys. Bands: from the smallest to the largest.",
    ],
    legend: series.map((label, i) => ({ label, style: styleOf(i) })),
    ...systemGrid(axes.length, false),
    panels: axes.map(({ key, values }) => axisPanel(summary, key, values as number[], series)),
  };
}

/** The same as one SVG image. */
export function sweepFigure(summary: SweepSummary, options: FigureOptions = {}): string | undefined {
  const model = sweepFigureModel(summary);
  return model === undefined ? undefined : renderFigure(model, options);
}

const least = (values: readonly number[]) => Math.min(...values);
const most = (values: readonly number[]) => Math.max(...values);
const styleOf = (i: number) => styles[i % styles.length] as Style;

function axisPanel(summary: SweepSummary, key: string, values: readonly number[], series: readonly string[]): Panel {
  // A value of which no run has finished has no place on the axis.
  const finished = new Set(summary.runs.map((run) => run.values[key]));
  const x = values.filter((value) => finished.has(value)).sort((a, b) => a - b);
  const headlines = headlinesBy(summary, key);
  const found = series.map((name) => x.map((value) => headlines(value, name)));
  const curves = found.map((values) => values.map(geometricMean));
  const positive = found.flat(2).filter((value) => value > 0);
  return {
    heading: key,
    x: horizontalAxis(key, x),
    y: { kind: "log", domain: logDomain(positive), label: "Geometric mean" },
    marks: [
      ...found.flatMap((values, i): Mark[] =>
        values.every((all) => all.length > 0 && all.every((value) => value > 0)) && values.some((all) => all.length > 1)
          ? [{ type: "band", x, low: values.map(least), high: values.map(most), style: styleOf(i) }]
          : [],
      ),
      ...curves.map((y, i): Mark => ({ type: "line", x, y, style: styleOf(i), markersAt: x.map((_, k) => k) })),
    ],
  };
}

/** Logarithmic where the values are positive and spread over more than a factor of twenty. */
function horizontalAxis(label: string, values: readonly number[]): Axis {
  const [low = 0, high = 1] = extent(values) ?? [];
  return low > 0 && high / low > 20
    ? { kind: "log", domain: logDomain(values), label }
    : { kind: "linear", domain: linearDomain(values), label };
}
