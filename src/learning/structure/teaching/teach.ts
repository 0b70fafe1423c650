import type { LogNormal } from "../../gaussian/log-normal.js";
import { commonUnits, gradientsInUnits, statesInUnits } from "../../gaussian/units.js";
import type { Observations, PhaseSpace } from "../../learner.js";
import { beliefCentre, climb } from "../climb.js";
import { structureData } from "../given.js";
import { type Hyperprior, priorsOf, type RolePrior, wideHyperprior } from "../hyperprior.js";
import { StructureLikelihood } from "../likelihood.js";
import { type Role, structureTerms } from "../term.js";

/** A handful of points of a system to learn from. */
export interface Lesson {
  readonly space: PhaseSpace;
  readonly observations: Observations;
}

export interface TeachingOptions {
  readonly rounds?: number;
  readonly iterations?: number;
  readonly start?: Hyperprior;
  readonly onProgress?: (done: number, total: number) => void;
}

/** Lessons are free of noise: the logarithm of their relative noise to start from. */
const NO_NOISE = -14;
/** No belief becomes narrower than this: a new system may always differ from those that taught. */
const NARROWEST = 0.5;
/** A role's belief is drawn towards the starting one as if that many lessons had taught it. */
const SCEPTICISM = 3;

/**
 * Learns the hyperprior from lessons of other systems by empirical Bayes: the parameters of the normal distributions of all
 * log hyperparameters that make the lessons' observations likely, by expectation-maximisation with the posterior of every
 * lesson's hyperparameters approximated by a normal one of diagonal curvature at its maximum (Laplace). Hyperparameters
 * that a lesson says nothing of keep their belief.
 */
export function learnHyperprior(lessons: readonly Lesson[], options: TeachingOptions = {}): Hyperprior {
  const { rounds = 4, iterations = 40, start = wideHyperprior, onProgress } = options;
  const likelihoods = lessons.map(({ space, observations }) => likelihoodOf(space, observations));
  let hyperprior = start;
  for (let round = 0; round < rounds; round++) {
    const votes = new Votes();
    likelihoods.forEach((likelihood, i) => {
      vote(votes, likelihood, { hyperprior, iterations });
      onProgress?.(round * lessons.length + i + 1, rounds * lessons.length);
    });
    hyperprior = votes.count(start);
  }
  return hyperprior;
}

function likelihoodOf(space: PhaseSpace, observations: Observations): StructureLikelihood {
  const units = commonUnits(space, observations);
  const { dimension } = space;
  const given = {
    stateSize: 2 * dimension,
    count: observations.count,
    states: statesInUnits(units, observations.states),
    gradients: gradientsInUnits(units, observations.derivatives),
  };
  return new StructureLikelihood(structureTerms(space), structureData(given), { climbs: true });
}

/** One lesson's posterior of its hyperparameters as votes on their roles: terms of one role share one vote. */
function vote(
  votes: Votes,
  likelihood: StructureLikelihood,
  options: { hyperprior: Hyperprior; iterations: number },
): void {
  const { terms, layout } = likelihood;
  const start = beliefCentre(likelihood, options.hyperprior, NO_NOISE);
  const best = climb(likelihood, options.hyperprior, start, options.iterations);
  if (best === undefined) return;
  const { x: theta, gradient } = best;
  const priors = priorsOf(terms, layout, options.hyperprior);
  const variance = priors.map((prior, i) => 1 / curvature(likelihood, theta, gradient, i, prior));
  const roles = new Map<Role, number[]>();
  terms.forEach(({ role }, t) => {
    roles.set(role, [...(roles.get(role) ?? []), t]);
  });
  for (const [role, members] of roles)
    votes.add(
      "deviation",
      role,
      members.map((t) => belief(theta, variance, t)),
    );
  layout.lengthRoles.forEach((role, k) => {
    votes.add("length", role, [belief(theta, variance, terms.length + k)]);
  });
}

const belief = (theta: Float64Array, variance: readonly number[], i: number) => ({
  mean: theta[i] as number,
  variance: variance[i] as number,
});

const STEP = 1e-2;

/** Second derivative of minus the log posterior in one hyperparameter, at least that of the prior. */
function curvature(
  likelihood: StructureLikelihood,
  theta: Float64Array,
  gradient: Float64Array,
  i: number,
  prior: LogNormal,
): number {
  const beside = theta.slice();
  beside[i] = (theta[i] as number) + STEP;
  const slope = new Float64Array(theta.length);
  const least = 1 / prior.deviation ** 2;
  if (!Number.isFinite(likelihood.objective(beside, slope))) return least;
  const own = (gradient[i] as number) - ((theta[i] as number) - prior.mean) * least;
  return Math.max(least, ((slope[i] as number) - own) / STEP + least);
}

class Votes {
  readonly #moments = new Map<
    string,
    { role: Role; kind: keyof RolePrior; votes: { mean: number; square: number }[] }
  >();

  add(kind: keyof RolePrior, role: Role, beliefs: readonly { mean: number; variance: number }[]): void {
    const mean = beliefs.reduce((sum, one) => sum + one.mean, 0) / beliefs.length;
    const square = beliefs.reduce((sum, one) => sum + one.mean ** 2 + one.variance, 0) / beliefs.length;
    const key = `${kind} ${role}`;
    const entry = this.#moments.get(key) ?? { role, kind, votes: [] };
    entry.votes.push({ mean, square });
    this.#moments.set(key, entry);
  }

  /** The normal distributions with the votes' moments. */
  count(start: Hyperprior): Hyperprior {
    const roles: Partial<Record<Role, RolePrior>> = {};
    for (const { role, kind, votes } of this.#moments.values()) {
      const first = (start.roles[role] ?? start.other)[kind];
      const total = votes.length + SCEPTICISM;
      const mean = (votes.reduce((sum, one) => sum + one.mean, 0) + SCEPTICISM * first.mean) / total;
      const square =
        (votes.reduce((sum, one) => sum + one.square, 0) + SCEPTICISM * (first.mean ** 2 + first.deviation ** 2)) /
        total;
      const deviation = Math.max(NARROWEST, Math.sqrt(Math.max(0, square - mean ** 2)));
      roles[role] = { ...(roles[role] ?? start.other), [kind]: { mean, deviation } };
    }
    return { ...start, roles };
  }
}
