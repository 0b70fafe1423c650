import { randomStream } from "../base/random.js";

export function mean(values: ArrayLike<number>): number {
  let total = 0;
  for (let i = 0; i < values.length; i++) total += values[i] as number;
  return total / values.length;
}

/** Middle value, or the mean of the two middle ones. */
export function median(values: ArrayLike<number>): number {
  const sorted = Float64Array.from(values).sort();
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1
    ? (sorted[middle] as number)
    : ((sorted[middle - 1] as number) + (sorted[middle] as number)) / 2;
}

/**
 * Percentile bootstrap interval of the mean with 95 % coverage (Efron 1979): the 2.5 % and 97.5 % points of the means of
 * `samples` resamples. The resamples are the same for the same number of values, so curves of intervals are smooth.
 */
export function bootstrapInterval(
  values: ArrayLike<number>,
  samples: number,
): { readonly low: number; readonly high: number } {
  const random = randomStream(0, "bootstrap", values.length);
  const means = new Float64Array(samples);
  for (let i = 0; i < samples; i++) {
    let total = 0;
    for (let k = 0; k < values.length; k++) total += values[random.integer(values.length)] as number;
    means[i] = total / values.length;
  }
  means.sort();
  const at = (quantile: number) =>
    means[Math.min(samples - 1, Math.max(0, Math.round(quantile * (samples - 1))))] as number;
  return { low: at(0.025), high: at(0.975) };
}
