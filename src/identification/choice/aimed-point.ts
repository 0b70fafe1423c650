import { cholesky, choleskySolve } from "../../numerics/index.js";
import type { SmoothedRecord } from "../prepare/smoothed.js";

/** Every two of d numbers from 0 on, the smaller first. */
export const pairsOf = (d: number) =>
  Array.from({ length: d }, (_, i) => Array.from({ length: d - i - 1 }, (_, k) => [i, i + k + 1] as const)).flat();

/** A centre nearer to the origin than this share of the motion's spread is the origin. */
const AT_ORIGIN = 1e-4;

/**
 * The point that a body's accelerations point to, by least squares of a x (r - o) = 0, which is linear in the point o; undefined where there is none, or where it is the origin.
 */
export function aimedPoint({ states, accelerations, spreads, dimension: d }: SmoothedRecord, group: readonly number[]) {
  const n = group.length;
  const A = new Float64Array(n * n);
  const b = new Float64Array(n);
  states.forEach((own, m) => {
    const count = own.length / (2 * d);
    for (let i = 0; i < count; i++) {
      const r = group.map((c) => own[i * 2 * d + c] as number);
      const a = group.map((c) => accelerations[m]?.[i * d + c] as number);
      // Every pair of components gives a_j (r_k - o_k) - a_k (r_j - o_j) = 0.
      for (const [j, k] of pairsOf(n)) {
        const [aj, ak] = [a[j] as number, a[k] as number];
        const value = aj * (r[k] as number) - ak * (r[j] as number);
        addEquation(
          A,
          b,
          Float64Array.from({ length: n }, (_, c) => (c === k ? aj : c === j ? -ak : 0)),
          value,
        );
      }
    }
  });
  const factor = cholesky(A, n);
  if (factor === undefined) return undefined;
  const centre = [...choleskySolve(factor, b)];
  const spread = Math.max(...group.map((c) => spreads[c] as number));
  return Math.hypot(...centre) > AT_ORIGIN * spread ? centre : undefined;
}

/** A point further away than so many times the size of the motion is none. */
const FAR = 20;

/**
 * The point that forces point to beside a uniform one g, such as the pivot of a pendulum on a spring: (a - g) x (r - o) = 0 by least squares, linear in o, g and their products, which are taken for unknowns of their own.
 * Undefined where nothing tells o from g, as of forces in proportion to the distance. `places` [n][m], `forces` [n][m].
 */
export function pointBesideWeight(places: readonly number[][], forces: readonly number[][]): number[] | undefined {
  const m = places[0]?.length ?? 0;
  const middle = Array.from({ length: m }, (_, k) =>
    places.reduce((sum, r) => sum + (r[k] as number) / places.length, 0),
  );
  const about = places.map((r) => r.map((x, k) => x - (middle[k] as number)));
  const largest = (rows: readonly number[][]) =>
    rows.reduce((most, row) => row.reduce((own, x) => Math.max(own, Math.abs(x)), most), 0) || 1;
  const [size, force] = [largest(about), largest(forces)];
  const pairs = pairsOf(m);
  const count = 2 * m + pairs.length;
  const A = new Float64Array(count * count);
  const b = new Float64Array(count);
  about.forEach((place, i) => {
    const r = place.map((x) => x / size);
    const a = (forces[i] as number[]).map((x) => x / force);
    pairs.forEach(([j, k], pair) => {
      const [aj, ak, rj, rk] = [a[j], a[k], r[j], r[k]] as [number, number, number, number];
      const row = new Float64Array(count);
      row[k] = aj;
      row[j] = -ak;
      row[m + j] = rk;
      row[m + k] = -rj;
      row[2 * m + pair] = 1;
      addEquation(A, b, row, aj * rk - ak * rj);
    });
  });
  const factor = cholesky(A, count);
  if (factor === undefined) return undefined;
  const found = choleskySolve(factor, b).subarray(0, m);
  return Math.hypot(...found) < FAR ? middle.map((mean, k) => mean + size * (found[k] as number)) : undefined;
}

/** One more equation row . x = value of least squares. */
function addEquation(A: Float64Array, b: Float64Array, row: Float64Array, value: number): void {
  const n = row.length;
  for (let c = 0; c < n; c++) {
    b[c] = (b[c] as number) + (row[c] as number) * value;
    for (let l = 0; l < n; l++) A[c * n + l] = (A[c * n + l] as number) + (row[c] as number) * (row[l] as number);
  }
}
