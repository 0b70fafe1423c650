import { markup } from "../markup.js";
import { renderXAxis, renderYAxis } from "./axis.js";
import { plainLabel, renderLabel } from "./label.js";
import { renderMark } from "./marks.js";
import { createScale } from "./scale.js";
import { renderTally } from "./tally.js";
const margin = { left: 62, right: 18, bottom: 44, top: 30 };
const tallyHeight = 36;
// Labels are wider than they are high.
const xTickSpacing = 60;
const yTickSpacing = 32;
/** Draws a panel, axes and labels included, into a box of the given size with its corner at (0, 0). */
export function renderPanel(panel, size, theme) {
    const top = margin.top + (panel.tally === undefined ? 0 : tallyHeight);
    const plot = { width: size.width - margin.left - margin.right, height: size.height - top - margin.bottom };
    const x = createScale(panel.x.kind, panel.x.domain, [0, plot.width], xTickSpacing);
    const y = createScale(panel.y.kind, panel.y.domain, [plot.height, 0], yTickSpacing);
    const marks = panel.marks.map((mark) => renderMark(mark, x, y, theme));
    const empty = marks.length > 0 ? undefined : renderEmpty(plot, theme);
    // A nested svg element cuts off what leaves the axes and, unlike a clip path, needs no id that is unique in the page.
    return markup `<text x="${margin.left}" y="18" font-size="13" font-weight="600" fill="${theme.ink}">${renderLabel(panel.heading)}</text>
${panel.tally === undefined ? undefined : renderTally(panel.tally, margin.left, margin.top + 5, plot.width, theme)}
<g transform="translate(${margin.left},${top})">
${renderXAxis(x, panel.x.label, plot, theme)}
${renderYAxis(y, panel.y.label, plot, margin.left, theme)}
<svg class="plot" width="${plot.width}" height="${plot.height}" overflow="hidden">${marks}</svg>${empty}
</g>`;
}
/** What a screen reader says of the panel. */
export function describePanel(panel) {
    return `${plainLabel(panel.heading)}: ${plainLabel(panel.y.label)} against ${plainLabel(panel.x.label)}`;
}
function renderEmpty(plot, theme) {
    return markup `<text x="${plot.width / 2}" y="${plot.height / 2}" font-size="12" text-anchor="middle" fill="${theme.muted}">no values</text>`;
}
