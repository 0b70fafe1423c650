import type { PhaseSpace } from "../learner.js";
import {
  configurationFeatures,
  type FeatureFamily,
  phaseSpaceFeature,
  SMALL,
  type StructureFeature,
} from "./feature.js";
import type { LearnedFunctions } from "./learned-functions.js";

/** A monomial in the momenta times a function of a feature. */
export interface TermPiece {
  /** Degrees of freedom whose momenta are multiplied: none, one or two (twice the same for a square). */
  readonly momenta: readonly number[];
  /** Absent for a constant factor instead of a function. */
  readonly feature?: StructureFeature | undefined;
}

/** What kind of term it is: hyperparameters are learned for each kind, across systems. */
export type Role = `${"potential" | "gyroscopic" | "kinetic" | "general"} ${string}`;

/**
 * A part of H: sum over pieces of (monomial in p) x g(feature), with one unknown function g (or number) for all of them. A
 * Gaussian process prior on g with a squared-exponential kernel makes one of the whole term.
 */
export interface StructureTerm {
  readonly name: string;
  readonly role: Role;
  readonly pieces: readonly TermPiece[];
  /** Functions that were learned, in the place of pieces. */
  readonly learned?: LearnedFunctions;
}

/**
 * The forms that Hamiltonians of mechanics take, for a phase space of which nothing but its bodies is known:
 * H = V(q) + sum_i p_i B_i(q) + sum_ij p_i p_j A_ij(q) / 2 + (anything), where V and, for few degrees of freedom, B and A may
 * depend on single coordinates, on distances or differences between bodies, on squares (reflection symmetry) or on all of
 * q; terms shared by all bodies or pairs stand beside those of each (exchange symmetry). Which of them a system has is for
 * the data to say and for the other systems to suggest.
 */
export function structureTerms(space: PhaseSpace): StructureTerm[] {
  const features = configurationFeatures(space);
  return [...potentials(features), ...gyroscopic(space, features), ...kinetic(space, features), general(space)];
}

function potentials(features: readonly StructureFeature[]): StructureTerm[] {
  const own = features.map((feature) => term(`V(${feature.name})`, "potential", [{ momenta: [], feature }]));
  const shared = (["distance", "difference"] as const).flatMap((family) => {
    const pieces = features.filter((f) => f.family === family).map((feature) => ({ momenta: [], feature }));
    return pieces.length > 1 ? [term(`one V for every ${family}`, "potential", pieces, `shared ${family}`)] : [];
  });
  return [...own, ...shared];
}

function gyroscopic({ dimension }: PhaseSpace, features: readonly StructureFeature[]): StructureTerm[] {
  if (dimension < 2 || dimension > SMALL) return [];
  const all = features.filter(({ family }) => family === "configuration");
  return all.flatMap((feature) =>
    range(dimension).map((i) =>
      term(`p_${i + 1} B(${feature.name})`, "gyroscopic", [{ momenta: [i], feature }], "configuration"),
    ),
  );
}

const MASS_FAMILIES: readonly FeatureFamily[] = ["coordinate", "difference", "configuration"];

function kinetic({ dimension }: PhaseSpace, features: readonly StructureFeature[]): StructureTerm[] {
  const pairs = range(dimension).flatMap((i) => range(i + 1).map((j) => [j, i] as const));
  const constants = pairs.map(([j, i]) =>
    term(`p_${j + 1} p_${i + 1}`, "kinetic", [{ momenta: [j, i] }], i === j ? "square" : "product"),
  );
  const shared = range(dimension).map((i) => ({ momenta: [i, i] }));
  if (dimension > 1) constants.push(term("p^2", "kinetic", shared, "shared square"));
  if (dimension >= SMALL) return constants;
  const masses = features.filter(({ family }) => MASS_FAMILIES.includes(family));
  const varying = pairs.flatMap(([j, i]) =>
    masses.map((feature) =>
      term(`p_${j + 1} p_${i + 1} A(${feature.name})`, "kinetic", [{ momenta: [j, i], feature }], feature.family),
    ),
  );
  return [...constants, ...varying];
}

/** The role of the term that may be any function of the state. */
export const GENERAL: Role = "general phase space";

function general(space: PhaseSpace): StructureTerm {
  return term("H(q, p)", "general", [{ momenta: [], feature: phaseSpaceFeature(space) }], "phase space");
}

function term(name: string, kind: string, pieces: readonly TermPiece[], family?: string): StructureTerm {
  return { name, role: `${kind} ${family ?? pieces[0]?.feature?.family}` as Role, pieces };
}

const range = (count: number) => Array.from({ length: count }, (_, i) => i);
