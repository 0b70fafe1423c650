import { scaleLinear } from "d3-scale";
import { formatNumber, formatPower } from "../numbers.js";
/** Ticks at multiples of 1, 2 or 5 times a power of ten, about `count` of them. */
export function linearTicks(domain, count) {
    const scale = scaleLinear().domain(domain);
    const largest = Math.max(...domain.map(Math.abs));
    // Beyond these sizes plain digits would not fit beside the axis.
    const format = largest >= 1e5 || largest < 1e-3 ? scientific : scale.tickFormat(count);
    return scale.ticks(count).map((value) => ({ value, label: format(value) }));
}
function scientific(value) {
    return formatNumber(value, 2).replace(".0×", "×");
}
/** Fewer decades than this have room for labels at 1, 2 and 5; with powers of ten alone there would be one or two. */
const fewDecades = 2.5;
/**
 * Ticks of a logarithmic axis. Over many decades: powers of ten, every one or every n-th labelled so that there
 * are about `count` labels at most, and minor ticks between. Over few: labels at 1, 2 and 5 times the powers.
 */
export function logTicks([low, high], count) {
    const first = Math.floor(Math.log10(low));
    const last = Math.ceil(Math.log10(high));
    const decades = Math.log10(high / low);
    const stride = Math.max(1, Math.ceil(decades / Math.max(count, 3)));
    const all = [];
    for (let exponent = first; exponent <= last; exponent++) {
        // With some decades unlabelled, ticks within a decade would be too dense to count.
        for (const factor of stride > 1 ? [1] : [1, 2, 3, 4, 5, 6, 7, 8, 9]) {
            // Parsed from decimal text: 10 ** -5 and products with it are off by a rounding, which would show at the domain's ends.
            const value = Number(`${factor}e${exponent}`);
            const labelled = decades < fewDecades ? factor === 1 || factor === 2 || factor === 5 : factor === 1 && exponent % stride === 0;
            all.push({ value, label: labelled ? logLabel(factor, exponent, decades) : undefined });
        }
    }
    return all.filter(({ value }) => value >= low && value <= high);
}
function logLabel(factor, exponent, decades) {
    if (decades >= fewDecades)
        return formatPower(exponent);
    if (exponent >= -3 && exponent <= 3)
        return String(Number(`${factor}e${exponent}`));
    return factor === 1 ? formatPower(exponent) : `${factor}×${formatPower(exponent)}`;
}
