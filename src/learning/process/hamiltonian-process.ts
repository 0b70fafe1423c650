import { componentVariances } from "../../numerics/index.js";
import { energyPairs } from "../gaussian/energy-rows.js";
import { learnedSystem } from "../gaussian/learned.js";
import { type EnergyUnits, fittingUnits, gradientsInUnits, statesInUnits } from "../gaussian/units.js";
import type { AdaptOptions, LearnedSystem, Learner, Observations, PhaseSpace } from "../learner.js";
import { checkObservations } from "../observe.js";
import { fitProcess, type ProcessHyperprior, wideProcessHyperprior } from "./fit.js";
import type { ProcessData, ProcessScales } from "./likelihood.js";
import type { FittedProcess } from "./mean.js";
import { ProcessPosterior } from "./posterior.js";
import { type RadialName, radialKernels } from "./radial.js";

export interface HamiltonianProcessOptions {
  readonly name?: string;
  readonly title?: string;
  readonly radial?: RadialName;
  /** Use that H is the same at all points of a motion. */
  readonly equalEnergies?: boolean;
  readonly hyperprior?: ProcessHyperprior;
  readonly climbs?: number;
  readonly iterations?: number;
}

/** Hyperparameters are looked for on as many points as have this many components, then followed on all of them. */
const SUBSET = 120;
const LAST_ITERATIONS = 15;

/**
 * A Gaussian process prior on H, with one length scale a coordinate, conditioned on the observed derivatives
 * dH/dx = (-dp/dt, dq/dt) (Rath et al. 2021, arXiv 2009.05569; derivative observations: Solak et al. 2003). Length scales,
 * variance and noise maximise the marginal likelihood. It has seen no other system: the opponent that meta-learning
 * must beat.
 */
export function hamiltonianProcess(options: HamiltonianProcessOptions = {}): Learner {
  const {
    radial = "rbf",
    name = "process",
    title = "Hamiltonian Gaussian process",
    equalEnergies = false,
    hyperprior = wideProcessHyperprior,
    climbs = 2,
    iterations = 50,
  } = options;
  return {
    name,
    title,
    async adapt(space: PhaseSpace, observations: Observations, { signal }: AdaptOptions): Promise<LearnedSystem> {
      checkObservations(space, observations);
      const units = fittingUnits(space, observations);
      const data = processData(space, observations, units, equalEnergies);
      const terms = [{ radial: radialKernels[radial] }];
      const process = await fitProcess(terms, data, {
        hyperprior,
        starts: startsOf(units),
        climbs,
        iterations,
        subset: SUBSET,
        lastIterations: LAST_ITERATIONS,
        pause: () => signal?.throwIfAborted(),
      });
      return learnedSystem(new ProcessPosterior(process), units, choicesOf(process));
    },
  };
}

/** What was found, for people. */
function choicesOf({ scales: { terms, noise }, conditioned }: FittedProcess): NonNullable<LearnedSystem["choices"]> {
  return {
    "log marginal likelihood": conditioned.logLikelihood,
    "length scales in units of the spread": terms.flatMap(({ lengths }) => [...lengths]),
    variance: terms.map(({ variance }) => variance),
    "relative noise variance": [...noise],
  };
}

/** Observations in a process's units. */
function processData(
  { dimension }: PhaseSpace,
  { count, states, derivatives, motions }: Observations,
  units: EnergyUnits,
  equalEnergies: boolean,
): ProcessData {
  const stateSize = 2 * dimension;
  const gradients = gradientsInUnits(units, derivatives);
  return {
    stateSize,
    count,
    states: statesInUnits(units, states),
    gradients,
    noiseScale: variances(gradients, stateSize),
    pairs: energyPairs(equalEnergies ? count : 0, motions),
  };
}

/** Variance of every component over the points, not less than a millionth of their mean. */
function variances(values: Float64Array, size: number): Float64Array {
  const result = componentVariances(values, size);
  const average = result.reduce((sum, value) => sum + value, 0) / size;
  return result.map((value) => Math.max(value, 1e-6 * average, Number.MIN_VALUE));
}

/** Length scales in proportion to the spreads, and the same for every component in its own units. */
function startsOf({ spread }: EnergyUnits): ProcessScales[] {
  const typical = Math.exp(spread.reduce((sum, value) => sum + Math.log(value), 0) / spread.length);
  const shapes = [spread.map(() => 1), spread.map((value) => Math.min(Math.max(typical / value, 0.2), 5))];
  return shapes.flatMap((shape) =>
    [1, 2, 4].flatMap((length) =>
      [1e-8, 1e-3].map((noise): ProcessScales => {
        const lengths = shape.map((value) => value * length);
        return { terms: [{ variance: length * length, lengths }], noise: [noise, noise] };
      }),
    ),
  );
}
