import { html, type TemplateResult } from "lit-html";
import { renderSinglePanel } from "../../src/report/svg/figure.js";
import type { Panel } from "../../src/report/svg/panel.js";
import type { Size } from "../../src/report/svg/size.js";
import { pageTheme } from "../../src/report/svg/theme.js";
import { liveSvg } from "./live-svg.js";

/** A panel as an SVG element that follows the page's colours. All text in it has been escaped by the report's kit. */
export function panelSvg(panel: Panel, size: Size = { width: 400, height: 290 }): TemplateResult {
  return html`${liveSvg(renderSinglePanel(panel, size, pageTheme).text)}`;
}

/** A size of panels that keeps their text readable in a column of the page. */
export function panelSize(): Size {
  // Three columns beside the settings on wide pages, one below the other on phones.
  const column = innerWidth >= 992 ? (Math.min(innerWidth, 1664) - 400) / 3 - 16 : innerWidth - 40;
  const width = Math.round(Math.min(Math.max(column, 300), 420));
  return { width, height: Math.round(0.76 * width) };
}
