import { contours } from "d3-contour";
import { formatNumber } from "../../src/report/numbers.js";
import type { Figure } from "../../src/report/svg/figure.js";
import type { Label } from "../../src/report/svg/label.js";
import type { Mark } from "../../src/report/svg/marks.js";
import type { Panel } from "../../src/report/svg/panel.js";
import type { Colour } from "../../src/report/svg/theme.js";
import type { LawPlane, MethodId } from "../compute/messages.js";
import { methodLooks } from "./methods.js";
import { quantityLabel } from "./panels.js";

/** A law with what one must know to draw it. */
export interface ShownLaw {
  readonly law: LawPlane;
  readonly method: MethodId;
  readonly step: number;
  readonly title: string;
  readonly axes: readonly [Quantity, Quantity];
  /** The true motion in the plane. */
  readonly path: { readonly x: readonly number[]; readonly y: readonly number[] };
}

interface Quantity {
  readonly name: string;
  readonly unit: string;
}

const LEVELS = 14;

/** The true H and the learned one, with the same levels and the field's arrows. */
export function lawPanels(shown: ShownLaw): { readonly truth: Panel; readonly learned: Panel } {
  const { law, method } = shown;
  const levels = levelsOf(law.trueEnergy);
  return {
    truth: panel(shown, "True H", law.trueEnergy, law.trueField, levels, "ink"),
    learned: panel(
      shown,
      `Learned H: ${methodLooks[method].label}`,
      law.learnedEnergy,
      law.learnedField,
      levels,
      methodLooks[method].style.colour,
    ),
  };
}

function panel(
  { law, axes, path }: ShownLaw,
  heading: Label,
  energy: Float64Array,
  field: Float64Array,
  levels: readonly number[],
  colour: Colour,
): Panel {
  const [x, y] = [Array.from(law.arrowX), Array.from(law.arrowY)];
  const places = y.flatMap((b) => x.map((a) => [a, b] as const));
  const regions = levels.map(
    (level): Mark => ({
      type: "region",
      rings: ringsAbove(law, energy, level),
      colour,
      fillOpacity: colour === "ink" ? 0.03 : 0.05,
      strokeOpacity: 0.4,
    }),
  );
  return {
    heading,
    x: { kind: "linear", domain: ends(law.x), label: quantityLabel(axes[0]) },
    y: { kind: "linear", domain: ends(law.y), label: quantityLabel(axes[1]) },
    marks: [
      ...regions,
      {
        type: "arrows",
        x: places.map(([a]) => a),
        y: places.map(([, b]) => b),
        dx: places.map((_, i) => field[2 * i] as number),
        dy: places.map((_, i) => field[2 * i + 1] as number),
        length: 20,
        colour: "muted",
      },
      { type: "line", ...path, style: { colour: "orange", width: 2, opacity: 0.9 } },
    ],
  };
}

/** Both laws as one figure that stands alone. */
export function lawFigure(shown: ShownLaw): Figure {
  const { truth, learned } = lawPanels(shown);
  return {
    title: `${shown.title}: the law after ${shown.step} gradient steps`,
    notes: lawNotes(shown),
    legend: [{ label: "The motion that was seen", style: { colour: "orange", width: 2 } }],
    columns: 2,
    panelSize: { width: 440, height: 380 },
    panels: [truth, learned],
  };
}

/** What the pictures show, and how far apart they are. */
export function lawNotes({ law }: ShownLaw): string[] {
  const levels = levelsOf(law.trueEnergy);
  const [lowest, highest] = [levels[0] ?? 0, levels.at(-1) ?? 0];
  return [
    `Root mean squared difference over the plane: H ${formatNumber(law.energyDifference)} J, field ${formatNumber(law.fieldDifference)} (units per second).`,
    `Contours: the same ${LEVELS} levels in both, from ${formatNumber(lowest)} J to ${formatNumber(highest)} J, stronger in colour where H is higher; between two neighbours lies the same share of the plane. The learned H is shifted to the true one's mean, since H is defined up to a constant. Arrows: the vector field in the plane.`,
  ];
}

/** Levels that split the values of the true H evenly, so that a singularity does not take them all. */
function levelsOf(values: Float64Array): number[] {
  const sorted = values.filter(Number.isFinite).sort();
  return Array.from({ length: LEVELS }, (_, i) => sorted[Math.floor(((i + 0.5) / LEVELS) * sorted.length)] ?? 0);
}

/** Curves around where the values exceed a level, in the units of the axes (marching squares). */
function ringsAbove({ x, y }: LawPlane, values: Float64Array, level: number): [number, number][][] {
  const grid = contours().size([x.length, y.length]);
  const finite = Array.from(values, (value) => (Number.isFinite(value) ? value : -1e9));
  // d3-contour counts cells, whose centres lie half a cell inside.
  const at = (axis: Float64Array, place: number) => {
    const [first, last] = ends(axis);
    // Curves that leave the plane are closed along its edge; that part is put where it is cut off.
    if (place < 0.5 || place > axis.length - 0.5) return place < 1 ? first - (last - first) : last + (last - first);
    return first + ((place - 0.5) / (axis.length - 1)) * (last - first);
  };
  return grid
    .contour(finite, level)
    .coordinates.flat()
    .map((ring) => ring.map(([a = 0, b = 0]): [number, number] => [at(x, a), at(y, b)]));
}

const ends = (axis: Float64Array): [number, number] => [axis[0] as number, axis.at(-1) as number];
