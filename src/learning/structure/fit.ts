import { lbfgs, type Minimum, type Objective } from "../../numerics/index.js";
import { type Hyperprior, priorsOf } from "./hyperprior.js";
import { type Conditioned, type StructureData, StructureLikelihood } from "./likelihood.js";
import type { Term } from "./term.js";

export interface FitOptions {
  /** Beliefs to start from; the one whose end predicts the points best from each other is kept. */
  readonly hyperpriors: readonly Hyperprior[];
  /** How many of the starts of highest likelihood are climbed from. */
  readonly climbs: number;
  readonly iterations: number;
  /** Hyperparameters are found on evenly chosen points with at most this many observed components. */
  readonly subset: number;
  /** Logarithms of the relative noise to start from; the likeliest end is kept. */
  readonly noiseStarts: readonly number[];
}

export interface FittedStructure {
  readonly likelihood: StructureLikelihood;
  /** Logarithms of the hyperparameters, in the order of the likelihood's layout. */
  readonly theta: Float64Array;
  readonly conditioned: Conditioned;
}

/**
 * The hyperparameters of highest posterior density (marginal likelihood times hyperprior) by L-BFGS from the hyperprior's
 * centre, and the process with them conditioned on all data. Throws where nothing can be factorised.
 */
export function fitStructure(terms: readonly Term[], data: StructureData, options: FitOptions): FittedStructure {
  const likelihood = new StructureLikelihood(terms, data);
  const part = subsetOf(data, options.subset);
  const searched = part === data ? likelihood : new StructureLikelihood(terms, part, likelihood.spreads);
  const candidates = promising(searched, options).flatMap(({ hyperprior, noise }) =>
    climb(searched, hyperprior, noise, options.iterations),
  );
  const theta = bestPredictor(searched, candidates);
  const conditioned = likelihood.condition(theta);
  if (conditioned === undefined)
    throw new Error("the covariance with the chosen hyperparameters could not be factorised");
  return { likelihood, theta, conditioned };
}

/** Starts of highest likelihood. */
function promising(likelihood: StructureLikelihood, { hyperpriors, noiseStarts, climbs }: FitOptions) {
  const starts = hyperpriors.flatMap((hyperprior) =>
    noiseStarts.map((noise) => {
      const theta = startOf(likelihood, hyperprior, noise);
      const value = -(likelihood.condition(theta)?.logLikelihood ?? Number.NEGATIVE_INFINITY);
      return { hyperprior, noise, value };
    }),
  );
  return starts.sort((a, b) => a.value - b.value).slice(0, climbs);
}

function startOf({ terms, layout }: StructureLikelihood, hyperprior: Hyperprior, noise: number): Float64Array {
  return Float64Array.from(priorsOf(terms, layout, hyperprior), ({ mean }, i) => (i < layout.noise ? mean : noise));
}

/** The end that gives the highest leave-one-out density; the likeliest where no end can be left one out. */
function bestPredictor(likelihood: StructureLikelihood, candidates: readonly Minimum[]): Float64Array {
  let best: { theta: Float64Array; density: number } | undefined;
  for (const { x: theta } of candidates) {
    const density = likelihood.leaveOneOut(theta);
    if (best === undefined || density > best.density) best = { theta, density };
  }
  if (best === undefined) throw new Error("no covariance could be factorised; are the observations finite?");
  return best.theta;
}

/** Most probable hyperparameters under one belief, from one noise to start from; none where nothing can be factorised. */
export function climb(
  likelihood: StructureLikelihood,
  hyperprior: Hyperprior,
  noise: number,
  iterations: number,
): Minimum[] {
  const { terms, layout } = likelihood;
  const priors = priorsOf(terms, layout, hyperprior);
  const objective: Objective = (theta, gradient) => {
    let value = likelihood.objective(theta, gradient);
    priors.forEach(({ mean, deviation }, i) => {
      const offset = ((theta[i] as number) - mean) / deviation;
      value += (offset * offset) / 2;
      gradient[i] = (gradient[i] as number) + offset / deviation;
    });
    return value;
  };
  const start = startOf(likelihood, hyperprior, noise);
  if (!Number.isFinite(objective(start, new Float64Array(start.length)))) return [];
  return [lbfgs(objective, start, { iterations, valueTolerance: 1e-6, gradientTolerance: 1e-3 })];
}

/** Evenly chosen points with at most `components` observed components; the data themselves where they have no more. */
function subsetOf(data: StructureData, components: number): StructureData {
  const { stateSize, count } = data;
  const kept = Math.max(2, Math.floor(components / stateSize));
  if (kept >= count) return data;
  const pick = (values: Float64Array) =>
    Float64Array.from({ length: kept * stateSize }, (_, k) => {
      const point = Math.floor((Math.floor(k / stateSize) * count) / kept);
      return values[point * stateSize + (k % stateSize)] as number;
    });
  return { ...data, count: kept, states: pick(data.states), gradients: pick(data.gradients) };
}
