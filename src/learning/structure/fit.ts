import { lbfgs, type Minimum, type Objective } from "../../numerics/index.js";
import { type Hyperprior, priorsOf } from "./hyperprior.js";
import { type Conditioned, type StructureData, StructureLikelihood } from "./likelihood.js";
import type { Term } from "./term.js";

export interface FitOptions {
  /** Beliefs of single teachers: those under which the data are likeliest are climbed from. */
  readonly teachers: readonly Hyperprior[];
  /** How many of them. */
  readonly climbs: number;
  /** Broad beliefs, which are always climbed from: of all teachers together, of somebody who has seen nothing. */
  readonly broad: readonly Hyperprior[];
  readonly iterations: number;
  /** Hyperparameters are found on evenly chosen points with at most this many observed components. */
  readonly subset: number;
  /** Logarithms of the relative noise to start from. */
  readonly noiseStarts: readonly number[];
}

export interface FittedStructure {
  readonly likelihood: StructureLikelihood;
  /** Logarithms of the hyperparameters, in the order of the likelihood's layout. */
  readonly theta: Float64Array;
  readonly conditioned: Conditioned;
}

/**
 * Hyperparameters of highest posterior density (marginal likelihood times hyperprior) under several beliefs, by L-BFGS from
 * each belief's centre; those that predict the points best from each other are kept, and the process with them is
 * conditioned on all data. Throws where nothing can be factorised.
 */
export function fitStructure(terms: readonly Term[], data: StructureData, options: FitOptions): FittedStructure {
  const likelihood = new StructureLikelihood(terms, data);
  const part = subsetOf(data, options.subset);
  const searched = part === data ? likelihood : new StructureLikelihood(terms, part, likelihood.spreads);
  const starts = [
    ...likeliest(searched, options.teachers, options).slice(0, options.climbs),
    ...options.broad.flatMap((belief) => likeliest(searched, [belief], options).slice(0, 1)),
  ];
  const theta = bestPredictor(
    searched,
    starts.flatMap(({ hyperprior, noise }) => climb(searched, hyperprior, noise, options.iterations)),
  );
  const conditioned = likelihood.condition(theta);
  if (conditioned === undefined)
    throw new Error("the covariance with the chosen hyperparameters could not be factorised");
  return { likelihood, theta, conditioned };
}

/** Centres of beliefs with each noise to start from, those of highest likelihood first. */
function likeliest(
  likelihood: StructureLikelihood,
  hyperpriors: readonly Hyperprior[],
  { noiseStarts }: Pick<FitOptions, "noiseStarts">,
) {
  const starts = hyperpriors.flatMap((hyperprior) =>
    noiseStarts.map((noise) => {
      const conditioned = likelihood.condition(startOf(likelihood, hyperprior, noise));
      return { hyperprior, noise, value: conditioned?.logLikelihood ?? Number.NEGATIVE_INFINITY };
    }),
  );
  return starts.sort((a, b) => b.value - a.value);
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
