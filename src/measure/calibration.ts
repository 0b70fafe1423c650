import { realPower } from "../numerics/index.js";
/** Whether stated uncertainties hold: coverage of bands and ranks of the truth, for one or many records. */

/** Shares of the truth that bands of normal errors are to hold, and their half widths in standard deviations. */
export const BANDS = [
  { share: 0.5, deviations: 0.6744897501960817 },
  { share: 0.9, deviations: 1.6448536269514722 },
  { share: 0.95, deviations: 1.959963984540054 },
] as const;

/** Probability that a standard normal number is below z (Abramowitz and Stegun 1964, 26.2.17; off by less than 1e-7). */
export function normalBelow(z: number): number {
  const t = 1 / (1 + 0.2316419 * Math.abs(z));
  const [b1, b2, b3, b4, b5] = [0.31938153, -0.356563782, 1.781477937, -1.821255978, 1.330274429];
  const tail = (Math.exp((-z * z) / 2) / Math.sqrt(2 * Math.PI)) * t * (b1 + t * (b2 + t * (b3 + t * (b4 + t * b5))));
  return z < 0 ? tail : 1 - tail;
}

/** Share of errors, in stated standard deviations, within each of `BANDS`. An error that is not a number is outside. */
export function coverage(errors: ArrayLike<number>): number[] {
  return BANDS.map(({ deviations }) => {
    let within = 0;
    for (let i = 0; i < errors.length; i++) if (Math.abs(errors[i] as number) <= deviations) within++;
    return within / errors.length;
  });
}

/** How many of some ranks, each a share from 0 to 1, fall into each of `bins` equal bins. */
export function rankCounts(ranks: ArrayLike<number>, bins: number): number[] {
  const counts = new Array<number>(bins).fill(0);
  for (let i = 0; i < ranks.length; i++) {
    const bin = Math.max(0, Math.min(bins - 1, Math.floor((ranks[i] as number) * bins)));
    counts[bin] = (counts[bin] as number) + 1;
  }
  return counts;
}

/**
 * Between which counts every one of `bins` bins stays with probability `confidence` at least, where `total` ranks are uniform: quantiles of the binomial distribution, the probability of
 * leaving shared out among the bins (Talts et al. 2018, with Bonferroni's bound).
 */
export function rankBand(total: number, bins: number, confidence = 0.99): readonly [number, number] {
  const outside = (1 - confidence) / bins / 2;
  const p = 1 / bins;
  let probability = realPower(1 - p, total);
  let below = 0;
  let low: number | undefined;
  for (let k = 0; k <= total; k++) {
    below += probability;
    if (low === undefined && below > outside) low = k;
    if (below >= 1 - outside) return [low ?? 0, k];
    probability *= ((total - k) / (k + 1)) * (p / (1 - p));
  }
  return [low ?? 0, total];
}
