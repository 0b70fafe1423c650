import { type Inputs, prepareCandidate } from "../choice/fitting/candidate.js";
import type { FittedCandidate } from "../choice/fitting/fitted-candidate.js";
import type { SmoothedRecord } from "../prepare/smoothed.js";
import { fitByShooting } from "../shooting/fit.js";
import { stateNoise } from "../shooting/noise.js";
import { planSteps } from "../shooting/plan.js";
import { firstTheta } from "./assemble.js";
import type { Part } from "./part.js";

/** Segments that meet to within this many spreads a tick form one motion. */
const TIGHT = 1e-4;
/** Integration steps are at most this long, in ticks; their error is below this share of the noise, of the spread at least. */
const [LONGEST_STEP, STEP_ERROR, LEAST_ERROR] = [0.5, 0.02, 1e-10];

/**
 * Fits parts to a record by shooting, from the states, the noise and what the velocity columns are in the fit `near`. Undefined where they cannot be followed, or where loosely connected segments do not reach the evidence
 * `hopeless`.
 */
export function fitParts(
  parts: readonly Part[],
  near: FittedCandidate,
  { dimension, motions, states, spreads, columnSpreads, tick }: SmoothedRecord,
  inputs: Inputs | undefined,
  hopeless?: number,
): FittedCandidate | undefined {
  const name = parts.map((part) => part.name).join(" + ");
  const prepared = prepareCandidate({ name, terms: parts }, dimension, inputs);
  const { law } = prepared;
  const shift = law.count - near.law.count;
  const beliefs = [
    ...prepared.beliefs,
    ...near.beliefs
      .filter(({ first }) => first >= near.law.count)
      .map((belief) => ({ ...belief, first: belief.first + shift })),
  ];
  const { fit } = near;
  const theta = Float64Array.from([...firstTheta(parts), ...fit.theta.subarray(near.law.count)]);
  const { looseness } = fit;
  const size = 2 * dimension;
  const tolerance = spreads.map((spread, c) =>
    Math.max(LEAST_ERROR * spread, STEP_ERROR * stateNoise(fit.noise, spreads, columnSpreads, c)),
  );
  const steps = planSteps(law, motions, theta, tolerance, LONGEST_STEP * tick, (m, i) =>
    (states[m] as Float64Array).subarray(i * size, (i + 1) * size),
  );
  const schedule = looseness <= TIGHT ? [1e-3, 0] : [looseness, looseness / 10, looseness / 100, 0];
  const found = fitByShooting(
    { ...fit.problem, law, steps },
    beliefs,
    { theta, states: fit.states, noise: fit.noise, hyper: new Float64Array() },
    { spreads, columnSpreads, tick, schedule, hopeless },
  );
  return found === undefined ? undefined : { ...prepared, beliefs, fit: found, seen: near.seen };
}
