import type { CompareEntry, CompareResults } from "../../measure/index.js";
import { realPower } from "../../numerics/index.js";
import { isFiniteNumber } from "../numbers.js";
import { logDomain } from "../svg/domain.js";
import type { Figure } from "../svg/figure.js";
import { systemGrid } from "../svg/grid.js";
import type { Mark } from "../svg/marks.js";
import type { Panel } from "../svg/panel.js";
import { comparedStyle } from "./styles.js";

/** `5 %`, or `no noise`. */
export const noiseWords = (noise: number) =>
  noise === 0 ? "no noise" : `${Number((100 * noise).toPrecision(6))} % noise`;

/** Trajectory error against the number of observed points at one level of noise, one panel a system. */
export function pointsFigure(results: CompareResults, noise: number): Figure {
  return errorFigure(
    results,
    `Trajectory error against the number of observed points, ${noiseWords(noise)}`,
    (entry) => entry.noise === noise,
    { kind: "log", domain: widened(logDomain(results.points), "log"), label: "Observed points" },
    ({ points }) => points,
  );
}

/** Trajectory error against the level of noise at one number of observed points, one panel a system. */
export function noiseFigure(results: CompareResults, points: number): Figure {
  const percent = ({ noise }: { readonly noise: number }) => 100 * noise;
  return errorFigure(
    results,
    `Trajectory error against noise, ${points} observed points`,
    (entry) => entry.points === points,
    {
      kind: "linear",
      domain: widened([0, 100 * Math.max(...results.noise)], "linear"),
      label: "Noise (% of a component's deviation)",
    },
    percent,
  );
}

/** The levels of noise at which there is a curve against the number of points; all of them where nothing else can be shown. */
export function curvedNoise(results: CompareResults): readonly number[] {
  const { noise } = results;
  const curved = noise.filter((level) => pointsAt(results, level).length > 1);
  return curved.length > 0 || noise.length > 1 ? curved : noise;
}

/** The numbers of points that have entries at one level of noise. */
export function pointsAt({ points, entries }: CompareResults, noise: number): readonly number[] {
  return points.filter((number) => entries.some((entry) => entry.points === number && entry.noise === noise));
}

/** Trajectory errors of the entries to `keep` against a number of each, with their intervals. */
function errorFigure(
  results: CompareResults,
  title: string,
  keep: (entry: CompareEntry) => boolean,
  x: Panel["x"],
  abscissa: (entry: CompareEntry) => number,
): Figure {
  const sorted = { ...results, entries: results.entries.toSorted((a, b) => abscissa(a) - abscissa(b)) };
  return {
    ...frame(results, title, keep),
    notes: [
      `Curves: geometric mean over ${results.trajectories} test trajectories of each trajectory's mean squared error. Bands: 95 % bootstrap interval.`,
      "Escaped rollouts count with the error at which they stood still.",
    ],
    panels: results.systems.map((system): Panel => {
      const curves = curvesOf(sorted, (entry) => entry.system === system.name && keep(entry));
      return {
        heading: system.title,
        x,
        y: yAxis(curves.flatMap(({ entries }) => entries.flatMap(({ mse }) => [mse.low, mse.high]))),
        marks: [
          ...curves.map(({ index, entries }): Mark => {
            const [low, high] = [entries.map(({ mse }) => mse.low), entries.map(({ mse }) => mse.high)];
            return { type: "band", x: entries.map(abscissa), low, high, style: comparedStyle(results, index) };
          }),
          ...curves.map(({ index, entries }): Mark => {
            const y = entries.map(({ mse }) => mse.geometricMean);
            return {
              type: "line",
              x: entries.map(abscissa),
              y,
              style: comparedStyle(results, index),
              markersAt: [...y.keys()],
            };
          }),
        ],
      };
    }),
  };
}

/** Room at both ends of an axis, so that markers there are whole. */
function widened([low, high]: readonly [number, number], kind: "linear" | "log"): [number, number] {
  const share = 0.04;
  if (kind === "linear") return [low - share * (high - low), high + share * (high - low)];
  const factor = realPower(high / low, share);
  return [low / factor, high * factor];
}

/** Squared error against time at one number of points and one level of noise, one panel a system. */
export function timeFigure(results: CompareResults, points: number, noise: number): Figure {
  const shown = (entry: CompareEntry) => entry.noise === noise && entry.points === points;
  return {
    ...frame(results, `Error along the predicted motion, ${points} observed points, ${noiseWords(noise)}`, shown),
    notes: [
      `Curves: geometric mean over ${results.trajectories} test trajectories of the mean squared error within each tenth of the time span.`,
    ],
    panels: results.systems.map((system): Panel => {
      const curves = curvesOf(results, (entry) => entry.system === system.name && shown(entry));
      return {
        heading: system.title,
        x: { kind: "linear", domain: [0, 100], label: "Share of the time span (%)" },
        y: yAxis(curves.flatMap(({ entries }) => entries.flatMap(({ byTime }) => byTime))),
        marks: curves.flatMap(({ index, entries }) =>
          entries.map(({ byTime }): Mark => {
            const x = byTime.map((_, i) => (100 * (i + 0.5)) / byTime.length);
            return {
              type: "line",
              x,
              y: byTime,
              style: comparedStyle(results, index),
              markersAt: [0, byTime.length - 1],
            };
          }),
        ),
      };
    }),
  };
}

/** The number of points whose error along time is shown: the middle one of those with the most entries. */
export function shownPoints({ points, entries }: CompareResults): number {
  const sizes = points.map((number) => entries.filter((entry) => entry.points === number).length);
  const fullest = points.filter((_, i) => sizes[i] === Math.max(...sizes));
  return fullest[Math.floor((fullest.length - 1) / 2)] as number;
}

/** Title, layout, and a legend of the methods with entries that are shown. */
function frame(
  results: CompareResults,
  title: string,
  shown: (entry: CompareEntry) => boolean,
): Omit<Figure, "notes" | "panels"> {
  return {
    title,
    legend: results.methods.flatMap(({ name, title: label }, i) =>
      results.entries.some((entry) => entry.method === name && shown(entry))
        ? [{ label, style: comparedStyle(results, i) }]
        : [],
    ),
    ...systemGrid(results.systems.length, false),
  };
}

/** The entries of every method that has some. */
function curvesOf({ methods, entries }: CompareResults, keep: (entry: CompareEntry) => boolean) {
  return methods
    .map(({ name }, index) => ({
      index,
      entries: entries.filter((entry) => entry.method === name && keep(entry)),
    }))
    .filter((curve) => curve.entries.length > 0);
}

function yAxis(values: readonly number[]): Panel["y"] {
  return { kind: "log", domain: logDomain(values.filter(isFiniteNumber)), label: "Trajectory MSE (units²)" };
}
