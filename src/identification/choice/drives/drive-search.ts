import { cholesky, choleskySolve } from "../../../numerics/index.js";
import { type DriveFactor, driveFactor } from "../../law/drive.js";
import { evaluationOf, type Law } from "../../law/law.js";
import type { SmoothedPoints } from "../../shooting/start.js";

/** A frequency at which the accelerations that a law leaves unexplained oscillate. */
export interface FoundFrequency {
  readonly coordinate: number;
  /** Angular frequency. */
  readonly frequency: number;
  /** Coefficients of cosine and sine of frequency (t - origin). */
  readonly cosine: number;
  readonly sine: number;
  /** Share of the unexplained squares that the oscillation explains. */
  readonly share: number;
  /** What it is in proportion to, where it is not the same everywhere. */
  readonly factor?: DriveFactor | undefined;
}

/** Frequencies from one in so many of the record's lengths to so many radians a tick. */
const [LONGEST, HIGHEST] = [2, 4];
/** Frequencies tried for each that the record's length can tell apart. */
const OVERSAMPLING = 4;
/** Peaks that are told at most. */
const PEAKS = 6;

/**
 * Looks for harmonic drives in smoothed accelerations: for every frequency the oscillation beside which the law's own coefficients leave least (a periodogram by least
 * squares, as Lomb 1976, with the law's terms projected out). The highest peaks of all coordinates, best first. `pumped`: of forces on coordinate `c` in proportion to a factor, as of a spring or a length that oscillates.
 */
export function findFrequencies(
  law: Law,
  theta: Float64Array,
  { times, states, accelerations }: SmoothedPoints,
  tick: number,
  origin: number,
  pumped?: { readonly c: number; readonly factor: DriveFactor },
): FoundFrequency[] {
  const d = law.dimension;
  const n = times.length;
  const P = law.count;
  const evaluation = evaluationOf(law);
  const J = Array.from({ length: d }, () => new Float64Array(n * P));
  const r = Array.from({ length: d }, () => new Float64Array(n));
  for (let i = 0; i < n; i++) {
    if (!evaluation.differentiate(states.subarray(i * 2 * d, (i + 1) * 2 * d), times[i] as number, theta)) return [];
    for (let c = 0; c < d; c++) {
      (J[c] as Float64Array).set(evaluation.byCoefficient.subarray(c * P, (c + 1) * P), i * P);
      (r[c] as Float64Array)[i] = (accelerations[i * d + c] as number) - (evaluation.accelerations[c] as number);
    }
  }
  const span = Math.max(...times) - Math.min(...times);
  const spacing = (2 * Math.PI) / span;
  const mean = span / n;
  // An angle that turns changes more slowly than what acts on it.
  const rate = Math.max(1 / tick, ...ratesOf(states, accelerations, d));
  const highest = Math.min(HIGHEST * rate, (0.8 * Math.PI) / mean);
  const found: FoundFrequency[] = [];
  for (let c = 0; c < d; c++) {
    if (pumped !== undefined && pumped.c !== c) continue;
    const fixed = columnsOf(J[c] as Float64Array, n, P);
    if (fixed === undefined) continue;
    const left = r[c] as Float64Array;
    const beside = fixed.beside(left);
    const total = inner(left, left) - inner(beside.along, beside.shares);
    const factors = Float64Array.from(times, (_, i) =>
      pumped === undefined
        ? 1
        : driveFactor(pumped.factor, states[i * 2 * d + c] as number, states[i * 2 * d + d + c] as number)[0],
    );
    const from = pumped === undefined ? spacing / LONGEST : spacing;
    const least = 1e-4 * inner(factors, factors);
    const all: FoundFrequency[] = [];
    const wave = oscillation(times, factors, origin, from, spacing / OVERSAMPLING);
    for (let w = from; w <= highest; w += spacing / OVERSAMPLING, wave.next()) {
      const { cosines, sines } = wave;
      const [own, other] = [fixed.beside(cosines), fixed.beside(sines)];
      const cc = inner(cosines, cosines) - inner(own.along, own.shares);
      const ss = inner(sines, sines) - inner(other.along, other.shares);
      const cs = inner(cosines, sines) - inner(own.along, other.shares);
      const rc = inner(left, cosines) - inner(beside.along, own.shares);
      const rs = inner(left, sines) - inner(beside.along, other.shares);
      const determinant = cc * ss - cs * cs;
      if (!(determinant > 2500 * least * least)) continue;
      const cosine = (ss * rc - cs * rs) / determinant;
      const sine = (cc * rs - cs * rc) / determinant;
      const share = (cosine * rc + sine * rs) / total;
      all.push({ coordinate: c, frequency: w, cosine, sine, share, factor: pumped?.factor });
    }
    const shareAt = (k: number) => all[k]?.share ?? 0;
    found.push(...all.filter(({ share }, k) => share >= shareAt(k - 1) && share >= shareAt(k + 1)));
  }
  return found.sort((a, b) => b.share - a.share).slice(0, PEAKS);
}

/** Accelerations over velocities, root mean squares, by coordinate. */
function ratesOf(states: Float64Array, accelerations: Float64Array, d: number): number[] {
  return Array.from({ length: d }, (_, c) => {
    const v = states.filter((_, k) => k % (2 * d) === d + c);
    const a = accelerations.filter((_, k) => k % d === c);
    return Math.sqrt(inner(a, a) / inner(v, v)) || 0;
  });
}

function inner(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += (a[i] as number) * (b[i] as number);
  return sum;
}

/** `factors` times cosine and sine of w (t - origin), from one frequency on by equal steps: each from the one before by the sum of angles. */
function oscillation(times: Float64Array, factors: Float64Array, origin: number, from: number, step: number) {
  const at = (wave: (angle: number) => number, w: number) => Float64Array.from(times, (t) => wave(w * (t - origin)));
  const [cosines, sines] = [Math.cos, Math.sin].map((wave) =>
    at(wave, from).map((value, i) => value * (factors[i] as number)),
  ) as [Float64Array, Float64Array];
  const [turn, across] = [at(Math.cos, step), at(Math.sin, step)];
  return {
    cosines,
    sines,
    next() {
      for (let i = 0; i < times.length; i++) {
        const [x, y] = [cosines[i] as number, sines[i] as number];
        cosines[i] = x * (turn[i] as number) - y * (across[i] as number);
        sines[i] = y * (turn[i] as number) + x * (across[i] as number);
      }
    },
  };
}

/** A vector [n] as columns X [n][p] see it: X^T v, and the coefficients (X^T X)^-1 X^T v. What is left of two vectors beside the columns has the product u.v - (X^T u).(coefficients of v). */
interface Beside {
  readonly along: Float64Array;
  readonly shares: Float64Array;
}

/** The columns of J [n][P] that are not zero, each of length 1; undefined where their products cannot be factorised. */
function columnsOf(J: Float64Array, n: number, P: number): { beside(values: Float64Array): Beside } | undefined {
  const used = Array.from({ length: P }, (_, k) => k).filter((k) => {
    for (let i = 0; i < n; i++) if (J[i * P + k] !== 0) return true;
    return false;
  });
  const p = used.length;
  const scales = used.map((k) => {
    let squares = 0;
    for (let i = 0; i < n; i++) squares += (J[i * P + k] as number) ** 2;
    return 1 / Math.sqrt(squares);
  });
  const X = new Float64Array(n * p);
  for (let i = 0; i < n; i++)
    used.forEach((k, a) => {
      X[i * p + a] = (J[i * P + k] as number) * (scales[a] as number);
    });
  const G = new Float64Array(p * p);
  for (let i = 0; i < n; i++)
    for (let a = 0; a < p; a++)
      for (let b = 0; b <= a; b++)
        G[a * p + b] = (G[a * p + b] as number) + (X[i * p + a] as number) * (X[i * p + b] as number);
  for (let a = 0; a < p; a++) G[a * p + a] = (G[a * p + a] as number) + 1e-9;
  const factor = cholesky(G, p, { smallest: 1e-12, largest: 1e-6 });
  if (factor === undefined) return undefined;
  return {
    beside(values) {
      const along = new Float64Array(p);
      for (let i = 0; i < n; i++) {
        const value = values[i] as number;
        for (let a = 0; a < p; a++) along[a] = (along[a] as number) + (X[i * p + a] as number) * value;
      }
      return { along, shares: choleskySolve(factor, along) };
    },
  };
}
