import { scaleLinear } from "d3-scale";
import { isFiniteNumber } from "../numbers.js";

/** Smallest and largest of the finite values; undefined where there are none. */
export function extent(values: Iterable<number>): [number, number] | undefined {
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  for (const value of values) {
    if (!isFiniteNumber(value)) continue;
    low = Math.min(low, value);
    high = Math.max(high, value);
  }
  return low <= high ? [low, high] : undefined;
}

/** A linear domain around `values`, ending on round numbers; [0, 1] where there are no values. */
export function linearDomain(values: Iterable<number>): [number, number] {
  const [low, high] = extent(values) ?? [0, 1];
  const margin = low === high ? Math.max(Math.abs(low), 1) : 0;
  const [a = 0, b = 1] = scaleLinear()
    .domain([low - margin, high + margin])
    .nice(8)
    .domain();
  return [a, b];
}

/** A logarithmic domain around the positive ones of `values`, ending on 1, 2 or 5 times a power of ten. */
export function logDomain(values: readonly number[]): [number, number] {
  const [low, high] = extent(values.filter((value) => value > 0)) ?? [0.1, 1];
  const a = roundFactor(low, "down");
  const b = roundFactor(high, "up");
  return a < b ? [a, b] : [a / 2, b * 2];
}

/** The nearest of 1, 2 or 5 times a power of ten that is not below, or not above, a positive value. */
export function roundFactor(value: number, direction: "up" | "down"): number {
  const exponent = Math.floor(Math.log10(value));
  const candidates = [1, 2, 5, 10].map((factor) => Number(`${factor}e${exponent}`));
  const found = direction === "up" ? candidates.find((c) => c >= value) : candidates.findLast((c) => c <= value);
  return found ?? value;
}
