import { scaleLinear, scaleLog } from "d3-scale";
import { isFiniteNumber } from "../numbers.js";
import { linearTicks, logTicks } from "./ticks.js";
/**
 * @param kind linear, or base-ten logarithmic (then the domain must be positive)
 * @param domain smallest and largest data value, different from each other
 * @param range their pixel positions
 * @param spacing wanted distance of labelled ticks in px
 */
export function createScale(kind, domain, range, spacing) {
    const map = (kind === "log" ? scaleLog() : scaleLinear())
        .domain(domain)
        .range(range);
    const count = Math.max(2, Math.round(Math.abs(range[1] - range[0]) / spacing));
    return {
        position: (value) => (isFiniteNumber(value) && (kind === "linear" || value > 0) ? map(value) : undefined),
        ticks: kind === "log" ? logTicks(domain, count) : linearTicks(domain, count),
    };
}
