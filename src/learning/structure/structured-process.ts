import type { AdaptOptions, LearnedSystem, Learner, Observations, PhaseSpace } from "../learner.js";
import { checkObservations } from "../observe.js";
import { type FittedStructure, fitStructure } from "./fit.js";
import { type Hyperprior, wideHyperprior } from "./hyperprior.js";
import { StructurePosterior } from "./posterior.js";
import { structureTerms } from "./term.js";
import { fieldFromUnits, gradientsInUnits, statesInUnits, type Units, unitsOf } from "./units.js";

export interface StructuredProcessOptions {
  readonly name?: string;
  readonly title?: string;
  /** What other systems taught; wide beliefs where it is left out. */
  readonly teachers?: readonly Hyperprior[];
  readonly climbs?: number;
  readonly iterations?: number;
  readonly subset?: number;
  readonly noiseStarts?: readonly number[];
}

/**
 * A Gaussian process on H whose prior is a sum of the forms that Hamiltonians of mechanics take (`structureTerms`), with
 * the weight and the smoothness of each form believed from other systems and corrected by the marginal likelihood of
 * the few points at hand. Adaptation is closed form but for a climb in the hyperparameters.
 */
export function structuredProcess(options: StructuredProcessOptions = {}): Learner {
  const { name = "structured-process", title = "Structured Hamiltonian process" } = options;
  return {
    name,
    title,
    async adapt(space: PhaseSpace, observations: Observations, { signal }: AdaptOptions): Promise<LearnedSystem> {
      checkObservations(space, observations);
      signal?.throwIfAborted();
      const units = unitsOf(space, observations);
      return learnedSystem(fitObservations(space, observations, units, options), units);
    },
  };
}

/** The fitted process of some observations, in `units`. */
export function fitObservations(
  space: PhaseSpace,
  { count, states, derivatives }: Observations,
  units: Units,
  { teachers = [], climbs = 4, iterations = 60, subset = 100, noiseStarts = [-14, -3] }: StructuredProcessOptions,
): FittedStructure {
  const { dimension } = space;
  const hyperpriors = [...teachers, wideHyperprior];
  const data = {
    stateSize: 2 * dimension,
    count,
    states: statesInUnits(units, states, dimension),
    gradients: gradientsInUnits(units, derivatives, dimension),
  };
  return fitStructure(structureTerms(space), data, { hyperpriors, climbs, iterations, subset, noiseStarts });
}

function learnedSystem(fitted: FittedStructure, units: Units): LearnedSystem {
  const { likelihood, theta, conditioned } = fitted;
  const posterior = new StructurePosterior(fitted);
  const { stateSize } = likelihood.data;
  const dimension = stateSize / 2;
  const gradient = new Float64Array(stateSize);
  const inUnits = (state: Float64Array) => statesInUnits(units, state, dimension);
  return {
    vectorField(state, out) {
      posterior.evaluate(inUnits(state), gradient);
      fieldFromUnits(units, gradient, out);
    },
    energy: (state) => units.energy * posterior.evaluate(inUnits(state), gradient),
    fieldDeviation(state, out) {
      posterior.gradientDeviation(inUnits(state), gradient);
      fieldFromUnits(units, gradient, out);
      for (let a = 0; a < out.length; a++) out[a] = Math.abs(out[a] as number);
    },
    choices: {
      "log marginal likelihood": conditioned.logLikelihood,
      terms: likelihood.terms
        .map((term, t) => `${term.name}: ${likelihood.scalesOf(theta, t).deviation.toPrecision(2)}`)
        .join("; "),
      "relative noise": [0, 1].map((kind) => Math.exp(theta[likelihood.layout.noise + kind] as number)),
    },
  };
}
