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
    const project = projector(J[c] as Float64Array, n, P);
    if (project === undefined) continue;
    const rest = project(r[c] as Float64Array);
    const total = rest.reduce((sum, value) => sum + value * value, 0);
    const factors = Float64Array.from(times, (_, i) =>
      pumped === undefined
        ? 1
        : driveFactor(pumped.factor, states[i * 2 * d + c] as number, states[i * 2 * d + d + c] as number)[0],
    );
    const from = pumped === undefined ? spacing / LONGEST : spacing;
    const least = 1e-4 * inner(factors, factors);
    const all: FoundFrequency[] = [];
    for (let w = from; w <= highest; w += spacing / OVERSAMPLING) {
      const cosines = project(Float64Array.from(times, (t, i) => (factors[i] as number) * Math.cos(w * (t - origin))));
      const sines = project(Float64Array.from(times, (t, i) => (factors[i] as number) * Math.sin(w * (t - origin))));
      const [cc, ss, cs] = [inner(cosines, cosines), inner(sines, sines), inner(cosines, sines)];
      const [rc, rs] = [inner(rest, cosines), inner(rest, sines)];
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

const inner = (a: Float64Array, b: Float64Array) => a.reduce((sum, value, i) => sum + value * (b[i] as number), 0);

/** What is left of a vector [n] beside the columns of J [n][P]. */
function projector(J: Float64Array, n: number, P: number): ((values: Float64Array) => Float64Array) | undefined {
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
  return (values) => {
    const b = new Float64Array(p);
    for (let i = 0; i < n; i++)
      for (let a = 0; a < p; a++) b[a] = (b[a] as number) + (X[i * p + a] as number) * (values[i] as number);
    const c = choleskySolve(factor, b);
    return values.map((value, i) => {
      let rest = value;
      for (let a = 0; a < p; a++) rest -= (X[i * p + a] as number) * (c[a] as number);
      return rest;
    });
  };
}
