import type { LogNormal } from "../gaussian/log-normal.js";
import { NOISES } from "./noise.js";
import type { Role, StructureTerm } from "./term.js";

/** What is believed of the terms of one role: the size of their part of H, and its length scale where they have one. */
export interface RolePrior {
  readonly deviation: LogNormal;
  readonly length: LogNormal;
}

/**
 * What is believed of the hyperparameters before any point is seen. This is what other systems teach: which kinds of terms
 * a Hamiltonian tends to have, how large, and how smooth.
 */
export interface Hyperprior {
  readonly roles: Readonly<Partial<Record<Role, RolePrior>>>;
  /** For roles that no system taught. */
  readonly other: RolePrior;
  /** Noise of dH/dx relative to its root mean square. */
  readonly noise: LogNormal;
}

/** What one group of lessons teaches, under its name. */
export interface Teacher extends Hyperprior {
  readonly name: string;
}

/** Wide beliefs of somebody who has seen no system. */
export const wideHyperprior: Hyperprior = {
  roles: {},
  other: { deviation: { mean: -1, deviation: 2 }, length: { mean: Math.log(2), deviation: 0.7 } },
  noise: { mean: -9, deviation: 4 },
};

/** Beliefs of somebody who knows no forms: H varies by some energy units over a few spreads of the states. */
export const formlessHyperprior: Hyperprior = {
  roles: {},
  other: { deviation: { mean: 2, deviation: 2 }, length: { mean: 1, deviation: 1 } },
  noise: wideHyperprior.noise,
};

const rolePrior = ({ roles, other }: Hyperprior, role: Role): RolePrior => roles[role] ?? other;

/** Positions of the hyperparameters in their vector: a deviation each term, a length each role with features, the noises. */
export interface PriorLayout {
  readonly size: number;
  /** Index of each term's length; -1 for constants. */
  readonly lengths: Int32Array;
  /** Roles of the lengths, in order. */
  readonly lengthRoles: readonly Role[];
  /** Index of the first of the noises (of dH/dq, of dH/dp, of the states). */
  readonly noise: number;
}

export function layoutOf(terms: readonly StructureTerm[]): PriorLayout {
  const withFeature = terms.filter(({ pieces }) => pieces[0]?.feature !== undefined);
  const lengthRoles = [...new Set(withFeature.map(({ role }) => role))];
  const lengths = Int32Array.from(terms, (term) =>
    withFeature.includes(term) ? terms.length + lengthRoles.indexOf(term.role) : -1,
  );
  const noise = terms.length + lengthRoles.length;
  return { size: noise + NOISES, lengths, lengthRoles, noise };
}

/** The hyperprior of every entry of the vector of hyperparameters. */
export function priorsOf(terms: readonly StructureTerm[], layout: PriorLayout, hyperprior: Hyperprior): LogNormal[] {
  return [
    ...terms.map(({ role }) => rolePrior(hyperprior, role).deviation),
    ...layout.lengthRoles.map((role) => rolePrior(hyperprior, role).length),
    ...new Array<LogNormal>(NOISES).fill(hyperprior.noise),
  ];
}
