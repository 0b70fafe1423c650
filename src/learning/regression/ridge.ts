import { cholesky, choleskySolve, dot, logDeterminant, powerOfTen } from "../../numerics/index.js";

/** Weights of a ridge regression whose ridge is the likeliest one. */
export interface Ridge {
  readonly weights: Float64Array;
  /** Variance of the noise in units of the prior variance of a weight. */
  readonly ridge: number;
  readonly logEvidence: number;
}

/** Ridges that are tried, relative to the mean square of an observation's row. */
const RIDGES = Array.from({ length: 13 }, (_, i) => powerOfTen(i - 12));

/**
 * Bayesian linear regression y = sum_k w_k row_k + noise with w ~ N(0, t^2 I) and noise ~ N(0, r t^2 I): the posterior mean
 * of w, with r of a grid and t (in closed form) of highest evidence (MacKay 1992; Bishop 2006, section 3.5). `rows` [n][m],
 * `y` [m]; solved in m dimensions, so n may be large. Throws where nothing can be factorised.
 */
export function evidenceRidge(rows: Float64Array, y: Float64Array): Ridge {
  const m = y.length;
  const n = rows.length / m;
  const gram = outerGram(rows, n, m);
  const scale = gram.reduce((sum, value, k) => (k % (m + 1) === 0 ? sum + value : sum), 0) / m || 1;
  let best: { dual: Float64Array; ridge: number; logEvidence: number } | undefined;
  for (const relative of RIDGES) {
    const ridge = relative * scale;
    const matrix = gram.slice();
    for (let i = 0; i < m; i++) matrix[i * m + i] = (matrix[i * m + i] as number) + ridge;
    const factor = cholesky(matrix, m);
    if (factor === undefined) continue;
    const dual = choleskySolve(factor, y);
    const variance = Math.max(dot(dual, 0, y, 0, m) / m, Number.MIN_VALUE);
    const logEvidence = -(logDeterminant(factor) + m * (Math.log(2 * Math.PI * variance) + 1)) / 2;
    if (best === undefined || logEvidence > best.logEvidence) best = { dual, ridge, logEvidence };
  }
  if (best === undefined) throw new Error("evidenceRidge: no ridge makes the system positive definite");
  const weights = new Float64Array(n);
  for (let k = 0; k < n; k++) weights[k] = dot(rows, k * m, best.dual, 0, m);
  return { weights, ridge: best.ridge, logEvidence: best.logEvidence };
}

/** sum_k row_k row_k^T, lower triangle [m][m]. */
function outerGram(rows: Float64Array, n: number, m: number): Float64Array {
  // Transposed, so that the products run along memory.
  const columns = new Float64Array(rows.length);
  for (let k = 0; k < n; k++) for (let i = 0; i < m; i++) columns[i * n + k] = rows[k * m + i] as number;
  const gram = new Float64Array(m * m);
  for (let i = 0; i < m; i++) for (let j = 0; j <= i; j++) gram[i * m + j] = dot(columns, i * n, columns, j * n, n);
  return gram;
}
