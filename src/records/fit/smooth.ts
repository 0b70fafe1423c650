import { UserError } from "../../base/errors.js";
import {
  type Cholesky,
  cholesky,
  choleskySolve,
  logDeterminant,
  nelderMead,
  type SimplexMinimum,
  solveLower,
} from "../../numerics/index.js";

/** A smooth curve through noisy samples of one quantity. */
export interface Smoothed {
  /** The quantity, its time derivative and their standard deviations at a time. */
  at(time: number): { value: number; slope: number; deviation: number; slopeDeviation: number };
  /** Standard deviation of the measurement noise, as estimated. */
  readonly noise: number;
  /** Time over which the quantity changes, as estimated. */
  readonly length: number;
}

/** Noise below this share of the quantity's spread is not told from none: it keeps the covariance invertible. */
const LEAST_NOISE = 1e-7;

/**
 * Smooths samples at ascending `times`, equally spaced or not, by a Gaussian process in time (RBF kernel; Rasmussen and
 * Williams 2006, chapter 2). Length scale, variance and noise maximise the marginal likelihood, so the smoothing adapts to
 * the noise; derivative and deviations are the process's own.
 */
export function smoothColumn(times: ArrayLike<number>, values: ArrayLike<number>): Smoothed {
  const n = times.length;
  const mean = Array.from(values).reduce((sum, value) => sum + value / n, 0);
  const centred = Float64Array.from(values, (value) => value - mean);
  const variance = centred.reduce((sum, value) => sum + (value * value) / n, 0);
  const first = times[0] as number;
  const span = (times[n - 1] as number) - first;
  if (variance <= 1e-24 * (1 + mean * mean)) return constant(mean, span);
  const spread = Math.sqrt(variance);
  const scaled = centred.map((value) => value / spread);
  // Fewer samples choose the smoothing where there are many: the choice depends on few of them.
  const stride = Math.ceil(n / MAX_CHOOSING);
  const chosen = Array.from({ length: Math.ceil(n / stride) }, (_, i) => i * stride);
  const [t, y] = [chosen.map((i) => times[i] as number), Float64Array.from(chosen, (i) => scaled[i] as number)];
  let best: SimplexMinimum = { value: Number.POSITIVE_INFINITY, x: new Float64Array(2) };
  for (const length of [0.05, 0.15, 0.5])
    for (const noise of [1e-4, 0.03]) {
      const found = nelderMead((x) => lossOf(t, y, x), [Math.log(length * span), Math.log(noise)], { evaluations: 60 });
      if (found.value < best.value) best = found;
    }
  const [length, ratio] = unpack(best.x);
  const factor = factorOf(Array.from(times), length, ratio);
  const weights = choleskySolve(factor, scaled);
  const scale = spread * Math.sqrt(Math.max(quadratic(scaled, weights) / n, Number.MIN_VALUE));
  return {
    noise: scale * ratio,
    length,
    at(time) {
      const rows = new Float64Array(2 * n);
      let [value, slope] = [0, 0];
      for (let i = 0; i < n; i++) {
        const delta = (time - (times[i] as number)) / length;
        const k = Math.exp((-delta * delta) / 2);
        rows[i] = k;
        rows[n + i] = (-k * delta) / length;
        value += k * (weights[i] as number);
        slope += (rows[n + i] as number) * (weights[i] as number);
      }
      solveLower(factor, rows);
      const left = (from: number, prior: number) =>
        Math.sqrt(Math.max(0, prior - quadratic(rows.subarray(from, from + n), rows.subarray(from, from + n))));
      return {
        value: mean + spread * value,
        slope: spread * slope,
        deviation: scale * left(0, 1),
        slopeDeviation: scale * left(n, 1 / length ** 2),
      };
    },
  };
}

const MAX_CHOOSING = 150;

function constant(value: number, span: number): Smoothed {
  return { at: () => ({ value, slope: 0, deviation: 0, slopeDeviation: 0 }), noise: 0, length: span };
}

function unpack(x: Float64Array): [length: number, noise: number] {
  return [Math.exp(x[0] as number), Math.max(LEAST_NOISE, Math.exp(x[1] as number))];
}

/** Minus the log marginal likelihood with the best variance for a length and a ratio of noise. */
function lossOf(times: readonly number[], values: Float64Array, x: Float64Array): number {
  const [length, noise] = unpack(x);
  const span = (times.at(-1) as number) - (times[0] as number);
  // Longer than the record or shorter than its steps, a length says nothing.
  if (length > 3 * span || length < (0.7 * span) / times.length || noise > 3) return Number.POSITIVE_INFINITY;
  const factor = tryFactor(times, length, noise);
  if (factor === undefined) return Number.POSITIVE_INFINITY;
  const n = times.length;
  return (n * Math.log(quadratic(values, choleskySolve(factor, values)) / n) + logDeterminant(factor)) / 2;
}

function tryFactor(times: readonly number[], length: number, noise: number): Cholesky | undefined {
  const n = times.length;
  const gram = new Float64Array(n * n);
  for (let i = 0; i < n; i++)
    for (let j = 0; j <= i; j++) {
      const delta = ((times[i] as number) - (times[j] as number)) / length;
      gram[i * n + j] = Math.exp((-delta * delta) / 2) + (i === j ? noise * noise : 0);
    }
  return cholesky(gram, n, { smallest: 1e-14, largest: 1e-8 });
}

function factorOf(times: readonly number[], length: number, noise: number): Cholesky {
  const factor = tryFactor(times, length, noise);
  if (factor === undefined)
    throw new UserError("a quantity of the record cannot be smoothed: its samples lie too close together in time");
  return factor;
}

function quadratic(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += (a[i] as number) * (b[i] as number);
  return sum;
}
