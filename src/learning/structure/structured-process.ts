import type { AdaptOptions, LearnedSystem, Learner, Observations, PhaseSpace } from "../learner.js";
import { checkObservations } from "../observe.js";
import { type FittedStructure, fitStructure } from "./fit.js";
import { type Hyperprior, wideHyperprior } from "./hyperprior.js";
import { StructurePosterior } from "./posterior.js";
import { samplePosterior } from "./sample.js";
import { structureTerms } from "./term.js";
import { fieldFromUnits, gradientsInUnits, statesInUnits, type Units, unitsOf } from "./units.js";

export interface StructuredProcessOptions {
  readonly name?: string;
  readonly title?: string;
  /** What other systems taught, one belief each. */
  readonly teachers?: readonly Hyperprior[];
  /** What all of them taught together. */
  readonly pooled?: Hyperprior | undefined;
  /** How many teachers are followed: those under whose beliefs the observations are likeliest. */
  readonly climbs?: number;
  readonly iterations?: number;
  /** Hyperparameters are looked for on as many points as have this many components. */
  readonly subset?: number;
}

/** Noise that the climbs start from, relative to the observations: none, and five per cent. */
const NOISE_STARTS = [-14, -3];

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
  const units = unitsOf(space, observations);
  return learnedSystem(fitObservations(space, observations, units, options), units);
}

/** The fitted process of some observations, in `units`. */
export function fitObservations(
  space: PhaseSpace,
  { count, states, derivatives }: Observations,
  units: Units,
  { teachers = [], pooled, climbs = 3, iterations = 12, subset = 80 }: StructuredProcessOptions,
): FittedStructure {
  const { dimension } = space;
  const broad = pooled === undefined ? [wideHyperprior] : [pooled, wideHyperprior];
  const data = {
    stateSize: 2 * dimension,
    count,
    states: statesInUnits(units, states, dimension),
    gradients: gradientsInUnits(units, derivatives, dimension),
  };
  const options = { teachers, broad, climbs, iterations, subset, noiseStarts: NOISE_STARTS };
  return fitStructure(structureTerms(space), data, options);
}

function learnedSystem(fitted: FittedStructure, units: Units): LearnedSystem {
  const posterior = new StructurePosterior(fitted);
  const { stateSize } = fitted.likelihood.data;
  const gradient = new Float64Array(stateSize);
  const inUnits = (state: Float64Array) => statesInUnits(units, state, stateSize / 2);
  return {
    vectorField(state, out) {
      posterior.mean.evaluate(inUnits(state), gradient);
      fieldFromUnits(units, gradient, out);
    },
    energy: (state) => units.energy * posterior.mean.evaluate(inUnits(state), gradient),
    fieldDeviation(state, out) {
      posterior.gradientDeviation(inUnits(state), gradient);
      fieldFromUnits(units, gradient, out);
      for (let a = 0; a < out.length; a++) out[a] = Math.abs(out[a] as number);
    },
    energyDeviation: (state, reference) => units.energy * posterior.energyDeviation(inUnits(state), inUnits(reference)),
    sampleField(random) {
      const draw = samplePosterior(fitted, random);
      return (state, out) => {
        draw(inUnits(state), gradient);
        fieldFromUnits(units, gradient, out);
      };
    },
    choices: choicesOf(fitted),
  };
}

/** What was found, for people: the terms by the share of their prior in H, and the noise. */
function choicesOf({ likelihood, theta, conditioned }: FittedStructure): NonNullable<LearnedSystem["choices"]> {
  const sizes = likelihood.terms.map(({ name }, t) => ({ name, size: likelihood.scalesOf(theta, t).deviation }));
  const listed = sizes.sort((a, b) => b.size - a.size).slice(0, LISTED);
  return {
    "log marginal likelihood": conditioned.logLikelihood,
    "largest terms": listed.map(({ name, size }) => `${name}: ${size.toPrecision(2)}`).join("; "),
    "relative noise": [0, 1].map((kind) => Math.exp(theta[likelihood.layout.noise + kind] as number)),
  };
}

const LISTED = 6;
