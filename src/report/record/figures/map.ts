import { contours } from "d3-contour";
import type { EnergyMap, RecordResults } from "../../../records/results.js";
import { formatNumber } from "../../numbers.js";
import type { Figure } from "../../svg/figure.js";
import type { Mark } from "../../svg/marks.js";
import type { Style } from "../../svg/style.js";
import { withUnit } from "../uncertain.js";
import { massNote, quantity, spanned } from "./marks.js";

const path: Style = { colour: "vermillion", width: 1.5 };
const contour: Style = { colour: "blue", width: 1 };
const LEVELS = 12;

/** Lines of equal potential energy over two coordinates with the path of the record; undefined where there are not two. */
export function mapFigure(results: Pick<RecordResults, "map" | "energyUnit" | "massKnown">): Figure | undefined {
  const { map } = results;
  if (map === undefined) return undefined;
  const [across, up] = map.variables;
  const levels = levelsOf(map);
  const step = (levels[1] ?? 0) - (levels[0] ?? 0);
  return {
    title: "Energy over the two coordinates",
    notes: [
      `Lines of equal potential energy, ${withUnit(formatNumber(step, 2), map.unit)} from one to the next; stronger colour is higher.`,
      ...massNote(results),
    ],
    legend: [
      { label: "Equal energy", style: contour },
      { label: "Record", style: path },
    ],
    columns: 1,
    panelSize: { width: 440, height: 400 },
    panels: [
      {
        heading: "Potential energy",
        x: { kind: "linear", domain: spanned(map.x), label: quantity(across) },
        y: { kind: "linear", domain: spanned(map.y), label: quantity(up) },
        ...(alike(map) ? { equal: true } : {}),
        marks: [...linesOf(map, levels), { type: "line", x: map.path.x, y: map.path.y, style: path }],
      },
    ],
  };
}

/** Ranges of one unit that differ by less than this factor are shown at one scale. */
const MUCH_LONGER = 2;

function alike({ x, y, variables: [across, up] }: EnergyMap): boolean {
  const span = (axis: readonly number[]) => (axis.at(-1) as number) - (axis[0] as number);
  const ratio = span(x) / span(y);
  return across.unit === up.unit && ratio < MUCH_LONGER && ratio > 1 / MUCH_LONGER;
}

/** Levels go somewhat beyond the highest place of the record: corners that it never came near are not to take them all. */
const ABOVE = 1.25;
/** Nor is a pit, as that of gravity: where so small a share of the places has half of all energy, there are no lines. */
const PIT = 0.1;

/** Values of energy in even steps, from the lowest place of the picture to somewhat beyond the record's highest. */
export function levelsOf({ x, y, values, path: own }: Pick<EnergyMap, "x" | "y" | "values" | "path">): number[] {
  const nearest = (axis: readonly number[], at: number) => {
    const [first, last] = [axis[0] as number, axis.at(-1) as number];
    return Math.round(((at - first) / (last - first)) * (axis.length - 1));
  };
  const sorted = values.flat().sort((a, b) => a - b);
  const along = own.x.map((a, i) => values[nearest(y, own.y[i] as number)]?.[nearest(x, a)] ?? 0);
  const [lowest, pit] = [sorted[0] as number, sorted[Math.floor(PIT * sorted.length)] as number];
  const seen = Math.max(...along);
  const from = pit - lowest > (seen - lowest) / 2 ? Math.min(pit, ...along) : lowest;
  const to = seen + (ABOVE - 1) * (seen - from);
  return Array.from({ length: LEVELS }, (_, k) => from + ((to - from) * (k + 1)) / LEVELS);
}

function linesOf({ x, y, values }: EnergyMap, levels: readonly number[]): Mark[] {
  const flat = values.flat();
  const place = (axis: readonly number[], at: number) => {
    // Contours count from the corner of the first cell, values stand in the middle.
    const first = axis[0] as number;
    const step = ((axis.at(-1) as number) - first) / (axis.length - 1);
    return Math.min(Math.max(first + (at - 0.5) * step, first), axis.at(-1) as number);
  };
  const draw = contours().size([x.length, y.length]);
  return levels.map(
    (level): Mark => ({
      type: "region",
      rings: draw
        .contour(flat, level)
        .coordinates.flatMap((polygon) =>
          polygon.map((ring) => ring.map(([a = 0, b = 0]): [number, number] => [place(x, a), place(y, b)])),
        ),
      colour: "blue",
      fillOpacity: 0.06,
      strokeOpacity: 0.5,
    }),
  );
}
