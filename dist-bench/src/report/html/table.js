import { markup } from "../markup.js";
import { formatNumber, isFiniteNumber } from "../numbers.js";
/** A table in a container that scrolls sideways by itself, so that the page never does. `name`: what a screen reader calls it. */
export function scrollingTable(name, content) {
    return markup `<div class="scroll" role="region" aria-label="${name}" tabindex="0"><table>${content}</table></div>
`;
}
/** A cell with a measured number: rounded for the reader, in full for programs. */
export function numberCell(value) {
    return markup `<td class="number">${numberData(value)}</td>`;
}
/** A measured number inside text or a cell. */
export function numberData(value) {
    return isFiniteNumber(value)
        ? markup `<data value="${value}">${formatNumber(value)}</data>`
        : markup `${formatNumber(value)}`;
}
/** A table of names and values, one pair a row. */
export function pairTable(name, pairs) {
    return scrollingTable(name, markup `<tbody>${pairs.map(([key, value]) => markup `<tr><th scope="row">${key}</th><td>${value}</td></tr>\n`)}</tbody>`);
}
