import { contours } from "d3-contour";
import type { EnergyMap, LawCurve, RecordResults } from "../../../records/results.js";
import { formatNumber } from "../../numbers.js";
import { extent } from "../../svg/domain.js";
import type { Figure } from "../../svg/figure.js";
import { expressionLabel, joinLabels, type Label, symbolLabel } from "../../svg/label.js";
import type { Mark } from "../../svg/marks.js";
import type { Panel } from "../../svg/panel.js";
import type { Style } from "../../svg/style.js";
import { withUnit } from "../wording.js";
import { axisAround, predicted, quantity, spanned } from "./marks.js";

const visited: Style = { colour: "ink", width: 0, marker: "circle" };
const path: Style = { colour: "vermillion", width: 1.5 };
const contour: Style = { colour: "blue", width: 1 };
const zero: Style = { colour: "grid", width: 1.2 };
const LEVELS = 12;

/** The law's parts against one variable each; undefined where there are none. */
export function curvesFigure({ curves }: Pick<RecordResults, "curves">): Figure | undefined {
  if (curves.length === 0) return undefined;
  return {
    title: "The law in curves",
    notes: [
      "Bands: two standard deviations.",
      curves.some(({ bent }) => bent === true)
        ? "Potentials are given less their tangent at the record's mean: straight parts can be moved from one to another without any effect on the motion."
        : "Potentials are given less their lowest value.",
      "Dots along the axis: where the record has been; beyond them the curve is a continuation.",
    ],
    legend: [
      { label: "Learned", style: predicted },
      { label: "Where the record has been", style: visited },
    ],
    columns: curves.length === 1 ? 1 : 2,
    panelSize: curves.length === 1 ? { width: 560, height: 320 } : { width: 460, height: 280 },
    panels: curves.map(curvePanel),
  };
}

function curvePanel(curve: LawCurve): Panel {
  const { x, y, deviation, variable, visited: places } = curve;
  const shifted = (factor: number) => y.map((value, i) => value + factor * (deviation[i] as number));
  const [low, high] = [shifted(-2), shifted(2)];
  const up = axisAround([...y, ...clampedTo(y, low), ...clampedTo(y, high)], quantity(curve.quantity));
  return {
    heading: headingOf(curve),
    x: { kind: "linear", domain: spanned(x), label: quantity(variable) },
    y: up,
    marks: [
      ...(curve.kind === "potential" ? [] : [{ type: "line", x: spanned(x), y: [0, 0], style: zero } as const]),
      { type: "band", x, low, high, style: predicted },
      { type: "line", x, y, style: predicted },
      ...(places.length === 0
        ? []
        : [{ type: "dots", x: places, y: places.map(() => up.domain[0]), colour: "ink", radius: 2.5 } as const]),
    ],
  };
}

/** A band that is wider than the curve is not to flatten it. */
function clampedTo(y: readonly number[], values: readonly number[]): number[] {
  const [low, high] = extent(y) ?? [0, 1];
  const room = high - low || 1;
  return values.map((value) => Math.min(Math.max(value, low - room), high + room));
}

function headingOf({ kind, quantity: { name }, variable }: LawCurve): Label {
  const of = expressionLabel(variable.name);
  switch (kind) {
    case "potential":
      return joinLabels("Potential energy against ", of);
    case "force":
      return joinLabels("Force along ", of, " (below 0: attraction)");
    case "mass":
      return joinLabels("Mass ", symbolLabel(name), " against ", of);
    case "friction":
      return joinLabels("Friction against ", of);
    case "damping":
      return joinLabels("Friction coefficient against ", of);
    case "drive":
      return joinLabels("Force against ", of);
  }
}

/** Lines of equal potential energy over two coordinates with the path of the record; undefined where there are not two. */
export function mapFigure({ map }: Pick<RecordResults, "map">): Figure | undefined {
  if (map === undefined) return undefined;
  const [across, up] = map.variables;
  const top = withUnit(formatNumber(highest(map), 2), map.unit);
  return {
    title: "Energy over the two coordinates",
    notes: [
      `${LEVELS} lines of equal potential energy, from the lowest value to ${top} above it; stronger colour is higher.`,
    ],
    legend: [
      { label: "Equal energy", style: contour },
      { label: "Record", style: path },
    ],
    columns: 1,
    panelSize: { width: 560, height: 440 },
    panels: [
      {
        heading: "Potential energy",
        x: { kind: "linear", domain: spanned(map.x), label: quantity(across) },
        y: { kind: "linear", domain: spanned(map.y), label: quantity(up) },
        marks: [...levelsOf(map), { type: "line", x: map.path.x, y: map.path.y, style: path }],
      },
    ],
  };
}

/** Levels go somewhat beyond the highest place of the record: corners that it never came near are not to take them all. */
const ABOVE = 1.25;

function highest({ x, y, values, path: { x: across, y: up } }: EnergyMap): number {
  const nearest = (axis: readonly number[], at: number) => {
    const [first, last] = [axis[0] as number, axis.at(-1) as number];
    return Math.round(((at - first) / (last - first)) * (axis.length - 1));
  };
  return ABOVE * Math.max(...across.map((a, i) => values[nearest(y, up[i] as number)]?.[nearest(x, a)] ?? 0));
}

function levelsOf(map: EnergyMap): Mark[] {
  const { x, y, values } = map;
  const flat = values.flat();
  const high = highest(map);
  const [columns, rows] = [x.length, y.length];
  const place = (axis: readonly number[], at: number) => {
    // Contours count from the corner of the first cell, values stand in the middle.
    const first = axis[0] as number;
    const step = ((axis.at(-1) as number) - first) / (axis.length - 1);
    return Math.min(Math.max(first + (at - 0.5) * step, first), axis.at(-1) as number);
  };
  const draw = contours().size([columns, rows]);
  return Array.from({ length: LEVELS }, (_, k): Mark => {
    const level = (high * (k + 1)) / LEVELS;
    return {
      type: "region",
      rings: draw
        .contour(flat, level)
        .coordinates.flatMap((polygon) =>
          polygon.map((ring) => ring.map(([a = 0, b = 0]): [number, number] => [place(x, a), place(y, b)])),
        ),
      colour: "blue",
      fillOpacity: 0.06,
      strokeOpacity: 0.5,
    };
  });
}
