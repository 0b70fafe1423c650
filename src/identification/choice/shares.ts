import type { SmoothedRecord } from "../prepare/smoothed.js";
import type { Fit } from "../shooting/fit.js";
import type { FittedCandidate } from "./fit-candidate.js";

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
  const d = law.dimension;
  const total = accelerations.reduce((sum, own) => sum + own.reduce((inner, a) => inner + a * a, 0), 0);
  const [mass, rest] = [new Float64Array(d * d), new Float64Array(d)];
  return candidate.terms.flatMap(({ spec }, t): ForceShare[] => {
    if (spec.kind === "kinetic" || spec.kind === "potential" || spec.kind === "product") return [];
    const [term, first] = [law.terms[t] as (typeof law.terms)[number], law.offsets[t] as number];
    let [squares, work, rows] = [0, 0, 0];
    states.forEach((own, m) => {
      const { times } = motions[m] as (typeof motions)[number];
      for (let i = 0; i < times.length; i++) {
        const q = own.slice(i * 2 * d, i * 2 * d + d);
        const v = own.slice(i * 2 * d + d, (i + 1) * 2 * d);
        rest.fill(0);
        term.prepare(q, v, times[i] as number, fit.theta, first);
        term.addForces(fit.theta, first, mass, rest);
        for (let c = 0; c < d; c++) {
          squares += (rest[c] as number) ** 2;
          work -= (rest[c] as number) * (v[c] as number);
        }
        rows++;
      }
    });
    return [{ term: t, share: Math.sqrt(squares / total), power: work / rows }];
  });
}

/**
 * How white the residuals of a fit are: half the mean square of their steps over their mean square (von Neumann 1941). About 1 for independent noise, near 0 where the law misses the
 * record in a systematic way.
 */
export function whitenessOf({ problem, linearisation }: Fit): number {
  const size = 2 * problem.law.dimension;
  let [steps, squares] = [0, 0];
  for (const residuals of linearisation.residuals)
    for (let k = size; k < residuals.length; k++) {
      const [now, before] = [residuals[k] as number, residuals[k - size] as number];
      if (Number.isNaN(now) || Number.isNaN(before)) continue;
      steps += (now - before) ** 2 / 2;
      squares += now * now;
    }
  return squares === 0 ? 1 : steps / squares;
}
