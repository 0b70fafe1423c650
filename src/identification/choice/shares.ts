import { usualStep } from "../../numerics/index.js";
import { forcesAlong } from "../law/forces-along.js";
import type { SmoothedRecord } from "../prepare/smoothed.js";
import type { Fit } from "../shooting/assess.js";
import type { MeasuredMotion } from "../shooting/record.js";
import type { FittedCandidate } from "./fitting/fitted-candidate.js";

/** How much of all forces a term gives, along the record. */
export interface ForceShare {
  /** Number of the term. */
  readonly term: number;
  /** Root mean square of its force over that of all. */
  readonly share: number;
  /** Mean of its power, per mass: below 0 where it takes energy. */
  readonly power: number;
}

/** Shares of the terms that are neither a kinetic nor a potential energy. */
export function forceShares(
  { law, candidate, fit }: Pick<FittedCandidate, "law" | "candidate" | "fit">,
  { states, motions, accelerations }: SmoothedRecord,
): ForceShare[] {
  const total = accelerations.reduce((sum, own) => sum + own.reduce((inner, a) => inner + a * a, 0), 0);
  const rows = motions.reduce((sum, { times }) => sum + times.length, 0);
  const sums = new Map<number, { squares: number; work: number }>();
  states.forEach((own, m) => {
    const { times } = motions[m] as (typeof motions)[number];
    const specs = candidate.terms.map(({ spec }) => spec);
    forcesAlong(law, specs, fit.theta, own, times, (term, _row, force, velocity) => {
      const sum = sums.get(term) ?? { squares: 0, work: 0 };
      sums.set(term, sum);
      force.forEach((value, c) => {
        sum.squares += value ** 2;
        sum.work += value * (velocity[c] as number);
      });
    });
  });
  return [...sums].map(([term, { squares, work }]) => ({
    term,
    share: Math.sqrt(squares / total),
    power: work / rows,
  }));
}

/**
 * How white the residuals of a fit are: half the mean square of their steps over their mean square (von Neumann 1941). About 1 for independent noise, near 0 where the law misses the
 * record in a systematic way. `span`: steps over this time, from row to row by default.
 */
export function whitenessOf({ problem, linearisation }: Fit, span = 0): number {
  const size = 2 * problem.law.dimension;
  let [steps, squares] = [0, 0];
  linearisation.residuals.forEach((residuals, m) => {
    const back = size * rowsIn((problem.motions[m] as MeasuredMotion).times, span);
    for (let k = back; k < residuals.length; k++) {
      const [now, before] = [residuals[k] as number, residuals[k - back] as number];
      if (Number.isNaN(now) || Number.isNaN(before)) continue;
      steps += (now - before) ** 2 / 2;
      squares += now * now;
    }
  });
  return squares === 0 ? 1 : steps / squares;
}

/** Rows that a motion usually takes for some time, one at least. */
export const rowsIn = (times: Float64Array, span: number): number => Math.max(1, Math.round(span / usualStep(times)));
