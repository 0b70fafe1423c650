import type { Random } from "../../base/random.js";
import { type Cholesky, cholesky, solveLowerTransposed } from "../../numerics/index.js";
import { type LogNormal, logNormalPenalty } from "../gaussian/log-normal.js";
import { logPosterior } from "./climb.js";
import { priorsOf } from "./hyperprior.js";
import { type Climbed, type FittedStructure, SMALLEST_NUGGET, StructureLikelihood } from "./likelihood.js";

/** Step of difference quotients in logarithms of hyperparameters. */
const STEP = 1e-2;
/** Draws that are refused are drawn again, so many times. */
const TRIES = 32;
/** Nugget of the likelihood whose Hessian it is: with the climbs' own, rounding makes gradients too rough to take differences of. */
export const HESSIAN_NUGGET = 1e-8;
/** What is added to a Hessian that is not positive definite, as shares of its largest diagonal entry. */
const SHIFTS = [0, 1e-4, 1e-3, 1e-2, 1e-1];

/**
 * Draws processes that the points leave possible: hyperparameters from the normal approximation of their posterior at its
 * maximum (Laplace; MacKay 1992), with the full Hessian by difference quotients of exact gradients, conditioned on the data. How
 * noisy the points are is left as it was found. Far out, where the posterior is lower than its approximation, draws are refused in that proportion (rejection sampling): there a draw would miss its own data.
 */
export function hyperparameterDraws(fitted: FittedStructure): (random: Random) => FittedStructure {
  const { likelihood, theta, climbed } = fitted;
  if (climbed === undefined) return () => fitted;
  const free = likelihood.layout.noise;
  const factor = hessianFactor(climbed, free);
  if (factor === undefined) return () => fitted;
  const priors = priorsOf(likelihood.terms, likelihood.layout, climbed.hyperprior);
  const logDensity = (at: Float64Array, logLikelihood: number) =>
    logLikelihood - logNormalPenalty(priors.slice(0, free), at, new Float64Array(at.length));
  const highest = logDensity(theta, fitted.conditioned.logLikelihood);
  return (random) => {
    for (let attempt = 0; attempt < TRIES; attempt++) {
      const normals = Float64Array.from({ length: free }, () => random.normal());
      const offset = normals.slice();
      solveLowerTransposed(factor, offset);
      const drawn = theta.map((value, i) => (i < free ? value + (offset[i] as number) : value));
      const conditioned = likelihood.condition(drawn, { smallest: SMALLEST_NUGGET });
      if (conditioned === undefined) continue;
      const expected = highest - normals.reduce((sum, z) => sum + (z * z) / 2, 0);
      const ratio = logDensity(drawn, conditioned.logLikelihood) - expected;
      if (Math.log(random.uniform()) < ratio) return { likelihood, theta: drawn, conditioned };
    }
    return fitted;
  };
}

/** Cholesky factor of the Hessian of minus the log posterior density in the first `free` hyperparameters. */
function hessianFactor({ likelihood, hyperprior, theta }: Climbed, free: number): Cholesky | undefined {
  const { terms, data, spreads, layout } = likelihood;
  const smooth = new StructureLikelihood(terms, data, { spreads, climbs: true, nugget: HESSIAN_NUGGET });
  const objective = logPosterior(smooth, hyperprior);
  const priors = priorsOf(terms, layout, hyperprior);
  const hessian = new Float64Array(free * free);
  const slopeBeside = (i: number, step: number) => {
    const beside = theta.slice();
    beside[i] = (theta[i] as number) + step;
    const slope = new Float64Array(theta.length);
    return Number.isFinite(objective(beside, slope)) ? slope : undefined;
  };
  for (let i = 0; i < free; i++) {
    const [above, below] = [slopeBeside(i, STEP), slopeBeside(i, -STEP)];
    if (above === undefined || below === undefined) {
      hessian[i * (free + 1)] = 1 / (priors[i] as LogNormal).deviation ** 2;
      continue;
    }
    for (let j = 0; j < free; j++) {
      const half = ((above[j] as number) - (below[j] as number)) / (4 * STEP);
      hessian[i * free + j] = (hessian[i * free + j] as number) + half;
      hessian[j * free + i] = (hessian[j * free + i] as number) + half;
    }
  }
  const largest = hessian.reduce((most, value, at) => (at % (free + 1) === 0 ? Math.max(most, value) : most), 0);
  for (const shift of SHIFTS) {
    const shifted = hessian.slice();
    for (let i = 0; i < free; i++) shifted[i * (free + 1)] = (shifted[i * (free + 1)] as number) + shift * largest;
    const factor = cholesky(shifted, free);
    if (factor !== undefined) return factor;
  }
  return undefined;
}
