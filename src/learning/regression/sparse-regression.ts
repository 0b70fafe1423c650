import { cholesky, choleskySolve, dot, leastSquares } from "../../numerics/index.js";
import { fittingUnits, gradientsOf } from "../gaussian/units.js";
import type { LearnedSystem, Learner, Observations, PhaseSpace } from "../learner.js";
import { checkObservations } from "../observe.js";
import { derivativeRows, linearSystem } from "./basis.js";
import { type Library, type LibraryForm, library } from "./library.js";

/** Shares of the largest part that any function has in the derivatives; smaller parts are cut off. */
const THRESHOLDS = [1e-6, 1e-5, 1e-4, 1e-3, 3e-3, 1e-2, 3e-2, 1e-1];
const FOLDS = 5;
/** Keeps the equations of the search solvable; the last fit goes without. */
const RIDGE = 1e-10;
/** Larger libraries are left out of the search: they say nothing with so few points and take long. */
const LARGEST = 200;

const FORMS: readonly LibraryForm[] = [2, 3, 4, 6].flatMap((degree) => [
  { degree, trigonometric: false },
  { degree, trigonometric: true },
]);

/**
 * Sparse regression of H over polynomials and trigonometric functions, on its observed derivatives: sequentially
 * thresholded least squares (SINDy: Brunton, Proctor and Kutz 2016), here for one scalar H so that the field is
 * Hamiltonian. The library's form and the threshold have the lowest error in cross-validation on the observed points.
 */
export function sparseRegression(): Learner {
  return {
    name: "sparse-regression",
    title: "Sparse regression (SINDy) of H",
    async adapt(space, observations, { signal, onProgress }): Promise<LearnedSystem> {
      checkObservations(space, observations);
      const forms = FORMS.map((form) => library(space, form)).filter(({ size }, i) => i === 0 || size <= LARGEST);
      let best: Candidate | undefined;
      for (const [i, basis] of forms.entries()) {
        signal?.throwIfAborted();
        const problem = regressionProblem(space, basis, observations);
        for (const candidate of crossValidate(problem, observations.count))
          if (best === undefined || candidate.error < best.error) best = { ...candidate, problem };
        onProgress?.(i + 1, forms.length);
      }
      const { problem, threshold } = best as Candidate;
      const all = gramOf(problem, () => true);
      return describe(problem, support(all, threshold), threshold);
    },
  };
}

/** y = sum_k w_k row_k with rows of unit length. */
interface Problem {
  readonly basis: Library;
  /** [n][m] */
  readonly rows: Float64Array;
  readonly lengths: Float64Array;
  readonly y: Float64Array;
  /** Observed components a point. */
  readonly components: number;
}

interface Candidate {
  readonly problem: Problem;
  readonly threshold: number;
  readonly error: number;
}

function regressionProblem(space: PhaseSpace, basis: Library, observations: Observations): Problem {
  const units = fittingUnits(space, observations);
  const scale = units.spread.map((value) => value / units.energy);
  const weigh = (values: Float64Array) => values.map((value, k) => value * (scale[k % scale.length] as number));
  const y = weigh(gradientsOf(space.dimension, observations.derivatives));
  const rows = weigh(derivativeRows(basis, observations.states));
  const m = y.length;
  const lengths = Float64Array.from({ length: basis.size }, (_, k) => Math.sqrt(dot(rows, k * m, rows, k * m, m)) || 1);
  return {
    basis,
    rows: rows.map((value, i) => value / (lengths[Math.floor(i / m)] as number)),
    lengths,
    y,
    components: scale.length,
  };
}

/** The products that least squares needs, over the points that are kept. */
interface Gram {
  readonly size: number;
  /** [n][n] */
  readonly matrix: Float64Array;
  readonly right: Float64Array;
}

function gramOf({ basis, rows, y, components }: Problem, keep: (point: number) => boolean): Gram {
  const n = basis.size;
  const m = y.length;
  const kept = Array.from({ length: m }, (_, i) => i).filter((i) => keep(Math.floor(i / components)));
  const part = new Float64Array(n * kept.length);
  for (let k = 0; k < n; k++)
    for (let j = 0; j < kept.length; j++) part[k * kept.length + j] = rows[k * m + (kept[j] as number)] as number;
  const right = Float64Array.from(kept, (i) => y[i] as number);
  const matrix = new Float64Array(n * n);
  for (let i = 0; i < n; i++)
    for (let j = 0; j <= i; j++) {
      const product = dot(part, i * kept.length, part, j * kept.length, kept.length);
      matrix[i * n + j] = product;
      matrix[j * n + i] = product;
    }
  return {
    size: n,
    matrix,
    right: Float64Array.from({ length: n }, (_, k) => dot(part, k * kept.length, right, 0, kept.length)),
  };
}

/** Mean squared error of each threshold on points left out in turn; with a single point, on that point. */
function crossValidate(problem: Problem, count: number): Omit<Candidate, "problem">[] {
  const folds = Math.min(FOLDS, count);
  const totals = THRESHOLDS.map(() => 0);
  for (let fold = 0; fold < folds; fold++) {
    const left = (point: number) => point % folds === fold;
    const gram = gramOf(problem, (point) => folds === 1 || !left(point));
    let active = Array.from({ length: gram.size }, (_, k) => k);
    // Thresholds rise, so each goes on from what the one before has left.
    THRESHOLDS.forEach((threshold, t) => {
      active = support(gram, threshold, active);
      totals[t] = (totals[t] as number) + squaredError(problem, active, solve(gram, active), left);
    });
  }
  return THRESHOLDS.map((threshold, t) => ({ threshold, error: totals[t] as number }));
}

/** Functions that remain when parts below `threshold` times the largest are cut off until none is left to cut. */
function support(gram: Gram, threshold: number, start?: readonly number[]): number[] {
  let active = start === undefined ? Array.from({ length: gram.size }, (_, k) => k) : [...start];
  for (;;) {
    const weights = solve(gram, active);
    const largest = weights.reduce((most, weight) => Math.max(most, Math.abs(weight)), 0);
    const kept = active.filter((_, i) => Math.abs(weights[i] as number) >= threshold * largest);
    if (kept.length === active.length) return active;
    active = kept;
  }
}

function solve({ size, matrix, right }: Gram, active: readonly number[]): Float64Array {
  const n = active.length;
  const part = new Float64Array(n * n);
  active.forEach((i, a) => {
    active.forEach((j, b) => {
      part[a * n + b] = matrix[i * size + j] as number;
    });
    part[a * n + a] = (part[a * n + a] as number) + RIDGE;
  });
  const factor = cholesky(part, n, { smallest: RIDGE, largest: 1e-3 });
  if (factor === undefined) throw new Error("sparse regression: the equations cannot be solved");
  return choleskySolve(
    factor,
    active.map((k) => right[k] as number),
  );
}

function squaredError(
  { rows, y, components }: Problem,
  active: readonly number[],
  weights: Float64Array,
  counts: (point: number) => boolean,
): number {
  const m = y.length;
  let total = 0;
  for (let i = 0; i < m; i++) {
    if (!counts(Math.floor(i / components))) continue;
    let rest = y[i] as number;
    active.forEach((k, a) => {
      rest -= (weights[a] as number) * (rows[k * m + i] as number);
    });
    total += rest * rest;
  }
  return total;
}

/** The last fit, by orthogonal factorisation, and its formula. */
function describe({ basis, rows, lengths, y }: Problem, active: readonly number[], threshold: number): LearnedSystem {
  const m = y.length;
  const fitted = leastSquares(
    active.map((k) => rows.subarray(k * m, (k + 1) * m)),
    y,
  );
  const weights = new Float64Array(basis.size);
  active.forEach((k, a) => {
    weights[k] = (fitted[a] as number) / (lengths[k] as number);
  });
  const terms = active.map((k) => `${Number((weights[k] as number).toPrecision(4))} ${basis.labels[k]}`);
  return linearSystem(basis, weights, { threshold, functions: active.length, H: terms.join(" + ") });
}
