import { lbfgs, type Minimum, type Objective } from "../../numerics/index.js";
import { energyPairs } from "../gaussian/energy-rows.js";
import { type LogNormal, logNormalPenalty } from "../gaussian/log-normal.js";
import { evenIndices, pickRows } from "../gaussian/subset.js";
import { type ProcessData, ProcessLikelihood, type ProcessScales } from "./likelihood.js";
import type { FittedProcess } from "./mean.js";
import type { StationaryTerm } from "./term.js";

/** What is believed of the hyperparameters before any data, in the process's units. */
export interface ProcessHyperprior {
  readonly variance: LogNormal;
  readonly length: LogNormal;
  readonly noise: LogNormal;
}

/**
 * Wide enough to leave the choice to the data once there are some tens of points, and to keep length scales within reach
 * of the data when there are five.
 */
export const wideProcessHyperprior: ProcessHyperprior = {
  variance: { mean: 2, deviation: 4 },
  length: { mean: 1, deviation: 1 },
  noise: { mean: -12, deviation: 6 },
};

export interface ProcessFitOptions {
  readonly hyperprior: ProcessHyperprior;
  /** Hyperparameters to start from; the likeliest `climbs` of them are climbed from. */
  readonly starts: readonly ProcessScales[];
  readonly climbs: number;
  readonly iterations: number;
  /** With more observed components than this the climbs use evenly chosen points, and one last climb all of them. */
  readonly subset: number;
  readonly lastIterations: number;
  /** Called between climbs; may throw. */
  readonly pause?: () => Promise<void> | void;
}

/** Nuggets of the final process: the smallest with which it can be factorised is taken. */
const FINAL_NUGGETS = [1e-14, 1e-13, 1e-12, 1e-11, 1e-10, 1e-9, 1e-8, 1e-7];

/**
 * Hyperparameters of highest posterior density (marginal likelihood times hyperprior), found from several starts by
 * L-BFGS, and the process with them. Throws where the covariance cannot be factorised at any start.
 */
export async function fitProcess(
  terms: readonly StationaryTerm[],
  data: ProcessData,
  options: ProcessFitOptions,
): Promise<FittedProcess> {
  const part = subsetOf(data, options.subset);
  let theta = (await climbFromStarts(terms, part, options)).x;
  if (part !== data) {
    await options.pause?.();
    const objective = withPrior(new ProcessLikelihood(terms, data), options.hyperprior);
    if (Number.isFinite(objective(theta, new Float64Array(theta.length))))
      theta = climb(objective, theta, options.lastIterations).x;
  }
  for (const nugget of FINAL_NUGGETS) {
    const likelihood = new ProcessLikelihood(terms, data, nugget);
    const scales = likelihood.unpack(theta);
    const conditioned = likelihood.condition(scales);
    if (conditioned !== undefined) return { terms, likelihood, scales, conditioned };
  }
  throw new Error("the covariance with the chosen hyperparameters could not be factorised");
}

async function climbFromStarts(
  terms: readonly StationaryTerm[],
  data: ProcessData,
  options: ProcessFitOptions,
): Promise<Minimum> {
  const likelihood = new ProcessLikelihood(terms, data);
  const objective = withPrior(likelihood, options.hyperprior);
  const starts = options.starts
    .map((scales) => rescaled(likelihood, scales))
    .filter((start) => start !== undefined)
    .sort((a, b) => a.value - b.value)
    .slice(0, options.climbs);
  let best: Minimum | undefined;
  for (const { theta } of starts) {
    await options.pause?.();
    const found = climb(objective, theta, options.iterations);
    if (best === undefined || found.value < best.value) best = found;
  }
  if (best === undefined) throw new Error("no covariance could be factorised; are the observations finite?");
  return best;
}

const climb = (objective: Objective, theta: Float64Array, iterations: number) =>
  lbfgs(objective, theta, { iterations, valueTolerance: 1e-5, gradientTolerance: 1e-2 });

/** Evenly chosen points with at most `components` observed components; the data themselves where they have no more. */
function subsetOf(data: ProcessData, components: number): ProcessData {
  const { stateSize, count } = data;
  const kept = Math.max(1, Math.floor(components / stateSize));
  if (kept >= count) return data;
  const indices = evenIndices(count, kept);
  const pick = (values: Float64Array) => pickRows(values, stateSize, indices);
  return {
    ...data,
    count: kept,
    states: pick(data.states),
    gradients: pick(data.gradients),
    pairs: energyPairs(0),
    meanDifferences: undefined,
  };
}

/** The likelihood's objective plus minus the log density of the hyperprior. */
export function withPrior(likelihood: ProcessLikelihood, { variance, length, noise }: ProcessHyperprior): Objective {
  const priors = [
    ...likelihood.terms.flatMap(({ points }) => [variance, ...new Array<LogNormal>(points.size).fill(length)]),
    noise,
    noise,
  ];
  return (theta, gradient) => {
    const value = likelihood.objective(theta, gradient);
    return value + logNormalPenalty(priors, theta, gradient);
  };
}

/** A start with variances and noise multiplied so that the likelihood is highest along that line (in closed form). */
function rescaled(likelihood: ProcessLikelihood, scales: ProcessScales) {
  const conditioned = likelihood.condition(scales);
  if (conditioned === undefined) return undefined;
  const { weights, logLikelihood } = conditioned;
  const count = weights.length;
  const fit = 2 * (-logLikelihood - halfLogs(conditioned.factor.lower, count));
  const factor = Math.max(fit, 1e-12) / count;
  const theta = likelihood.pack({
    terms: scales.terms.map(({ variance, lengths }) => ({ variance: variance * factor, lengths })),
    noise: [scales.noise[0] * factor, scales.noise[1] * factor],
  });
  return { theta, value: -logLikelihood - fit / 2 + (count + count * Math.log(factor)) / 2 };
}

/** (log det K + n log 2 pi) / 2. */
function halfLogs(lower: Float64Array, n: number): number {
  let total = (n / 2) * Math.log(2 * Math.PI);
  for (let i = 0; i < n; i++) total += Math.log(lower[i * n + i] as number);
  return total;
}
