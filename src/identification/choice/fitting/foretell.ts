import { linearised } from "../../shooting/fit.js";
import { counts } from "../../shooting/noise.js";
import { evidenceWithout } from "../../shooting/restrict.js";
import type { ChoiceTask } from "../task.js";
import { prepareCandidate, type TermChoice } from "./candidate.js";
import type { FittedCandidate } from "./fitted-candidate.js";

/** What a fit foretells of laws that have some more terms, or fewer of its own. */
export interface Foretold {
  /**
   * Evidence over that of the fit (natural log), to second order about it, if only those of the new terms are taken, and those of the own ones left out, that are named by their numbers. The frequency of a harmonic
   * force stays what it was begun with.
   */
  gain(taken: readonly number[], leftOut?: readonly number[]): number;
}

/**
 * Follows the motion of a fit once more with the derivatives by coefficients of `more` terms, at their means: all laws made of these can be compared without fitting them. Undefined where that
 * fails.
 */
export function foretell(
  { record, inputs }: ChoiceTask,
  fitted: FittedCandidate,
  more: readonly TermChoice[],
): Foretold | undefined {
  const { candidate, law: own, fit } = fitted;
  const prepared = prepareCandidate({ name: "", terms: [...candidate.terms, ...more] }, record.dimension, inputs);
  const { law } = prepared;
  const shift = law.count - own.count;
  const beliefs = [
    ...prepared.beliefs,
    ...fit.beliefs
      .filter(({ first }) => first >= own.count)
      .map((belief) => ({ ...belief, first: belief.first + shift })),
  ];
  const theta = Float64Array.from([
    ...fit.theta.subarray(0, own.count),
    ...prepared.theta.subarray(own.count),
    ...fit.theta.subarray(own.count),
  ]);
  const point = { theta, states: fit.states, noise: fit.noise, hyper: fit.hyper };
  const wide = linearised({ ...fit.problem, law }, beliefs, point, fit.looseness, record);
  if (wide === undefined) return undefined;
  const count = candidate.terms.length;
  const evidence = (taken: readonly number[], leftOut: readonly number[]): number => {
    const fixed = new Map<number, number>();
    for (const t of leftOut)
      for (let k = 0; k < (law.terms[t]?.count ?? 0); k++) fixed.set((law.offsets[t] as number) + k, 0);
    more.forEach(({ spec }, m) => {
      const [first, size] = [law.offsets[count + m] as number, law.terms[count + m]?.count ?? 0];
      const from = !taken.includes(m) ? 0 : spec.kind === "harmonic" ? 2 : size;
      for (let k = from; k < size; k++) fixed.set(first + k, prepared.theta[first + k] as number);
    });
    return evidenceWithout(wide, fixed);
  };
  const base = evidence([], []);
  const n = counts(wide.problem).reduce((sum, own) => sum + own, 0);
  return { gain: (taken, leftOut = []) => renoised(evidence(taken, leftOut) - base, n) };
}

/** The least share of the squares that may be left. */
const LEAST_LEFT = 1e-4;

/** A gain at a given noise of `n` measurements as it is where the noise is found anew from what is left: (n / 2) log of the squares' ratio. */
const renoised = (gain: number, n: number): number => (-n / 2) * Math.log(Math.max(LEAST_LEFT, 1 - (2 * gain) / n));
