import { area, line } from "d3-shape";
import { markup } from "../markup.js";
import { renderMarker } from "./marker.js";
/** Draws one mark with the panel's scales. */
export function renderMark(mark, x, y, theme) {
    switch (mark.type) {
        case "line":
            return renderLine(mark, x, y, theme);
        case "band":
            return renderBand(mark, x, y, theme);
        case "dots":
            return renderDots(mark, x, y, theme);
    }
}
/** The stroke attributes of a style. */
export function strokeAttributes(style, theme) {
    const dash = style.dash === undefined ? undefined : markup ` stroke-dasharray="${style.dash}"`;
    const opacity = style.opacity === undefined ? undefined : markup ` stroke-opacity="${style.opacity}"`;
    return markup `fill="none" stroke="${theme[style.colour]}" stroke-width="${style.width}" stroke-linejoin="round"${dash}${opacity}`;
}
function renderLine(mark, x, y, theme) {
    const points = mark.x.map((_, i) => pointPosition(mark, i, x, y));
    const path = line((point) => point?.[0] ?? 0, (point) => point?.[1] ?? 0)
        .defined((point) => point !== undefined)
        .digits(2)(points);
    const markers = mark.markersAt?.map((i) => {
        const at = points[i];
        return at === undefined ? undefined : renderMarker(mark.style, ...at, theme);
    });
    return markup `<path class="line" d="${path ?? ""}" ${strokeAttributes(mark.style, theme)}/>${markers}`;
}
function renderBand(mark, x, y, theme) {
    const edges = mark.x.map((value, i) => [x.position(value), y.position(mark.low[i] ?? Number.NaN), y.position(mark.high[i] ?? Number.NaN)]);
    const path = area(([px]) => px ?? 0, ([, low]) => low ?? 0, ([, , high]) => high ?? 0)
        .defined((edge) => edge.every((position) => position !== undefined))
        .digits(2)(edges);
    return markup `<path class="band" d="${path ?? ""}" fill="${theme[mark.style.colour]}" fill-opacity="0.18"/>`;
}
/** All dots as one path of lines without length, which round caps turn into dots: hundreds of elements less a figure. */
function renderDots(mark, x, y, theme) {
    const path = mark.x.map((_, i) => {
        const at = pointPosition(mark, i, x, y);
        return at === undefined ? "" : `M${at[0].toFixed(2)},${at[1].toFixed(2)}h0`;
    });
    return markup `<path class="dots" d="${path.join("")}" stroke="${theme[mark.colour]}" stroke-width="${2 * mark.radius}" stroke-linecap="round"/>`;
}
/** Where a mark's i-th point is, in px; undefined if it has no place on the axes. */
function pointPosition(mark, i, x, y) {
    const px = x.position(mark.x[i] ?? Number.NaN);
    const py = y.position(mark.y[i] ?? Number.NaN);
    return px === undefined || py === undefined ? undefined : [px, py];
}
