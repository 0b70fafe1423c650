import { area, line } from "d3-shape";
import { type Markup, markup } from "../markup.js";
import { type ArrowsMark, type RegionMark, renderArrows, renderRegion } from "./field-marks.js";
import { renderMarker } from "./marker.js";
import type { Scale } from "./scale.js";
import type { Style } from "./style.js";
import type { Colour, FigureTheme } from "./theme.js";

/** Something drawn inside a panel's axes. Values that are not finite, or not positive on a log axis, leave a gap. */
export type Mark = LineMark | BandMark | DotsMark | RegionMark | ArrowsMark;

export interface LineMark {
  readonly type: "line";
  readonly x: readonly number[];
  readonly y: readonly number[];
  readonly style: Style;
  /** Which of the points carry the style's marker; none if left out. */
  readonly markersAt?: readonly number[] | undefined;
}

/** The area between two curves. */
export interface BandMark {
  readonly type: "band";
  readonly x: readonly number[];
  readonly low: readonly number[];
  readonly high: readonly number[];
  readonly style: Style;
}

/** Round dots without a curve. */
export interface DotsMark {
  readonly type: "dots";
  readonly x: readonly number[];
  readonly y: readonly number[];
  readonly colour: Colour;
  /** In px. */
  readonly radius: number;
}

/** Draws one mark with the panel's scales. */
export function renderMark(mark: Mark, x: Scale, y: Scale, theme: FigureTheme): Markup {
  switch (mark.type) {
    case "line":
      return renderLine(mark, x, y, theme);
    case "band":
      return renderBand(mark, x, y, theme);
    case "dots":
      return renderDots(mark, x, y, theme);
    case "region":
      return renderRegion(mark, x, y, theme);
    case "arrows":
      return renderArrows(mark, x, y, theme);
  }
}

/** The stroke attributes of a style. */
export function strokeAttributes(style: Style, theme: FigureTheme): Markup {
  const dash = style.dash === undefined ? undefined : markup` stroke-dasharray="${style.dash}"`;
  const opacity = style.opacity === undefined ? undefined : markup` stroke-opacity="${style.opacity}"`;
  return markup`fill="none" stroke="${theme[style.colour]}" stroke-width="${style.width}" stroke-linejoin="round"${dash}${opacity}`;
}

function renderLine(mark: LineMark, x: Scale, y: Scale, theme: FigureTheme): Markup {
  const points = mark.x.map((_, i) => pointPosition(mark, i, x, y));
  const path = line<[number, number] | undefined>(
    (point) => point?.[0] ?? 0,
    (point) => point?.[1] ?? 0,
  )
    .defined((point) => point !== undefined)
    .digits(2)(points);
  const markers = mark.markersAt?.map((i) => {
    const at = points[i];
    return at === undefined ? undefined : renderMarker(mark.style, ...at, theme);
  });
  return markup`<path class="line" d="${path ?? ""}" ${strokeAttributes(mark.style, theme)}/>${markers}`;
}

function renderBand(mark: BandMark, x: Scale, y: Scale, theme: FigureTheme): Markup {
  const edges = mark.x.map(
    (value, i) =>
      [x.position(value), y.position(mark.low[i] ?? Number.NaN), y.position(mark.high[i] ?? Number.NaN)] as const,
  );
  const path = area<(typeof edges)[number]>(
    ([px]) => px ?? 0,
    ([, low]) => low ?? 0,
    ([, , high]) => high ?? 0,
  )
    .defined((edge) => edge.every((position) => position !== undefined))
    .digits(2)(edges);
  return markup`<path class="band" d="${path ?? ""}" fill="${theme[mark.style.colour]}" fill-opacity="0.18"/>`;
}

/** All dots as one path of lines without length, which round caps turn into dots: hundreds of elements less a figure. */
function renderDots(mark: DotsMark, x: Scale, y: Scale, theme: FigureTheme): Markup {
  const path = mark.x.map((_, i) => {
    const at = pointPosition(mark, i, x, y);
    return at === undefined ? "" : `M${at[0].toFixed(2)},${at[1].toFixed(2)}h0`;
  });
  return markup`<path class="dots" d="${path.join("")}" stroke="${theme[mark.colour]}" stroke-width="${2 * mark.radius}" stroke-linecap="round"/>`;
}

/** Where a mark's i-th point is, in px; undefined if it has no place on the axes. */
function pointPosition(mark: LineMark | DotsMark, i: number, x: Scale, y: Scale): [number, number] | undefined {
  const px = x.position(mark.x[i] ?? Number.NaN);
  const py = y.position(mark.y[i] ?? Number.NaN);
  return px === undefined || py === undefined ? undefined : [px, py];
}
