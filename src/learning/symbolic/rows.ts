import { type Cholesky, cholesky, solveLower } from "../../numerics/index.js";
import type { Observations } from "../learner.js";
import type { FormTerm } from "./terms.js";

/**
 * With p = M(q) v and dp/dt = (1/2) v.(dM/dq) v - dV/dq, both linear in the constants of M and V, every point gives 2d linear equations: columns of terms, and the
 * target (p, dp/dt).
 */
export class Equations {
  readonly dimension: number;
  /** [K][4d]: q, p, dq/dt, dp/dt. */
  private readonly points: Float64Array[];
  /** Standard deviation of every one of the 4d numbers over the points. */
  private readonly spreads: Float64Array;
  private factors: Cholesky[] | undefined;
  /** Sum of the logarithms of the weights' determinants. */
  logDeterminant = 0;

  constructor({ states, derivatives, count }: Observations) {
    const size = states.length / count;
    this.dimension = size / 2;
    this.points = Array.from({ length: count }, (_, k) =>
      Float64Array.from([
        ...states.subarray(k * size, (k + 1) * size),
        ...derivatives.subarray(k * size, (k + 1) * size),
      ]),
    );
    this.spreads = Float64Array.from({ length: 2 * size }, (_, c) => {
      const own = this.points.map((point) => point[c] as number);
      const mean = own.reduce((sum, x) => sum + x / count, 0);
      return Math.sqrt(own.reduce((sum, x) => sum + (x - mean) ** 2 / count, 0)) || Number.MIN_VALUE;
    });
  }

  get rows(): number {
    return this.points.length * 2 * this.dimension;
  }

  /** A term's column, weighed. */
  column(term: FormTerm): Float64Array {
    const out = new Float64Array(this.rows);
    const size = 2 * this.dimension;
    this.points.forEach((point, k) => {
      this.entry(term, point, out.subarray(k * size, (k + 1) * size));
    });
    return this.weigh(out);
  }

  target(): Float64Array {
    const d = this.dimension;
    return this.weigh(
      Float64Array.from(this.points.flatMap((point) => [...point.subarray(d, 2 * d), ...point.subarray(3 * d, 4 * d)])),
    );
  }

  private entry(term: FormTerm, point: Float64Array, out: Float64Array): void {
    const d = this.dimension;
    const gradient = new Float64Array(d);
    const value = term.of.at(point.subarray(0, d), gradient);
    out.fill(0);
    if (term.kind === "potential") {
      for (let a = 0; a < d; a++) out[d + a] = -(gradient[a] as number);
      return;
    }
    for (const [i, j] of term.entries) {
      const [vi, vj] = [point[2 * d + i] as number, point[2 * d + j] as number];
      out[i] = (out[i] as number) + value * vj;
      if (i !== j) out[j] = (out[j] as number) + value * vi;
      const square = i === j ? (vi * vi) / 2 : vi * vj;
      for (let a = 0; a < d; a++) out[d + a] = (out[d + a] as number) + square * (gradient[a] as number);
    }
  }

  /**
   * Weighs equations by what noise in proportion to the spreads does to their residuals under a formula, to first order (errors in variables: Fuller 1987, section 3.2). False where
   * that is not finite.
   */
  weighBy(terms: readonly FormTerm[], constants: ArrayLike<number>): boolean {
    const d = this.dimension;
    const size = 2 * d;
    const part = new Float64Array(size);
    const residual = (point: Float64Array) => {
      const out = Float64Array.from({ length: size }, (_, r) => -(point[r < d ? d + r : 2 * d + r] as number));
      terms.forEach((term, k) => {
        this.entry(term, point, part);
        for (let r = 0; r < size; r++) out[r] = (out[r] as number) + (constants[k] as number) * (part[r] as number);
      });
      return out.map((x, r) => x / this.spreadOf(r));
    };
    let logs = 0;
    const factors: Cholesky[] = [];
    for (const point of this.points) {
      const S = new Float64Array(size * size);
      for (let c = 0; c < 2 * size; c++) {
        const step = 1e-4 * (this.spreads[c] as number);
        const moved = point.slice();
        moved[c] = (point[c] as number) + step;
        const up = residual(moved);
        moved[c] = (point[c] as number) - step;
        const down = residual(moved);
        const slope = up.map((x, r) => (x - (down[r] as number)) / 2e-4);
        for (let r = 0; r < size; r++)
          for (let s = 0; s < size; s++)
            S[r * size + s] = (S[r * size + s] as number) + (slope[r] as number) * (slope[s] as number);
      }
      const factor = cholesky(S, size, { smallest: 1e-13, largest: 1e-8 });
      if (factor === undefined) return false;
      for (let r = 0; r < size; r++) logs += Math.log(factor.lower[r * size + r] as number);
      factors.push(factor);
    }
    if (!Number.isFinite(logs)) return false;
    this.factors = factors;
    this.logDeterminant = logs;
    return true;
  }

  /** Spread of the target that row r of a point has. */
  private spreadOf(r: number): number {
    const d = this.dimension;
    return this.spreads[r < d ? d + r : 2 * d + r] as number;
  }

  private weigh(rows: Float64Array): Float64Array {
    const size = 2 * this.dimension;
    const scaled = rows.map((x, k) => x / this.spreadOf(k % size));
    this.factors?.forEach((factor, k) => {
      solveLower(factor, scaled.subarray(k * size, (k + 1) * size));
    });
    return scaled;
  }
}
