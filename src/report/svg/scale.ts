import { type ScaleContinuousNumeric, scaleLinear, scaleLog } from "d3-scale";
import { isFiniteNumber } from "../numbers.js";
import { linearTicks, logTicks, type Tick } from "./ticks.js";

export type ScaleKind = "linear" | "log";

/** Maps data to pixels and knows where its axis has ticks. */
export interface Scale {
  /** Pixel position of `value`; undefined where the scale has none (not finite; zero or less on a log scale). */
  position(value: number): number | undefined;
  /** Ticks inside the domain, in increasing order. */
  readonly ticks: readonly Tick[];
}

/**
 * @param kind linear, or base-ten logarithmic (then the domain must be positive)
 * @param domain smallest and largest data value, different from each other
 * @param range their pixel positions
 * @param spacing wanted distance of labelled ticks in px
 */
export function createScale(
  kind: ScaleKind,
  domain: readonly [number, number],
  range: readonly [number, number],
  spacing: number,
): Scale {
  const map: ScaleContinuousNumeric<number, number> = (kind === "log" ? scaleLog() : scaleLinear())
    .domain(domain)
    .range(range);
  const count = Math.max(2, Math.round(Math.abs(range[1] - range[0]) / spacing));
  return {
    position: (value) => (isFiniteNumber(value) && (kind === "linear" || value > 0) ? map(value) : undefined),
    ticks: kind === "log" ? logTicks(domain, count) : linearTicks(domain, count),
  };
}
