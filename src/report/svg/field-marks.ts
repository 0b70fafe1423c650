import { type Markup, markup } from "../markup.js";
import type { Scale } from "./scale.js";
import type { Colour, FigureTheme } from "./theme.js";

/** The region inside closed curves, such as where a function exceeds a level; curves inside others are holes. */
export interface RegionMark {
  readonly type: "region";
  /** Points of each curve in data units. */
  readonly rings: readonly (readonly (readonly [number, number])[])[];
  readonly colour: Colour;
  /** 0 to 1 each. */
  readonly fillOpacity: number;
  readonly strokeOpacity: number;
}

/** A vector field: arrows of lengths in proportion, the longest `length` px long. */
export interface ArrowsMark {
  readonly type: "arrows";
  readonly x: readonly number[];
  readonly y: readonly number[];
  /** Components of each vector in data units. */
  readonly dx: readonly number[];
  readonly dy: readonly number[];
  /** In px. */
  readonly length: number;
  readonly colour: Colour;
}

/** Draws a region as one path. */
export function renderRegion(mark: RegionMark, x: Scale, y: Scale, theme: FigureTheme): Markup {
  const path = mark.rings.map((ring) => {
    const points = ring.map(([a, b]) => `${place(x.position(a))},${place(y.position(b))}`);
    return points.length === 0 ? "" : `M${points.join("L")}Z`;
  });
  const colour = theme[mark.colour];
  return markup`<path class="region" d="${path.join("")}" fill="${colour}" fill-opacity="${mark.fillOpacity}" fill-rule="evenodd" stroke="${colour}" stroke-opacity="${mark.strokeOpacity}" stroke-width="1"/>`;
}

/** Draws all arrows as one path. Their directions are those on the paper, whatever the scales of the axes. */
export function renderArrows(mark: ArrowsMark, x: Scale, y: Scale, theme: FigureTheme): Markup {
  const origin = [x.position(0) ?? 0, y.position(0) ?? 0] as const;
  const vectors = mark.x.map((_, i) => {
    const [dx, dy] = [mark.dx[i] ?? 0, mark.dy[i] ?? 0];
    return [(x.position(dx) ?? origin[0]) - origin[0], (y.position(dy) ?? origin[1]) - origin[1]] as const;
  });
  const longest = Math.max(...vectors.map(([u, v]) => Math.hypot(u, v)).filter(Number.isFinite), 1e-12);
  const path = vectors.map(([u, v], i) => {
    const at = [x.position(mark.x[i] ?? Number.NaN), y.position(mark.y[i] ?? Number.NaN)] as const;
    const size = Math.hypot(u, v);
    if (at[0] === undefined || at[1] === undefined || !(size > 0)) return "";
    // The square root keeps the short ones visible.
    const length = mark.length * Math.sqrt(size / longest);
    const [a, b] = [(u / size) * length, (v / size) * length];
    const [ex, ey] = [at[0] + a / 2, at[1] + b / 2];
    const barb = (side: number) => `L${place(ex - 0.3 * a - side * 0.16 * b)},${place(ey - 0.3 * b + side * 0.16 * a)}`;
    return `M${place(at[0] - a / 2)},${place(at[1] - b / 2)}L${place(ex)},${place(ey)}${barb(1)}M${place(ex)},${place(ey)}${barb(-1)}`;
  });
  return markup`<path class="arrows" d="${path.join("")}" fill="none" stroke="${theme[mark.colour]}" stroke-width="1" stroke-opacity="0.75" stroke-linecap="round"/>`;
}

const place = (position: number | undefined) => (position ?? 0).toFixed(1);
