import type { Term } from "./term.js";

/** Equations of motion: the sum of their terms vanishes. See `Term`. */
export interface Law {
  /** Coordinates. */
  readonly dimension: number;
  readonly terms: readonly Term[];
  /** Where each term's coefficients begin. */
  readonly offsets: readonly number[];
  /** Coefficients of all terms together. */
  readonly count: number;
  /** Times at which a force of time jumps, ascending: see `InputSignal`. */
  readonly breaks?: ArrayLike<number> | undefined;
}

export function lawOf(dimension: number, terms: readonly Term[]): Law {
  const offsets: number[] = [];
  let count = 0;
  for (const term of terms) {
    offsets.push(count);
    count += term.count;
  }
  return { dimension, terms, offsets, count };
}

/** Evaluates a law at states (q, v) [2d]. Its arrays are written anew by every call. */
export interface Evaluation {
  /** d2q/dt2, [d]. */
  readonly accelerations: Float64Array;
  /** da/dq and da/dv, [d][2d] together, row-major. */
  readonly byState: Float64Array;
  /** da/dtheta, [d][count]. */
  readonly byCoefficient: Float64Array;
  /** False where the mass matrix is not positive definite. */
  accelerate(state: Float64Array, t: number, theta: Float64Array): boolean;
  /** Also derivatives. */
  differentiate(state: Float64Array, t: number, theta: Float64Array): boolean;
  /** Energy of the state of the last call. */
  energy(theta: Float64Array): number;
}

export function evaluationOf({ dimension: d, terms, offsets, count }: Law): Evaluation {
  const [q, v] = [new Float64Array(d), new Float64Array(d)];
  const mass = new Float64Array(d * d);
  const a = new Float64Array(d);
  const byPosition = new Float64Array(d * d);
  const byVelocity = new Float64Array(d * d);
  const byState = new Float64Array(2 * d * d);
  const columns = new Float64Array(d * count);

  function accelerate(state: Float64Array, t: number, theta: Float64Array): boolean {
    for (let i = 0; i < d; i++) {
      q[i] = state[i] as number;
      v[i] = state[d + i] as number;
    }
    mass.fill(0);
    a.fill(0);
    for (let k = 0; k < terms.length; k++) {
      const [term, first] = [terms[k] as Term, offsets[k] as number];
      term.prepare(q, v, t, theta, first);
      term.addForces(theta, first, mass, a);
    }
    if (!factorize(mass, d)) return false;
    solveNegative(mass, d, a, 1);
    return true;
  }

  return {
    accelerations: a,
    byState,
    byCoefficient: columns,
    accelerate,
    differentiate(state, t, theta) {
      if (!accelerate(state, t, theta)) return false;
      byPosition.fill(0);
      byVelocity.fill(0);
      columns.fill(0);
      for (let k = 0; k < terms.length; k++) {
        const [term, first] = [terms[k] as Term, offsets[k] as number];
        term.addJacobian(theta, first, a, byPosition, byVelocity);
        term.addColumns(a, first, columns, count);
      }
      for (let i = 0; i < d; i++)
        for (let j = 0; j < d; j++) {
          byState[i * 2 * d + j] = byPosition[i * d + j] as number;
          byState[i * 2 * d + d + j] = byVelocity[i * d + j] as number;
        }
      solveNegative(mass, d, byState, 2 * d);
      solveNegative(mass, d, columns, count);
      return true;
    },
    energy(theta) {
      let total = 0;
      for (let k = 0; k < terms.length; k++) total += (terms[k] as Term).energy(theta, offsets[k] as number);
      return total;
    },
  };
}

/** Replaces the lower triangle of a small symmetric matrix by its Cholesky factor; false where it is not positive definite. */
export function factorize(m: Float64Array, d: number): boolean {
  for (let i = 0; i < d; i++)
    for (let j = 0; j <= i; j++) {
      let sum = m[i * d + j] as number;
      for (let k = 0; k < j; k++) sum -= (m[i * d + k] as number) * (m[j * d + k] as number);
      if (i === j) {
        if (!(sum > 0)) return false;
        m[i * d + i] = Math.sqrt(sum);
      } else m[i * d + j] = sum / (m[j * d + j] as number);
    }
  return true;
}

/** Replaces B [d][width] by M^-1 B, with the factor of M. */
export function solve(factor: Float64Array, d: number, b: Float64Array, width: number): void {
  for (let c = 0; c < width; c++) {
    for (let i = 0; i < d; i++) {
      let sum = b[i * width + c] as number;
      for (let k = 0; k < i; k++) sum -= (factor[i * d + k] as number) * (b[k * width + c] as number);
      b[i * width + c] = sum / (factor[i * d + i] as number);
    }
    for (let i = d - 1; i >= 0; i--) {
      let sum = b[i * width + c] as number;
      for (let k = i + 1; k < d; k++) sum -= (factor[k * d + i] as number) * (b[k * width + c] as number);
      b[i * width + c] = sum / (factor[i * d + i] as number);
    }
  }
}

/** Replaces B [d][width] by -M^-1 B. */
function solveNegative(factor: Float64Array, d: number, b: Float64Array, width: number): void {
  solve(factor, d, b, width);
  for (let k = 0; k < d * width; k++) b[k] = -(b[k] as number);
}
