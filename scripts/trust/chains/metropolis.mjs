// Samples of a density known up to a factor: random-walk Metropolis, tuned while it burns in, fixed after.
import { cholesky, choleskyInverse, leastSquares } from "../../../dist/numerics/index.js";

/** Share of the proposals that is best accepted in many dimensions (Roberts, Gelman and Gilks 1997). */
const ACCEPTED = 0.234;
/** Stages of burning in: proposals take the covariance of the stage before where it has so many samples a variable. */
const [STAGES, ENOUGH] = [2, 50];

/**
 * One chain of `steps` samples, every `thin`-th kept, after STAGES times `burnIn` steps. Proposals are normal, of covariance L L^T times a factor; L is lower triangular, [n][n], row by row.
 * From the burning-in on nothing of them changes, so that the samples are of the density exactly (Haario et al. 2001 adapt forever).
 */
export function metropolis(logDensity, start, factor, { steps, burnIn, thin = 1, random }) {
  let [proposal, scale] = [factor, 2.38 / Math.sqrt(start.length)];
  let x = Float64Array.from(start);
  let value = logDensity(x);
  if (!Number.isFinite(value)) throw new Error("a chain must start where its density is not 0");
  const step = () => {
    const moved = moveBy(x, proposal, scale, random);
    const next = logDensity(moved);
    const accepted = Math.log(random.uniform()) < next - value;
    if (accepted) [x, value] = [moved, next];
    return accepted;
  };
  for (let stage = 0; stage < STAGES; stage++) {
    const seen = [];
    for (let k = 0; k < burnIn; k++) {
      scale *= Math.exp(((step() ? 1 : 0) - ACCEPTED) / Math.sqrt(k + 1));
      if (k > burnIn / 4) seen.push(x);
    }
    if (stage < STAGES - 1 && seen.length > ENOUGH * start.length)
      [proposal, scale] = [factorOf(seen) ?? proposal, 2.38 / Math.sqrt(start.length)];
  }
  const samples = [];
  let accepted = 0;
  for (let k = 0; k < steps; k++) {
    if (step()) accepted++;
    if (k % thin === 0) samples.push(x);
  }
  return { samples, accepted: accepted / steps };
}

function moveBy(x, factor, scale, random) {
  const n = x.length;
  const normals = Float64Array.from(x, () => random.normal());
  return x.map((value, i) => {
    let offset = 0;
    for (let k = 0; k <= i; k++) offset += factor[i * n + k] * normals[k];
    return value + scale * offset;
  });
}

/** Lower triangular factor of the covariance of samples, [n][n]. */
function factorOf(samples) {
  const n = samples[0].length;
  const mean = samples[0].map((_, i) => samples.reduce((sum, x) => sum + x[i], 0) / samples.length);
  const covariance = new Float64Array(n * n);
  for (const x of samples)
    for (let i = 0; i < n; i++)
      for (let j = 0; j < n; j++) covariance[i * n + j] += ((x[i] - mean[i]) * (x[j] - mean[j])) / samples.length;
  return lowerFactor(covariance, n);
}

/** L of a covariance C = L L^T, as an array [n][n]; undefined where it has none. */
export function lowerFactor(covariance, n) {
  const sizes = Array.from({ length: n }, (_, i) => Math.sqrt(covariance[i * (n + 1)]));
  const correlations = covariance.map((value, k) => value / (sizes[Math.floor(k / n)] * sizes[k % n]));
  const found = cholesky(correlations, n, { smallest: 1e-12, largest: 1e-6 });
  if (found === undefined) return undefined;
  return found.lower.map((value, k) => (k % n <= Math.floor(k / n) ? sizes[Math.floor(k / n)] * value : 0));
}

/** Where the sum of squared residuals is small: steps of Gauss and Newton in those variables whose difference quotients have a step. */
export function gaussNewton(residuals, start, steps, iterations) {
  let x = start;
  const squares = (y) => residuals(y).reduce((sum, z) => sum + z * z, 0);
  for (let k = 0; k < iterations; k++) {
    const left = residuals(x);
    const columns = steps.flatMap((step, i) => {
      if (step === 0) return [];
      const beside = residuals(x.map((value, j) => (j === i ? value + step : value)));
      return [beside.map((value, r) => (value - left[r]) / step)];
    });
    const change = leastSquares(columns, left);
    let c = 0;
    const whole = steps.map((step) => (step === 0 ? 0 : change[c++]));
    const tried = [1, 0.3, 0.1].map((share) => x.map((value, i) => value - share * whole[i]));
    const best = tried.find((y) => squares(y) < squares(x));
    if (best === undefined) return x;
    x = best;
  }
  return x;
}

/** Lower factor of (J^T J)^-1, J the slopes of residuals at x by difference quotients of the given steps: the covariance to first order. */
export function gaussNewtonFactor(residuals, x, steps) {
  const n = x.length;
  const columns = Array.from({ length: n }, (_, i) => {
    const [above, below] = [1, -1].map((sign) =>
      residuals(x.map((value, k) => (k === i ? value + sign * steps[i] : value))),
    );
    return above.map((value, r) => (value - below[r]) / 2);
  });
  const information = new Float64Array(n * n);
  for (let i = 0; i < n; i++)
    for (let j = 0; j < n; j++)
      information[i * n + j] = columns[i].reduce((sum, value, r) => sum + value * columns[j][r], 0);
  // In units of the steps and of the diagonal, so that sizes of variables do not matter.
  const sizes = steps.map((_, i) => Math.sqrt(information[i * (n + 1)]) || 1);
  const scaled = information.map((value, k) => value / (sizes[Math.floor(k / n)] * sizes[k % n]));
  const inverse = choleskyInverse(cholesky(scaled, n, { smallest: 1e-12, largest: 1e-4 }));
  const units = steps.map((step, i) => step / sizes[i]);
  return lowerFactor(
    inverse.map((value, k) => value * units[Math.floor(k / n)] * units[k % n]),
    n,
  );
}
