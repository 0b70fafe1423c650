import { type Markup, markup } from "../markup.js";
import { type Figure, renderSinglePanel } from "../svg/figure.js";
import { renderSwatch } from "../svg/legend.js";
import { pageTheme } from "../svg/theme.js";

/** How much a panel that stands alone is enlarged at most. */
const LARGEST = 1.35;

/**
 * A figure as part of the page: each panel is an image of its own in a CSS grid, so that narrow screens show the panels
 * one below the other at a size that can be read, and its colours are the page's.
 */
export function htmlFigure(figure: Figure, caption: Markup): Markup {
  const legend = figure.legend.map(
    ({ style, label }) =>
      markup`<li><svg width="34" height="20" aria-hidden="true">${renderSwatch(style, pageTheme)}</svg>${label}</li>`,
  );
  const panels = figure.panels.map((panel) =>
    panel === undefined ? markup`<span class="blank"></span>` : renderSinglePanel(panel, figure.panelSize, pageTheme),
  );
  // A panel that stands alone is not blown up much beyond the size it was made for.
  const width =
    figure.columns === 1 ? markup` style="max-width: min(44rem, ${LARGEST * figure.panelSize.width}px)"` : "";
  return markup`<figure>
<ul class="legend">${legend}</ul>
<div class="panels columns-${figure.columns}"${width}>
${panels}</div>
<figcaption>${caption} ${figure.notes.join(" ")}</figcaption>
</figure>
`;
}
