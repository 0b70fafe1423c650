import { beliefCentre, climb } from "./climb.js";
import { type Given, structureData, subsetOf } from "./given.js";
import { formlessHyperprior, type Hyperprior } from "./hyperprior.js";
import { featureSpread } from "./jet.js";
import type { LearnedFunctions } from "./learned-functions.js";
import { LEARNED, learnedTerm } from "./learned-term.js";
import { type Climbed, type FittedStructure, SMALLEST_NUGGET, StructureLikelihood } from "./likelihood.js";
import { linearize, type Observed } from "./linearize.js";
import { GENERAL, type StructureTerm } from "./term.js";

export interface StructureFitOptions {
  /** Beliefs of single teachers: those under which the data are likeliest are climbed from. */
  readonly teachers: readonly Hyperprior[];
  /** How many of them. */
  readonly climbs: number;
  /** Broad beliefs, which are always climbed from: of all teachers together, of somebody who has seen nothing. */
  readonly broad: readonly Hyperprior[];
  readonly effort: Effort;
  /** Functions that a network has learned. */
  readonly learned?: LearnedFunctions | undefined;
}

/** How much work goes into the hyperparameters. */
export interface Effort {
  /** They are found on evenly chosen points with at most this many observed components. */
  readonly components: number;
  /** Iterations of every climb. */
  readonly iterations: number;
  /** The `kept` climbs of highest posterior density go on for that many more; all of them where there are `few` components. */
  readonly kept: number;
  readonly few: number;
  readonly moreIterations: number;
  /** The process without forms is found on more components, being a single term. */
  readonly formlessComponents: number;
  /** Where the points are noisy, one more climb follows, on at most so many components. */
  readonly noisyComponents: number;
  readonly noisyIterations: number;
  /** So many candidates, those that predict the points best from each other, are followed there; the likeliest end is kept. */
  readonly noisyClimbs: number;
}

/** A tenth of a second for fifty points of two degrees of freedom (docs/structured-process.md). */
export const usualEffort: Effort = {
  components: 60,
  iterations: 5,
  kept: 2,
  few: 40,
  moreIterations: 8,
  formlessComponents: 120,
  noisyComponents: 140,
  noisyIterations: 6,
  noisyClimbs: 1,
};

/** The noise of the states followed through several laws, at as many times the cost where the points are noisy. */
export const thoroughEffort: Effort = { ...usualEffort, noisyClimbs: 6 };

/** Logarithms of the relative noise that climbs start from: none, and five per cent. */
const NOISE_STARTS = [-14, -3];

/**
 * Nuggets of the climbs of a process without forms, and of a last climb of the forms. The smaller the nugget, the more a likelihood
 * rewards a kernel that is rough enough to show every digit of what was observed; between points a smoother one is right, once
 * there are so many that it fits them to that share.
 */
const FORMLESS_NUGGET = 1e-8;
const LAST_NUGGET = 1e-10;

interface Candidate extends Climbed {
  /** Minus the log posterior density at the end. */
  readonly value: number;
}

/** Above this logarithm of the states' relative noise it is worth while to look for better states. */
const NOISY = Math.log(1e-5);

/**
 * Hyperparameters of highest posterior density (marginal likelihood times hyperprior) under several beliefs, by L-BFGS from
 * each belief's centre; those that predict the points best from each other are kept, and the process with them is
 * conditioned on all data. A process without forms stands as one more candidate. Where the points are noisy, the noise of
 * their states is then followed through the law that was found, or through several of them, of which the likeliest is kept. Throws where nothing can be factorised.
 */
export function fitStructure(
  terms: readonly StructureTerm[],
  given: Given,
  options: StructureFitOptions,
): FittedStructure {
  const { effort } = options;
  const part = subsetOf(given, effort.components);
  const spreads = terms.map((term) => featureSpread(term, given.states, given.stateSize));
  const structured = structuredCandidates(terms, part, spreads, options);
  const bare = formlessCandidates(terms, given, part, spreads, effort);
  const taught = options.learned === undefined ? [] : learnedCandidates(terms, part, options.learned, options);
  const predictors = [structured, bare, taught].map((candidates) =>
    candidates.map((candidate) => ({ candidate, density: candidate.likelihood.leaveOneOut(candidate.theta)?.density })),
  );
  const chosen = best(predictors.flat(), byDensity).candidate;
  if (isNoisy(chosen)) {
    const others = predictors
      .flat()
      .filter(({ candidate, density }) => candidate !== chosen && density !== undefined && isNoisy(candidate))
      .sort((a, b) => (b.density as number) - (a.density as number))
      .map(({ candidate }) => candidate);
    return likeliestNoisy([chosen, ...others.slice(0, effort.noisyClimbs - 1)], given, effort);
  }
  const finalists = predictors.filter((kind) => kind.length > 0).map((kind) => best(kind, byDensity).candidate);
  return closestPredictor([...finalists, ...smoother(finalists[0] as Candidate, part, effort)], given);
}

/** Ends of climbs with learned functions, alone and beside the forms. */
function learnedCandidates(
  terms: readonly StructureTerm[],
  part: Given,
  learned: LearnedFunctions,
  options: StructureFitOptions,
): Candidate[] {
  const term = learnedTerm(learned);
  const spreadsOf = (list: readonly StructureTerm[]) =>
    list.map((one) => featureSpread(one, part.states, part.stateSize));
  const believing = (belief: Hyperprior): Hyperprior => ({
    ...belief,
    roles: { ...belief.roles, [LEARNED]: LEARNED_PRIOR },
  });
  const both = [...terms, term];
  const beside = structuredCandidates(both, part, spreadsOf(both), {
    ...options,
    teachers: options.teachers.map(believing),
    broad: options.broad.map(believing),
  });
  const alone = structuredCandidates([term], part, [1], {
    ...options,
    teachers: [],
    broad: [believing(formlessHyperprior)],
  });
  return [...beside, ...alone];
}

/** How large the learned part of H is believed to be, in units: as it was learned, give or take. */
const LEARNED_PRIOR = { deviation: { mean: 0, deviation: 1 }, length: { mean: 0, deviation: 1 } };

/** Ends of climbs under the likeliest beliefs. */
function structuredCandidates(
  terms: readonly StructureTerm[],
  part: Given,
  spreads: readonly number[],
  { teachers, climbs, broad, effort }: StructureFitOptions,
): Candidate[] {
  const likelihood = new StructureLikelihood(terms, structureData(part), { spreads, climbs: true });
  const starts = [
    ...likeliest(likelihood, teachers).slice(0, climbs),
    ...broad.flatMap((belief) => likeliest(likelihood, [belief]).slice(0, 1)),
  ];
  const first = starts.flatMap(({ hyperprior, theta }) => climbed(likelihood, hyperprior, theta, effort.iterations));
  const kept = part.count * part.stateSize <= effort.few ? first.length : effort.kept;
  return first
    .sort((a, b) => a.value - b.value)
    .slice(0, kept)
    .flatMap(({ hyperprior, theta }) => climbed(likelihood, hyperprior, theta, effort.moreIterations));
}

/**
 * The end of a climb with the general term alone: what a process without forms makes of the points. Found on more of them, and held
 * to the same as the others.
 */
function formlessCandidates(
  terms: readonly StructureTerm[],
  given: Given,
  part: Given,
  allSpreads: readonly number[],
  { iterations, moreIterations, formlessComponents }: Effort,
): Candidate[] {
  const at = terms.findIndex(({ role }) => role === GENERAL);
  const general = terms.slice(at, at + 1);
  const spreads = allSpreads.slice(at, at + 1);
  const more = structureData(subsetOf(given, formlessComponents));
  const climbing = new StructureLikelihood(general, more, { spreads, climbs: true, nugget: FORMLESS_NUGGET });
  const likelihood = new StructureLikelihood(general, structureData(part), { spreads });
  return likeliest(climbing, [formlessHyperprior])
    .slice(0, 1)
    .flatMap(({ hyperprior, theta }) => climbed(climbing, hyperprior, theta, iterations + moreIterations))
    .map((end) => ({ ...end, likelihood }));
}

function climbed(
  likelihood: StructureLikelihood,
  hyperprior: Hyperprior,
  start: Float64Array,
  iterations: number,
): Candidate[] {
  const end = climb(likelihood, hyperprior, start, iterations);
  return end === undefined ? [] : [{ likelihood, hyperprior, theta: end.x, value: end.value }];
}

/** The same candidate, climbed on from under a larger nugget. */
function smoother({ likelihood, hyperprior, theta }: Candidate, part: Given, { moreIterations }: Effort): Candidate[] {
  const { terms, spreads } = likelihood;
  const other = new StructureLikelihood(terms, structureData(part), { spreads, climbs: true, nugget: LAST_NUGGET });
  return climbed(other, hyperprior, theta, moreIterations);
}

/**
 * The process of largest marginal likelihood among those that follow the noise of the states through the candidates' laws. To first
 * order in that noise these are likelihoods of the same points, whatever states a law takes them for.
 */
function likeliestNoisy(candidates: readonly Candidate[], given: Given, effort: Effort): FittedStructure {
  const ends = candidates.map((candidate) => fitNoisy(candidate, given, effort));
  return best(ends, ({ conditioned }) => conditioned.logLikelihood);
}

/** Follows the noise of the states through the law that was found: climbs once more, and conditions on all points. */
function fitNoisy(chosen: Candidate, given: Given, effort: Effort): FittedStructure {
  const more = subsetOf(given, effort.noisyComponents);
  const observed = onAll(chosen, more);
  const seen = seenThrough(more, condition(observed, chosen.theta), true);
  const theta = climb(seen, chosen.hyperprior, chosen.theta, effort.noisyIterations)?.x ?? chosen.theta;
  const whole = more === given ? observed : onAll(chosen, given);
  const { hyperprior } = chosen;
  const climbed = { likelihood: seen, hyperprior, theta };
  return { ...condition(seenThrough(given, condition(whole, theta)), theta), climbed };
}

/** The same observations from the states that the fitted law makes likeliest. */
function seenThrough(observed: Observed, fitted: FittedStructure, climbs = false): StructureLikelihood {
  const { terms, spreads } = fitted.likelihood;
  return new StructureLikelihood(terms, linearize(observed, fitted), { spreads, climbs });
}

const onAll = ({ likelihood: { terms, spreads } }: Candidate, given: Given) =>
  new StructureLikelihood(terms, structureData(given), { spreads });

const isNoisy = ({ likelihood, theta }: Candidate) => (likelihood.noiseOf(theta).at(-1) as number) > NOISY;

/** No noise at all: the logarithm of its relative size. */
const NO_NOISE = -30;

function quiet({ likelihood: { layout }, theta }: Candidate): Float64Array {
  return theta.map((value, i) => (i < layout.noise ? value : NO_NOISE));
}

function condition(likelihood: StructureLikelihood, theta: Float64Array): FittedStructure {
  const conditioned = likelihood.condition(theta, { smallest: SMALLEST_NUGGET });
  if (conditioned === undefined)
    throw new Error("the covariance with the chosen hyperparameters could not be factorised");
  return { likelihood, theta, conditioned };
}

/** Centres of beliefs with each noise to start from, those of highest likelihood first. */
function likeliest(likelihood: StructureLikelihood, hyperpriors: readonly Hyperprior[]) {
  const starts = hyperpriors.flatMap((hyperprior) => {
    const thetas = NOISE_STARTS.map((noise) => beliefCentre(likelihood, hyperprior, noise));
    const covariances = likelihood.covariances(thetas);
    return thetas.map((theta, i) => {
      const conditioned = likelihood.condition(theta, { covariance: covariances[i] });
      return { hyperprior, theta, value: conditioned?.logLikelihood ?? Number.NEGATIVE_INFINITY };
    });
  });
  return starts.sort((a, b) => b.value - a.value);
}

/** Candidates are chosen by how well they predict every point from the others. */
const byDensity = ({ density }: { density: number | undefined }) => density;

/**
 * The process of smallest leave-one-out error: without noise all are as precise as float64 lets them be, and the density,
 * which knows of that limit only as noise, does not tell them apart.
 */
function closestPredictor(candidates: readonly Candidate[], given: Given): FittedStructure {
  const kinds = new Map<readonly StructureTerm[], Candidate[]>();
  for (const candidate of candidates) {
    const { terms } = candidate.likelihood;
    kinds.set(terms, [...(kinds.get(terms) ?? []), candidate]);
  }
  const predictors = [...kinds.values()].flatMap((same) => {
    const likelihood = onAll(same[0] as Candidate, given);
    const thetas = same.map(quiet);
    const covariances = likelihood.covariances(thetas);
    return same.flatMap((climbed, i) => {
      const theta = thetas[i] as Float64Array;
      const left = likelihood.leaveOneOut(theta, { smallest: SMALLEST_NUGGET, covariance: covariances[i] });
      if (left === undefined) return [];
      return [{ likelihood, theta, climbed, conditioned: left.conditioned, square: left.square }];
    });
  });
  return best(predictors, ({ square }) => -square);
}

function best<T>(candidates: readonly T[], worth: (candidate: T) => number | undefined): T {
  let found: { candidate: T; value: number } | undefined;
  for (const candidate of candidates) {
    const value = worth(candidate) ?? Number.NEGATIVE_INFINITY;
    if (found === undefined || value > found.value) found = { candidate, value };
  }
  if (found === undefined) throw new Error("no covariance could be factorised; are the observations finite?");
  return found.candidate;
}
