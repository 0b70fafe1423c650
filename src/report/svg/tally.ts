import { type Markup, markup } from "../markup.js";
import { renderMarker } from "./marker.js";
import type { Style } from "./style.js";
import type { FigureTheme } from "./theme.js";

/** Counts, one a curve, next to the curve's marker. */
export interface Tally {
  readonly caption: string;
  readonly counts: readonly { readonly style: Style; readonly text: string }[];
}

/** Draws the tally as two lines of text, its counts spread over `width` px. */
export function renderTally(tally: Tally, left: number, top: number, width: number, theme: FigureTheme): Markup {
  const step = Math.min(width / Math.max(tally.counts.length, 1), 90);
  const counts = tally.counts.map(({ style, text }, i) => {
    const x = left + i * step;
    return markup`${renderMarker(style, x + 5, top + 18, theme, 44)}<text x="${x + 14}" y="${top + 22}" font-size="11" font-weight="600" fill="${theme.ink}">${text}</text>`;
  });
  return markup`<g class="tally"><text x="${left}" y="${top + 4}" font-size="11" fill="${theme.muted}">${tally.caption}</text>${counts}</g>`;
}
