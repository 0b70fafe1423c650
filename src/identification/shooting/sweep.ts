import { evaluationOf, type Law } from "../law/law.js";
import { propagatorOf } from "./propagate.js";
import { type MeasuredMotion, type Segment, type VelocityModel, velocityUnknowns } from "./record.js";
import { velocityObserver } from "./velocity-observer.js";

/** What is to be explained, and by what. */
export interface ShootingProblem {
  readonly law: Law;
  readonly motions: readonly MeasuredMotion[];
  readonly velocities: VelocityModel;
  readonly segments: readonly Segment[];
  /** Integration steps from every row of a motion to the next, by motion. */
  readonly steps: readonly Int32Array[];
}

/** Coefficients of the law, then those of the velocities. */
export const unknownsOf = ({ law, velocities }: Pick<ShootingProblem, "law" | "velocities">) =>
  law.count + velocityUnknowns(velocities);

/**
 * The problem linearised about states of the segments [segments][2d] and coefficients [P]. Unknowns of a segment are the changes of its own state and of the
 * coefficients, D = 2d + P together.
 */
export interface Linearisation {
  /** J^T J of a segment's rows, each over its noise, [segments][D][D], lower triangles. */
  readonly normal: readonly Float64Array[];
  /** J^T r, [segments][D]. */
  readonly right: readonly Float64Array[];
  /** State at the next segment's beginning by state and coefficients, [2d][D]. */
  readonly transition: readonly Float64Array[];
  /** State at the next segment's beginning less that segment's state, [2d]. */
  readonly gaps: readonly Float64Array[];
  /** Sum of squared residuals over the noise. */
  readonly squares: number;
  /** Residuals over the noise, by motion, [N][2d]; NaN where not measured. */
  readonly residuals: readonly Float64Array[];
}

/**
 * Follows every segment from its state. Without `derivatives` only squares, gaps and residuals are found. Undefined where the law cannot be followed.
 *
 * `noise`: standard deviations of the components, [2d].
 */
export function sweep(
  problem: ShootingProblem,
  theta: Float64Array,
  states: Float64Array,
  noise: Float64Array,
  derivatives = true,
): Linearisation | undefined {
  const { law, motions, velocities, segments, steps } = problem;
  const d = law.dimension;
  const size = 2 * d;
  const P = unknownsOf(problem);
  const D = size + P;
  const width = size + law.count;
  const evaluation = evaluationOf(law);
  const own = propagatorOf(law, evaluation);
  const observe = velocityObserver(law, evaluation, velocities, own);
  const normal: Float64Array[] = [];
  const right: Float64Array[] = [];
  const transition: Float64Array[] = [];
  const gaps: Float64Array[] = [];
  const residuals = motions.map(({ values }) => new Float64Array(values.length).fill(Number.NaN));
  let squares = 0;
  const row = new Float64Array(D);
  for (let s = 0; s < segments.length; s++) {
    const { motion, first, last, end, ends } = segments[s] as Segment;
    const { times, values, repeats } = motions[motion] as MeasuredMotion;
    const N = derivatives ? new Float64Array(D * D) : new Float64Array();
    const b = new Float64Array(D);
    own.begin(states.subarray(s * size, (s + 1) * size));
    const residual = residuals[motion] as Float64Array;
    for (let i = first; i < last; i++) {
      if (i > first && !toRow(i)) return undefined;
      let seen = false;
      for (let c = 0; c < size; c++) {
        const value = values[i * size + c] as number;
        if (Number.isNaN(value)) continue;
        if (c >= d && !seen) {
          if (!observe.at(times[i] as number, theta, derivatives)) return undefined;
          seen = true;
        }
        const sigma = (noise[c] as number) / Math.sqrt(repeats === undefined ? 1 : (repeats[i] as number));
        const r = (value - (c < d ? (own.state[c] as number) : (observe.values[c - d] as number))) / sigma;
        residual[i * size + c] = r;
        squares += r * r;
        if (!derivatives) continue;
        if (c < d) {
          for (let k = 0; k < width; k++) row[k] = (own.sensitivity[c * width + k] as number) / sigma;
          for (let k = width; k < D; k++) row[k] = 0;
        } else for (let k = 0; k < D; k++) row[k] = (observe.rows[(c - d) * D + k] as number) / sigma;
        addRow(N, b, row, r, D);
      }
    }
    if (!ends) {
      for (let i = last; i <= end; i++) if (!toRow(i)) return undefined;
      const next = states.subarray((s + 1) * size, (s + 2) * size);
      gaps.push(Float64Array.from(own.state, (value, c) => value - (next[c] as number)));
      const F = new Float64Array(size * D);
      if (derivatives)
        for (let c = 0; c < size; c++) F.set(own.sensitivity.subarray(c * width, (c + 1) * width), c * D);
      transition.push(F);
    } else {
      gaps.push(new Float64Array());
      transition.push(new Float64Array());
    }
    normal.push(N);
    right.push(b);

    function toRow(i: number): boolean {
      const [from, to] = [times[i - 1] as number, times[i] as number];
      return own.advance(from, to - from, (steps[motion] as Int32Array)[i - 1] as number, theta, derivatives);
    }
  }
  return { normal, right, transition, gaps, squares, residuals };
}

/** Adds a row of J and its residual to J^T J (lower triangle) and J^T r. */
function addRow(N: Float64Array, b: Float64Array, row: Float64Array, r: number, D: number): void {
  for (let k = 0; k < D; k++) {
    const value = row[k] as number;
    if (value === 0) continue;
    b[k] = (b[k] as number) + value * r;
    const at = k * D;
    for (let l = 0; l <= k; l++) N[at + l] = (N[at + l] as number) + value * (row[l] as number);
  }
}
