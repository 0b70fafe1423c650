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
 * Where a law leads from states of the segments [segments][2d] with coefficients [P], whatever the noise. Unknowns of a segment are the changes of its own state and of the
 * coefficients, D = 2d + P together.
 */
export interface Traced {
  /** Derivatives of what was measured, by segment, [measured numbers][D], row after row and component after component; empty without derivatives. */
  readonly jacobian: readonly Float64Array[];
  /** State at the next segment's beginning by state and coefficients, [2d][D]; empty without derivatives. */
  readonly transition: readonly Float64Array[];
  /** State at the next segment's beginning less that segment's state, [2d]. */
  readonly gaps: readonly Float64Array[];
  /** What was measured less what the law says, by motion, [N][2d]; NaN where not measured. */
  readonly misses: readonly Float64Array[];
}

/** A problem linearised about states of the segments and coefficients, with the noise of the measurements. */
export interface Linearisation extends Traced {
  /** Standard deviations of the components, [2d]. */
  readonly noise: Float64Array;
  /** Sum of squared residuals over the noise. */
  readonly squares: number;
  /** Residuals over the noise, by motion, [N][2d]; NaN where not measured. */
  readonly residuals: readonly Float64Array[];
}

/** Follows every segment from its state. Undefined where the law cannot be followed. */
export function trace(
  problem: ShootingProblem,
  theta: Float64Array,
  states: Float64Array,
  derivatives = true,
): Traced | undefined {
  const { law, motions, velocities, segments, steps } = problem;
  const d = law.dimension;
  const size = 2 * d;
  const D = size + unknownsOf(problem);
  const width = size + law.count;
  const evaluation = evaluationOf(law);
  const own = propagatorOf(law, evaluation);
  const observe = velocityObserver(law, evaluation, velocities, own);
  const jacobian: Float64Array[] = [];
  const transition: Float64Array[] = [];
  const gaps: Float64Array[] = [];
  const misses = motions.map(({ values }) => new Float64Array(values.length).fill(Number.NaN));
  for (let s = 0; s < segments.length; s++) {
    const { motion, first, last, end, ends } = segments[s] as Segment;
    const { times, values } = motions[motion] as MeasuredMotion;
    const J = new Float64Array(derivatives ? measuredIn(values, first * size, last * size) * D : 0);
    let at = 0;
    own.begin(states.subarray(s * size, (s + 1) * size));
    const missed = misses[motion] as Float64Array;
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
        missed[i * size + c] = value - (c < d ? (own.state[c] as number) : (observe.values[c - d] as number));
        if (!derivatives) continue;
        if (c < d) J.set(own.sensitivity.subarray(c * width, (c + 1) * width), at);
        else J.set(observe.rows.subarray((c - d) * D, (c - d + 1) * D), at);
        at += D;
      }
    }
    jacobian.push(J);
    if (!ends) {
      for (let i = last; i <= end; i++) if (!toRow(i)) return undefined;
      const next = states.subarray((s + 1) * size, (s + 2) * size);
      gaps.push(Float64Array.from(own.state, (value, c) => value - (next[c] as number)));
      const F = new Float64Array(derivatives ? size * D : 0);
      if (derivatives)
        for (let c = 0; c < size; c++) F.set(own.sensitivity.subarray(c * width, (c + 1) * width), c * D);
      transition.push(F);
    } else {
      gaps.push(new Float64Array());
      transition.push(new Float64Array());
    }

    function toRow(i: number): boolean {
      const [from, to] = [times[i - 1] as number, times[i] as number];
      return own.advance(from, to - from, (steps[motion] as Int32Array)[i - 1] as number, theta, derivatives);
    }
  }
  return { jacobian, transition, gaps, misses };
}

function measuredIn(values: Float64Array, from: number, to: number): number {
  let count = 0;
  for (let k = from; k < to; k++) if (!Number.isNaN(values[k])) count++;
  return count;
}

/** Sum of squared residuals over the noise. */
export function squaresOf({ motions }: ShootingProblem, { misses }: Traced, noise: Float64Array): number {
  const size = noise.length;
  let squares = 0;
  misses.forEach((own, m) => {
    const repeats = motions[m]?.repeats;
    for (let k = 0; k < own.length; k++) {
      const miss = own[k] as number;
      if (Number.isNaN(miss)) continue;
      const sigma = noise[k % size] as number;
      squares += (miss / sigma) ** 2 * (repeats?.[Math.floor(k / size)] ?? 1);
    }
  });
  return squares;
}

/** What was traced, with every measurement over its noise. `noise`: standard deviations of the components, [2d]. */
export function weigh({ motions }: ShootingProblem, traced: Traced, noise: Float64Array): Linearisation {
  const size = noise.length;
  let squares = 0;
  const residuals = traced.misses.map((missed, m) =>
    missed.map((miss, k) => {
      if (Number.isNaN(miss)) return miss;
      const r = miss / deviationAt(motions[m] as MeasuredMotion, noise, Math.floor(k / size), k % size);
      squares += r * r;
      return r;
    }),
  );
  return { ...traced, noise, squares, residuals };
}

/** The noise of a row's component, less where the row is a mean of several. */
const deviationAt = ({ repeats }: MeasuredMotion, noise: Float64Array, row: number, c: number): number =>
  (noise[c] as number) / Math.sqrt(repeats === undefined ? 1 : (repeats[row] as number));

/** Writes J^T J [D][D] (lower triangle) and J^T r [D] of a segment's rows, each over its noise. */
export function writeNormal(
  { segments, motions }: ShootingProblem,
  { jacobian, noise, residuals }: Linearisation,
  s: number,
  N: Float64Array,
  b: Float64Array,
): void {
  const { motion, first, last } = segments[s] as Segment;
  const own = motions[motion] as MeasuredMotion;
  const residual = residuals[motion] as Float64Array;
  const J = jacobian[s] as Float64Array;
  const [size, D] = [noise.length, b.length];
  N.fill(0);
  b.fill(0);
  let at = 0;
  for (let i = first; i < last; i++)
    for (let c = 0; c < size; c++) {
      const r = residual[i * size + c] as number;
      if (Number.isNaN(r)) continue;
      addRow(N, b, J, at, deviationAt(own, noise, i, c), r, D);
      at += D;
    }
}

/** Adds a row of J over its noise, and its residual over the same, to J^T J (lower triangle) and J^T r. */
function addRow(
  N: Float64Array,
  b: Float64Array,
  J: Float64Array,
  from: number,
  sigma: number,
  r: number,
  D: number,
): void {
  const weight = 1 / sigma;
  for (let k = 0; k < D; k++) {
    const value = (J[from + k] as number) * weight;
    if (value === 0) continue;
    b[k] = (b[k] as number) + value * r;
    const scaled = value * weight;
    const at = k * D;
    for (let l = 0; l <= k; l++) N[at + l] = (N[at + l] as number) + scaled * (J[from + l] as number);
  }
}
