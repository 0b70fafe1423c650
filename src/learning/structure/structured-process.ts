import { learnedSystem } from "../gaussian/learned.js";
import { commonUnits, type EnergyUnits, gradientsInUnits, statesInUnits } from "../gaussian/units.js";
import type { AdaptOptions, LearnedSystem, Learner, Observations, PhaseSpace } from "../learner.js";
import { checkObservations } from "../observe.js";
import { type Effort, fitStructure, usualEffort } from "./fit.js";
import { type Hyperprior, wideHyperprior } from "./hyperprior.js";
import type { LearnedFunctions } from "./learned-functions.js";
import type { FittedStructure } from "./likelihood.js";
import { meanMagnitudes } from "./mean.js";
import { StructurePosterior } from "./posterior.js";
import { structureProgram } from "./program.js";
import { structureTerms } from "./term.js";

export interface StructuredProcessOptions {
  readonly name?: string;
  readonly title?: string;
  /** What other systems taught, one belief each. */
  readonly teachers?: readonly Hyperprior[];
  /** What all of them taught together. */
  readonly pooled?: Hyperprior | undefined;
  /** How many teachers are followed: those under whose beliefs the observations are likeliest. */
  readonly climbs?: number;
  readonly effort?: Effort;
  /** Functions of a state, in the units of the process, that stand beside the forms and in their place. */
  readonly learned?: ((units: EnergyUnits) => LearnedFunctions) | undefined;
}

/**
 * A Gaussian process on H whose prior is a sum of the forms that Hamiltonians of mechanics take (`structureTerms`), with
 * the weight and the smoothness of each form believed from other systems and corrected by the marginal likelihood of
 * the few points at hand. Along a motion H stays the same, and noise of the states is followed through the law. Adaptation is closed form but for a climb in the hyperparameters.
 */
export function structuredProcess(options: StructuredProcessOptions = {}): Learner {
  const { name = "structured-process", title = "Structured Hamiltonian process" } = options;
  return {
    name,
    title,
    async adapt(space: PhaseSpace, observations: Observations, { signal }: AdaptOptions): Promise<LearnedSystem> {
      signal?.throwIfAborted();
      return adaptStructure(space, observations, options);
    },
  };
}

/** What `structuredProcess` does, at once: for callers that cannot wait. Throws `UserError` for observations that do not fit. */
export function adaptStructure(
  space: PhaseSpace,
  observations: Observations,
  options: StructuredProcessOptions,
): LearnedSystem {
  checkObservations(space, observations);
  const units = commonUnits(space, observations);
  const fitted = fitObservations(space, observations, units, options);
  const posterior = new StructurePosterior(fitted);
  return {
    ...learnedSystem(posterior, units, choicesOf(fitted)),
    // Learned functions have no form in a program, and no parts whose sizes could be told.
    ...(options.learned === undefined ? formsOf(posterior, units) : {}),
  };
}

function formsOf(posterior: StructurePosterior, units: EnergyUnits): Pick<LearnedSystem, "program" | "magnitudes"> {
  return {
    program: () => structureProgram(posterior.mean, units),
    magnitudes(state) {
      const { energy, gradient } = meanMagnitudes(posterior.mean, statesInUnits(units, state));
      return { energy: units.energy * energy, derivative: (units.energy * gradient) / Math.min(...units.spread) };
    },
  };
}

/** The fitted process of some observations, in `units`. */
export function fitObservations(
  space: PhaseSpace,
  { count, states, derivatives, motions }: Observations,
  units: EnergyUnits,
  { teachers = [], pooled, climbs = 3, effort = usualEffort, learned }: StructuredProcessOptions,
): FittedStructure {
  const { dimension } = space;
  const broad = pooled === undefined ? [wideHyperprior] : [pooled, wideHyperprior];
  const given = {
    stateSize: 2 * dimension,
    count,
    states: statesInUnits(units, states),
    gradients: gradientsInUnits(units, derivatives),
    motions,
  };
  return fitStructure(structureTerms(space), given, { teachers, broad, climbs, effort, learned: learned?.(units) });
}

/** What was found, for people: the terms by the share of their prior in H, and the noise. */
function choicesOf({ likelihood, theta, conditioned }: FittedStructure): NonNullable<LearnedSystem["choices"]> {
  const sizes = likelihood.terms.map(({ name }, t) => ({ name, size: likelihood.scalesOf(theta, t).deviation }));
  const listed = sizes.sort((a, b) => b.size - a.size).slice(0, LISTED);
  return {
    "log marginal likelihood": conditioned.logLikelihood,
    "largest terms": listed.map(({ name, size }) => `${name}: ${size.toPrecision(2)}`).join("; "),
    "relative noise": Array.from(likelihood.noiseOf(theta), Math.exp),
  };
}

const LISTED = 6;
