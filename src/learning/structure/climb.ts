import { lbfgs, type Minimum, type Objective } from "../../numerics/index.js";
import { logNormalPenalty } from "../gaussian/log-normal.js";
import { type Hyperprior, priorsOf } from "./hyperprior.js";
import type { StructureLikelihood } from "./likelihood.js";
import { NOISES } from "./noise.js";

/** The centre of a belief, with that logarithm of all relative noises. */
export function beliefCentre(
  { terms, layout }: StructureLikelihood,
  hyperprior: Hyperprior,
  noise: number,
): Float64Array {
  return Float64Array.from(priorsOf(terms, layout, hyperprior), ({ mean }, i) => (i < layout.noise ? mean : noise));
}

/** How far the relative noise of the states is believed to be from those of the derivatives, a standard deviation of its logarithm. */
const NOISE_TIE = 0.7;

/** Minus the log posterior density of hyperparameters under one belief, but for a constant. */
export function logPosterior(likelihood: StructureLikelihood, hyperprior: Hyperprior): Objective {
  const { terms, layout } = likelihood;
  const priors = priorsOf(terms, layout, hyperprior);
  return (theta, gradient) => {
    let value = likelihood.objective(theta, gradient);
    const pull = (i: number, slope: number) => {
      gradient[i] = (gradient[i] as number) + slope;
    };
    value += logNormalPenalty(priors, theta, gradient);
    const [q, p, x] = [0, 1, NOISES - 1].map((kind) => layout.noise + kind) as [number, number, number];
    const offset = ((theta[x] as number) - ((theta[q] as number) + (theta[p] as number)) / 2) / NOISE_TIE;
    value += (offset * offset) / 2;
    pull(x, offset / NOISE_TIE);
    pull(q, -offset / NOISE_TIE / 2);
    pull(p, -offset / NOISE_TIE / 2);
    return value;
  };
}

/** Most probable hyperparameters under one belief, from `start`; undefined where the covariance there cannot be factorised. */
export function climb(
  likelihood: StructureLikelihood,
  hyperprior: Hyperprior,
  start: Float64Array,
  iterations: number,
): Minimum | undefined {
  const objective = logPosterior(likelihood, hyperprior);
  if (!Number.isFinite(objective(start, new Float64Array(start.length)))) return undefined;
  return lbfgs(objective, start, { iterations, valueTolerance: 1e-6, gradientTolerance: 1e-3 });
}
