import { html, type TemplateResult } from "lit-html";
import { renderSinglePanel } from "../../src/report/svg/figure.js";
import type { Panel } from "../../src/report/svg/panel.js";
import type { Size } from "../../src/report/svg/size.js";
import { pageTheme } from "../../src/report/svg/theme.js";
import { liveSvg } from "./live-svg.js";

/** A panel as an SVG element that follows the page's colours. All text in it has been escaped by the report's kit. */
export function panelSvg(panel: Panel, size: Size): TemplateResult {
  return html`${liveSvg(renderSinglePanel(panel, size, pageTheme).text)}`;
}

/** How the panels of a part stand in the page. */
export interface Arrangement {
  /** Columns where there is room for them. */
  readonly columns: 1 | 2 | 3;
  /** Whether the settings stand beside them on wide pages. */
  readonly beside?: boolean;
  /** Height for a width of 1. */
  readonly aspect?: number;
}

// Those of the style sheets, px.
const page = { widest: 1664, padding: 64, gap: 16, card: 16, settings: 300, settingsFrom: 992 };
/** Narrowest and widest panel by the number of columns, px. */
const widths = { 1: [300, 760], 2: [384, 600], 3: [272, 420] } as const;

/** A size of panels about as large as they will be shown, so that their text is as large as the page's. */
export function panelSize({ columns, beside = false, aspect = 0.76 }: Arrangement): Size {
  const aside = beside && innerWidth >= page.settingsFrom ? page.settings : 0;
  const room = Math.min(innerWidth, page.widest) - Math.min(page.padding, 0.05 * innerWidth + 24) - aside;
  const [narrowest, widest] = widths[columns];
  const fitting = Math.max(1, Math.min(columns, Math.floor((room + page.gap) / (narrowest + page.gap))));
  const share = (room + page.gap) / fitting - page.gap - page.card;
  const width = Math.round(Math.min(Math.max(share, 280), widest));
  // What is narrow needs some height all the same, for the words along its side.
  return { width, height: Math.round(Math.max(aspect * width, Math.min(0.8 * width, 240))) };
}
