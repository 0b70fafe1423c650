import { markup } from "../markup.js";
import { renderSinglePanel } from "../svg/figure.js";
import { renderSwatch } from "../svg/legend.js";
import { pageTheme } from "../svg/theme.js";
/**
 * A figure as part of the page: each panel is an image of its own in a CSS grid, so that narrow screens show the panels
 * one below the other at a size that can be read, and its colours are the page's.
 */
export function htmlFigure(figure, caption) {
    const legend = figure.legend.map(({ style, label }) => markup `<li><svg width="34" height="20" aria-hidden="true">${renderSwatch(style, pageTheme)}</svg>${label}</li>`);
    const panels = figure.panels.map((panel) => panel === undefined ? markup `<span class="blank"></span>` : renderSinglePanel(panel, figure.panelSize, pageTheme));
    return markup `<figure>
<ul class="legend">${legend}</ul>
<div class="panels columns-${figure.columns}">
${panels}</div>
<figcaption>${caption} ${figure.notes.join(" ")}</figcaption>
</figure>
`;
}
