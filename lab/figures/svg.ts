import { html, type TemplateResult } from "lit-html";
import { unsafeHTML } from "lit-html/directives/unsafe-html.js";
import { renderSinglePanel } from "../../src/report/svg/figure.js";
import type { Panel } from "../../src/report/svg/panel.js";
import type { Size } from "../../src/report/svg/size.js";
import { pageTheme } from "../../src/report/svg/theme.js";

/** A panel as an SVG element that follows the page's colours. All text in it has been escaped by the report's kit. */
export function panelSvg(panel: Panel, size: Size = { width: 400, height: 290 }): TemplateResult {
  return html`${unsafeHTML(renderSinglePanel(panel, size, pageTheme).text)}`;
}

/** A size of panels that keeps their text readable in a column of the page. */
export function panelSize(): Size {
  const width = Math.min(Math.max(innerWidth - 40, 300), 400);
  return { width, height: Math.round(0.74 * width) };
}
