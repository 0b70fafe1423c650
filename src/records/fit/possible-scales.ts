import type { Random } from "../../base/random.js";
import { type Cholesky, cholesky, nelderMead, solveLowerTransposed } from "../../numerics/index.js";
import type { ProcessFit } from "./fit.js";
import { condition } from "./motion-process.js";
import { hyperpriorLoss, packScales, unpackScales } from "./structure.js";

/** Evaluations of the search for the likeliest scales of a whole motion. */
const EVALUATIONS = 60;
const FIRST_STEP = 0.3;
/** Step of difference quotients in logarithms of scales. */
const STEP = 0.05;
/** What is added to a Hessian that is not positive definite, as shares of its largest diagonal entry. */
const SHIFTS = [0, 1e-3, 1e-2, 1e-1, 1];
/** Scales that are proposed for each that is drawn. */
const PROPOSALS = 4;

/** Scales of a process, with the noise of every column, and what they make of the measurements. */
export type PossibleScales = Pick<ProcessFit, "record" | "scales" | "conditioned">;

/** The scales and noises that are likeliest where the whole motion, not short stretches of it, is what they explain. */
export function likeliestScales(fit: ProcessFit): PossibleScales {
  const { x, value } = nelderMead(lossOf(fit), variablesOf(fit), { evaluations: EVALUATIONS, step: FIRST_STEP });
  return (Number.isFinite(value) ? conditionedAt(fit, x) : undefined) ?? fit;
}

/**
 * `count` scales and noises of those that a fit leaves possible, each with the process conditioned on the measurements: proposed by the normal approximation of their posterior at its maximum (Laplace; MacKay
 * 1992), in logarithms, and chosen among the proposals by how likely they are (sampling, importance, resampling; Rubin 1988). The likeliest where that cannot be.
 */
export function possibleScales(fit: ProcessFit, count: number, random: Random): PossibleScales[] {
  const variables = variablesOf(fit);
  const loss = lossOf(fit);
  const factor = count === 0 ? undefined : hessianFactor(loss, variables);
  if (factor === undefined) return Array.from({ length: count }, () => fit);
  const proposals = Array.from({ length: PROPOSALS * count }, () => {
    const normals = Float64Array.from(variables, () => random.normal());
    const offset = normals.slice();
    solveLowerTransposed(factor, offset);
    const own = variables.map((value, i) => value + (offset[i] as number));
    return { variables: own, logWeight: normals.reduce((sum, z) => sum + (z * z) / 2, 0) - loss(own) };
  });
  const most = Math.max(...proposals.map(({ logWeight }) => logWeight));
  const chosen = resampled(
    proposals.map(({ logWeight }) => Math.exp(logWeight - most)),
    count,
    random.uniform(),
  );
  return chosen.map((k) => conditionedAt(fit, proposals[k]?.variables ?? variables) ?? fit);
}

/** `count` indices, each as often as its weight calls for: systematic resampling, from a share of the first step. */
function resampled(weights: readonly number[], count: number, share: number): number[] {
  const step = weights.reduce((sum, weight) => sum + weight, 0) / count;
  const found: number[] = [];
  let sum = 0;
  weights.forEach((weight, k) => {
    sum += weight;
    while (found.length < count && sum > (found.length + share) * step) found.push(k);
  });
  return found;
}

/** Logarithms of a fit's scales, then of a factor on the noise of every measured column. */
function variablesOf({ structure, scales, record }: ProcessFit): Float64Array {
  const own = packScales(structure, scales);
  return Float64Array.from([...own.subarray(0, -1), ...record.measured.map(() => own.at(-1) as number)]);
}

function conditionedAt(
  { record, structure, design, rowsOfTerms }: ProcessFit,
  variables: Float64Array,
): PossibleScales | undefined {
  const factors = variables.subarray(variables.length - record.measured.length);
  const noise = record.noise.slice();
  record.measured.forEach((a, k) => {
    noise[a] = (noise[a] as number) * Math.exp(factors[k] as number);
  });
  const found = { record: { ...record, noise }, scales: { ...unpackScales(structure, variables), noise: 1 } };
  const conditioned = condition(found.record, design, rowsOfTerms, found.scales);
  return conditioned === undefined ? undefined : { ...found, conditioned };
}

/** Minus the log posterior density of variables: each column's noise is believed as that of all is. */
function lossOf(fit: ProcessFit): (variables: Float64Array) => number {
  const shared = variablesOf(fit).length - fit.record.measured.length;
  return (variables) => {
    const found = conditionedAt(fit, variables);
    if (found === undefined) return Number.POSITIVE_INFINITY;
    const others = variables.subarray(shared + 1).reduce((sum, value) => sum + value ** 2 / 2, 0);
    return hyperpriorLoss(fit.structure, variables) + others - found.conditioned.evidence;
  };
}

/** Cholesky factor of the Hessian of a function by difference quotients; undefined where it has none. */
function hessianFactor(loss: (theta: Float64Array) => number, theta: Float64Array): Cholesky | undefined {
  const n = theta.length;
  const at = (...moves: [number, number][]) => {
    const moved = theta.slice();
    for (const [i, by] of moves) moved[i] = (moved[i] as number) + by;
    return loss(moved);
  };
  const centre = loss(theta);
  const hessian = new Float64Array(n * n);
  for (let i = 0; i < n; i++)
    for (let j = 0; j <= i; j++) {
      const value =
        i === j
          ? (at([i, STEP]) - 2 * centre + at([i, -STEP])) / STEP ** 2
          : (at([i, STEP], [j, STEP]) -
              at([i, STEP], [j, -STEP]) -
              at([i, -STEP], [j, STEP]) +
              at([i, -STEP], [j, -STEP])) /
            (4 * STEP ** 2);
      hessian[i * n + j] = value;
      hessian[j * n + i] = value;
    }
  if (!hessian.every(Number.isFinite)) return undefined;
  const largest = Math.max(...theta.map((_, i) => hessian[i * (n + 1)] as number));
  for (const shift of SHIFTS) {
    const shifted = hessian.slice();
    for (let i = 0; i < n; i++) shifted[i * (n + 1)] = (shifted[i * (n + 1)] as number) + shift * largest;
    const factor = cholesky(shifted, n);
    if (factor !== undefined) return factor;
  }
  return undefined;
}
