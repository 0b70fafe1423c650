import { type Markup, markup } from "../markup.js";
import { renderXAxis, renderYAxis, tickDistance, tickSize } from "./axis.js";
import { estimateWidth, type Label, plainLabel, renderLabel } from "./label.js";
import { type Mark, renderMark } from "./marks.js";
import { createScale, type Scale, type ScaleKind } from "./scale.js";
import type { Size } from "./size.js";
import { renderTally, type Tally } from "./tally.js";
import type { FigureTheme } from "./theme.js";
import type { Tick } from "./ticks.js";

export interface Axis {
  readonly kind: ScaleKind;
  /** Smallest and largest value shown. */
  readonly domain: readonly [number, number];
  /** What is measured, with its unit. */
  readonly label: Label;
  /** Names of places on the axis, such as categories, in the stead of numbers. */
  readonly ticks?: readonly Tick[] | undefined;
}

/** One pair of axes with what is drawn in it. */
export interface Panel {
  readonly heading: Label;
  readonly x: Axis;
  readonly y: Axis;
  /** Drawn in this order, the last on top. */
  readonly marks: readonly Mark[];
  /** A line of counts under the heading. */
  readonly tally?: Tally | undefined;
  /** Both axes have one scale, as for a path in the plane: one of the domains is widened. */
  readonly equal?: boolean | undefined;
}

const margin = { left: 62, right: 18, bottom: 44, top: 30 };
const tallyHeight = 36;
/** An upright axis label, with the room on both of its sides. */
const roomForLabel = 26;

// Labels are wider than they are high.
const xTickSpacing = 60;
const yTickSpacing = 32;

/** Where the axes of a panel of the given size enclose what is drawn, px from its corner. */
export interface PlotArea extends Size {
  readonly left: number;
  readonly top: number;
}

/** The plot area of a panel: tick labels decide how much room is left for it. */
export function plotArea(panel: Panel, size: Size): PlotArea {
  const top = margin.top + (panel.tally === undefined ? 0 : tallyHeight);
  const height = size.height - top - margin.bottom;
  const room = roomForTicks(verticalScale(panel, height)) + (panel.y.label === "" ? 0 : roomForLabel);
  const left = Math.max(margin.left, room);
  return { left, top, width: size.width - left - margin.right, height };
}

/** The panel with equal scales on both axes, where it is to have them. */
function equalised(panel: Panel, size: Size): Panel {
  if (panel.equal !== true) return panel;
  // Wider domains may have wider labels, which leave less room.
  return widened(panel, plotArea(widened(panel, plotArea(panel, size)), size));
}

function widened(panel: Panel, { width, height }: Size): Panel {
  const span = ({ domain: [low, high] }: Axis) => high - low;
  const scale = Math.max(span(panel.x) / width, span(panel.y) / height);
  const axis = (own: Axis, length: number): Axis => {
    const room = (scale * length - span(own)) / 2;
    return { ...own, domain: [own.domain[0] - room, own.domain[1] + room] };
  };
  return { ...panel, x: axis(panel.x, width), y: axis(panel.y, height) };
}

/** Draws a panel, axes and labels included, into a box of the given size with its corner at (0, 0). */
export function renderPanel(given: Panel, size: Size, theme: FigureTheme): Markup {
  const panel = equalised(given, size);
  const { left, top, ...plot } = plotArea(panel, size);
  const y = verticalScale(panel, plot.height);
  const x = withTicks(createScale(panel.x.kind, panel.x.domain, [0, plot.width], xTickSpacing), panel.x);
  const marks = panel.marks.map((mark) => renderMark(mark, x, y, theme));
  const empty = marks.length > 0 ? undefined : renderEmpty(plot, theme);
  // A nested svg element cuts off what leaves the axes and, unlike a clip path, needs no id that is unique in the page.
  return markup`<text x="${left}" y="18" font-size="13" font-weight="600" fill="${theme.ink}">${renderLabel(panel.heading)}</text>
${panel.tally === undefined ? undefined : renderTally(panel.tally, left, margin.top + 5, plot.width, theme)}
<g transform="translate(${left},${top})">
${renderXAxis(x, panel.x.label, plot, theme)}
${renderYAxis(y, panel.y.label, plot, left, theme)}
<svg class="plot" width="${plot.width}" height="${plot.height}" overflow="hidden">${marks}</svg>${empty}
</g>`;
}

const verticalScale = ({ y }: Panel, height: number): Scale =>
  withTicks(createScale(y.kind, y.domain, [height, 0], yTickSpacing), y);

const withTicks = (scale: Scale, { ticks = scale.ticks }: Axis): Scale => ({ ...scale, ticks });

/** Width of the widest tick label beside a vertical axis, with its distance from the axis. */
function roomForTicks({ ticks }: Scale): number {
  return Math.ceil(Math.max(...ticks.map(({ label = "" }) => estimateWidth(label, tickSize)), 0)) + tickDistance;
}

/** What a screen reader says of the panel. */
export function describePanel(panel: Panel): string {
  return `${plainLabel(panel.heading)}: ${plainLabel(panel.y.label)} against ${plainLabel(panel.x.label)}`;
}

function renderEmpty(plot: Size, theme: FigureTheme): Markup {
  return markup`<text x="${plot.width / 2}" y="${plot.height / 2}" font-size="12" text-anchor="middle" fill="${theme.muted}">no values</text>`;
}
