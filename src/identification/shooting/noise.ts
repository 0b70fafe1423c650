import type { Linearisation, ShootingProblem } from "./sweep.js";

/** The noise of a column in units of the state: momenta have another. */
export const stateNoise = (noise: Float64Array, spreads: Float64Array, columnSpreads: Float64Array, i: number) =>
  columnSpreads[i] === spreads[i]
    ? (noise[i] as number)
    : ((noise[i] as number) * (spreads[i] as number)) / ((columnSpreads[i] as number) || 1);

/** Measurements of every component. */
export function counts({ motions, law }: ShootingProblem): Float64Array {
  const size = 2 * law.dimension;
  const n = new Float64Array(size);
  for (const { values } of motions)
    values.forEach((value, k) => {
      if (!Number.isNaN(value)) n[k % size] = (n[k % size] as number) + 1;
    });
  return n;
}

/** Spreads [2d] of the columns that were measured, and the time over which the motion changes. */
export interface ColumnSizes {
  readonly columnSpreads: Float64Array;
  readonly tick: number;
}

/** What residuals that hang together from row to row say of the errors of measurements. */
export interface Together {
  /** Log likelihood over that of independent errors of the same size (natural log); 0 or more. */
  readonly gain: number;
  /** By how much the variances of coefficients are larger than under independent errors; 1 or more. */
  readonly inflation: number;
}

/** Errors of measurements hang together for no longer than this, in ticks: what does for longer is the motion's. */
export const LONGEST = 0.5;
/** No more of an error than this is that of the row before. */
export const MOST = 0.6;
/** What is left of a column below this share of its spread is the form's or the computation's, not errors of measurements. */
export const LEAST_LEFT = 1e-4;
/** Chance makes residuals hang together by so many times 1 / sqrt(rows) at most. */
const CHANCE = 3;

/**
 * Errors of instruments and of trackers hang together from row to row. As those of a law that forms one motion they are taken for autoregressive ones of first order, e_i = a e_(i-1) + white (Box and Jenkins 1970), with
 * the a that the residuals r show and that is no motion's: the likelihood has the variance of r_i - a r_(i-1) in the place of that of r_i, and a sum over many rows varies by (1 + a) / (1 - a) times as much. Of columns that a
 * law leaves next to nothing of, it is the computation's errors that hang together.
 */
export function togetherIn(
  { motions }: Pick<ShootingProblem, "motions">,
  { residuals, noise }: Pick<Linearisation, "residuals" | "noise">,
  { columnSpreads, tick }: ColumnSizes,
): Together {
  const size = noise.length;
  let gain = 0;
  let [weighed, rows] = [0, 0];
  for (let c = 0; c < size; c++) {
    let [products, squares, pairs, spans] = [0, 0, 0, 0];
    residuals.forEach((own, m) => {
      const { times } = motions[m] as (typeof motions)[number];
      for (let k = size + c; k < own.length; k += size) {
        const [now, before] = [own[k] as number, own[k - size] as number];
        if (Number.isNaN(now) || Number.isNaN(before)) continue;
        const row = (k - c) / size;
        products += now * before;
        squares += (now * now + before * before) / 2;
        spans += (times[row] as number) - (times[row - 1] as number);
        pairs++;
      }
    });
    if (pairs === 0 || squares === 0) continue;
    const seen = products / squares;
    rows += pairs;
    if (seen < CHANCE / Math.sqrt(pairs) || (noise[c] as number) < LEAST_LEFT * (columnSpreads[c] as number)) continue;
    const a = Math.min(seen, MOST, Math.exp(-spans / pairs / (LONGEST * tick)));
    gain += Math.max(0, (-pairs / 2) * Math.log(1 + a * a - 2 * a * seen) - Math.log(pairs) / 2);
    weighed += a * pairs;
  }
  const a = rows === 0 ? 0 : weighed / rows;
  return { gain, inflation: (1 + a) / (1 - a) };
}
