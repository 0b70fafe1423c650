import { cholesky, choleskySolve } from "../../numerics/index.js";

/** Samples of one quantity, and of its rate where that was measured too. */
export interface Samples {
  readonly times: Float64Array;
  readonly values: Float64Array;
  /** NaN where not measured; absent where never. */
  readonly rates?: Float64Array | undefined;
  /** Noise of the rates over that of the values, per unit of time. */
  readonly ratio?: number | undefined;
}

/** A quantity with its first and second time derivative. */
export type Jet = readonly [value: number, rate: number, acceleration: number];

export interface LocalFit {
  /** At any time of the record. */
  at(time: number): Jet;
  /** Standard deviation of the values' noise. */
  readonly noise: number;
  /** Half the width of the window, in units of time. */
  readonly width: number;
}

/** Rows by which the width is chosen at most. */
const MOST_CHOOSING = 120;
const DEGREE = 4;
/** Windows that are so many times wider than the best, and so many times worse, are followed by none better. */
const [WIDER, HOPELESS] = [4, 4];
/** A window has at least so many rows more than the polynomial has coefficients. */
const SPARE = 2;

/**
 * Smooths samples by local polynomials of degree 4 (Fan and Gijbels 1996; Cleveland 1979), weighed by (1 - |s|^3)^3 in a window whose width is chosen by leaving one sample out, or is `given`.
 */
export function smoothLocally(samples: Samples, given?: number): LocalFit {
  const { times } = samples;
  const N = times.length;
  const span = (times[N - 1] as number) - (times[0] as number);
  // One moment has no rates.
  if (!(span > 0)) return { width: 0, noise: 0, at: () => [samples.values[0] as number, 0, 0] };
  const stride = Math.max(1, Math.floor(N / MOST_CHOOSING));
  let best = { width: span, error: Number.POSITIVE_INFINITY, noise: 0 };
  for (let width = given ?? (span / N) * 2.5; width <= (given ?? span); width *= 1.5) {
    let [errors, residuals, freedom, count] = [0, 0, 0, 0];
    for (let i = Math.floor(stride / 2); i < N; i += stride) {
      const local = localFit(samples, times[i] as number, width);
      if (local === undefined) continue;
      const r = (samples.values[i] as number) - local.jet[0];
      const left = Math.max(1e-3, 1 - local.leverage);
      errors += (r / left) ** 2;
      residuals += r * r;
      freedom += left;
      count++;
    }
    if (count < Math.min(N, MOST_CHOOSING) / 3) continue;
    const error = errors / count;
    if (error < best.error) best = { width, error, noise: Math.sqrt(residuals / freedom) };
    else if (error > HOPELESS * best.error && width > WIDER * best.width) break;
  }
  const { width, noise } = best;
  return {
    width,
    noise,
    at(time) {
      // Where rows are sparse, a wider window.
      for (let factor = 1; ; factor *= 1.5) {
        const local = localFit(samples, time, width * factor);
        if (local !== undefined) return local.jet;
        if (width * factor > 4 * span) return [samples.values[0] as number, 0, 0];
      }
    },
  };
}

function localFit(
  { times, values, rates, ratio = 1 }: Samples,
  time: number,
  width: number,
): { jet: Jet; leverage: number } | undefined {
  const size = DEGREE + 1;
  const from = firstAtLeast(times, time - width);
  const to = firstAtLeast(times, time + width);
  const rows = rates === undefined ? to - from : 2 * (to - from);
  if (rows < size + SPARE || to - from < 3) return undefined;
  const A = new Float64Array(size * size);
  const b = new Float64Array(size);
  const row = new Float64Array(size);
  const add = (weight: number, value: number) => {
    for (let k = 0; k < size; k++) {
      b[k] = (b[k] as number) + weight * (row[k] as number) * value;
      for (let l = 0; l <= k; l++)
        A[k * size + l] = (A[k * size + l] as number) + weight * (row[k] as number) * (row[l] as number);
    }
  };
  for (let i = from; i < to; i++) {
    const s = ((times[i] as number) - time) / width;
    const near = 1 - Math.abs(s * s * s);
    const weight = near * near * near;
    let power = 1;
    for (let k = 0; k < size; k++) {
      row[k] = power;
      power *= s;
    }
    add(weight, values[i] as number);
    const rate = rates?.[i];
    if (rate === undefined || Number.isNaN(rate)) continue;
    for (let k = size - 1; k > 0; k--) row[k] = k * (row[k - 1] as number);
    row[0] = 0;
    add(weight / (ratio * width) ** 2, rate * width);
  }
  const factor = cholesky(A, size, { smallest: 1e-15, largest: 1e-10 });
  if (factor === undefined) return undefined;
  const c = choleskySolve(factor, b);
  const unit = new Float64Array(size);
  unit[0] = 1;
  return {
    jet: [c[0] as number, (c[1] as number) / width, (2 * (c[2] as number)) / width ** 2],
    // The weight of a sample at the window's middle is one.
    leverage: choleskySolve(factor, unit)[0] as number,
  };
}

function firstAtLeast(times: Float64Array, value: number): number {
  let [low, high] = [0, times.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((times[middle] as number) < value) low = middle + 1;
    else high = middle;
  }
  return low;
}
