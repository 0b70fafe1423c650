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
        const row = Array.from({ length: n }, (_, c) => (c === k ? aj : c === j ? -ak : 0));
        row.forEach((x, c) => {
          b[c] = (b[c] as number) + x * value;
          row.forEach((y, l) => {
            A[c * n + l] = (A[c * n + l] as number) + x * y;
          });
        });
      }
    }
  });
  const factor = cholesky(A, n);
  if (factor === undefined) return undefined;
  const centre = [...choleskySolve(factor, b)];
  const spread = Math.max(...group.map((c) => spreads[c] as number));
  return Math.hypot(...centre) > AT_ORIGIN * spread ? centre : undefined;
}
