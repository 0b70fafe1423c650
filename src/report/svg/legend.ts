import { type Markup, markup } from "../markup.js";
import { estimateWidth } from "./label.js";
import { renderMarker } from "./marker.js";
import { strokeAttributes } from "./marks.js";
import type { Style } from "./style.js";
import type { FigureTheme } from "./theme.js";

export interface LegendEntry {
  readonly style: Style;
  readonly label: string;
}

const swatchWidth = 34;
const textLeft = swatchWidth + 8;
const rowHeight = 20;
const fontSize = 12;
const gap = 18;

export interface RenderedLegend {
  readonly svg: Markup;
  /** In px. */
  readonly height: number;
}

/** Draws a legend as a grid of equal columns with as few rows as fit into `width` px. */
export function renderLegend(entries: readonly LegendEntry[], width: number, theme: FigureTheme): RenderedLegend {
  const pitch = Math.max(0, ...entries.map(({ label }) => estimateWidth(label, fontSize))) + textLeft + gap;
  const fitting = Math.max(1, Math.floor((width + gap) / pitch));
  const rows = Math.ceil(entries.length / fitting);
  const columns = Math.ceil(entries.length / Math.max(rows, 1));
  const items = entries.map(({ style, label }, i) => {
    const [x, y] = [(i % columns) * pitch, Math.floor(i / columns) * rowHeight];
    return markup`<g transform="translate(${x.toFixed(1)},${y})">${renderSwatch(style, theme)}<text x="${textLeft}" y="14" font-size="${fontSize}" fill="${theme.ink}">${label}</text></g>`;
  });
  return { svg: markup`<g class="legend">${items}</g>`, height: rows * rowHeight };
}

/** A short sample of a style, 34 px wide and 20 px high. */
export function renderSwatch(style: Style, theme: FigureTheme): Markup {
  const line =
    style.width === 0 ? undefined : markup`<path d="M1,10H${swatchWidth - 1}" ${strokeAttributes(style, theme)}/>`;
  return markup`${line}${renderMarker(style, swatchWidth / 2, 10, theme)}`;
}
