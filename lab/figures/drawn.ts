import { html, nothing, type TemplateResult } from "lit-html";
import type { Figure } from "../../src/report/svg/figure.js";
import { renderSwatch } from "../../src/report/svg/legend.js";
import { pageTheme } from "../../src/report/svg/theme.js";
import { liveSvg } from "./live-svg.js";
import { panelSize, panelSvg } from "./svg.js";

/** A report's figure as a part of the page: title, legend, panels, notes. */
export function drawnFigure(
  name: string,
  { title, legend, panels, panelSize: own, notes, columns }: Figure,
): TemplateResult {
  const aspect = own.height / own.width;
  return html`<section class="learned" data-figure=${name}>
    <h2>${title}</h2>
    <ul class="key-list">${legend.map(
      ({ style, label }) =>
        html`<li>${liveSvg(`<svg width="34" height="20" aria-hidden="true">${renderSwatch(style, pageTheme).text}</svg>`)} ${label}</li>`,
    )}</ul>
    <div class="charts two">${panels.map((panel) =>
      panel === undefined
        ? nothing
        : html`<figure class="chart">${panelSvg(panel, panelSize({ columns: columns === 3 ? 3 : 2, aspect }))}</figure>`,
    )}</div>
    ${notes.map((note) => html`<p class="note">${note}</p>`)}
  </section>`;
}
