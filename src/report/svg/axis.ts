import { type Markup, markup } from "../markup.js";
import { type Label, renderLabel } from "./label.js";
import type { Scale } from "./scale.js";
import type { Size } from "./size.js";
import type { FigureTheme } from "./theme.js";

/** Font size of the ticks' labels. */
export const tickSize = 11;
/** From a vertical axis to its ticks' labels, px. */
export const tickDistance = 7;
const labelSize = 12;

/** The horizontal axis along the bottom of the plot area, with vertical grid lines. */
export function renderXAxis(scale: Scale, label: Label, plot: Size, theme: FigureTheme): Markup {
  const ticks = scale.ticks.map(({ value, label }) => {
    const at = place(scale.position(value));
    if (label === undefined) return markup`<path d="M${at},${plot.height}v3" stroke="${theme.muted}"/>`;
    return markup`<path class="tick" d="M${at},0V${plot.height}" stroke="${theme.grid}"/><text x="${at}" y="${plot.height + 16}" font-size="${tickSize}" text-anchor="middle" fill="${theme.muted}">${label}</text>`;
  });
  return markup`<g class="x-axis">${ticks}<path d="M0,${plot.height}H${plot.width}" stroke="${theme.muted}"/><text x="${plot.width / 2}" y="${plot.height + 35}" font-size="${labelSize}" text-anchor="middle" fill="${theme.ink}">${renderLabel(label)}</text></g>`;
}

/**
 * The vertical axis along the left of the plot area, with horizontal grid lines.
 * `space`: room to the left of the plot area for the ticks' labels and the axis label, in px.
 */
export function renderYAxis(scale: Scale, label: Label, plot: Size, space: number, theme: FigureTheme): Markup {
  const ticks = scale.ticks.map(({ value, label }) => {
    const at = place(scale.position(value));
    if (label === undefined) return markup`<path d="M-3,${at}h3" stroke="${theme.muted}"/>`;
    return markup`<path class="tick" d="M0,${at}H${plot.width}" stroke="${theme.grid}"/><text x="-${tickDistance}" y="${at}" dy="0.36em" font-size="${tickSize}" text-anchor="end" fill="${theme.muted}">${label}</text>`;
  });
  return markup`<g class="y-axis">${ticks}<path d="M0,0V${plot.height}" stroke="${theme.muted}"/><text transform="translate(${14 - space},${plot.height / 2}) rotate(-90)" font-size="${labelSize}" text-anchor="middle" fill="${theme.ink}">${renderLabel(label)}</text></g>`;
}

/** Position rounded to half pixels at most: ticks that fall between pixels look blurred. */
function place(position: number | undefined): number {
  return Math.round((position ?? 0) * 2) / 2;
}
