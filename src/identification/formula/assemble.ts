import type { FittedCandidate } from "../choice/fitting/fitted-candidate.js";
import type { Law } from "../law/law.js";
import { priorOf } from "../shooting/belief.js";
import type { Part } from "./part.js";

/** Where a search for the coefficients of parts begins. */
export const firstTheta = (parts: readonly Part[]): Float64Array =>
  Float64Array.from(parts.flatMap(({ start }) => [...start]));

/** Numbers of the coefficients in which a law made of parts is not linear, of the parts that are new: their amplitudes begin at 0. */
export const nonlinearOf = (parts: readonly Part[], law: Law): number[] =>
  parts.flatMap(({ nonlinear, start, cost }, t) =>
    cost > 0 && start[0] === 0 ? nonlinear.map((k) => (law.offsets[t] as number) + k) : [],
  );

/** The terms of a fitted law as parts: believed as the fit came to believe them, begun where it ended. */
export function partsOf({ candidate, law, beliefs, fit }: FittedCandidate): Part[] {
  const { means, precisions } = priorOf(beliefs, fit.hyper, fit.theta.length);
  return candidate.terms.map(({ spec }, t): Part => {
    const first = law.offsets[t] as number;
    const own = Array.from({ length: law.terms[t]?.count ?? 0 }, (_, k) => first + k);
    return {
      name: `${spec.kind} ${t}`,
      spec,
      means: own.map((k) => means[k] as number),
      deviation: own.map((k) => 1 / Math.sqrt(precisions[k] as number)),
      start: own.map((k) => fit.theta[k] as number),
      nonlinear: spec.kind === "harmonic" ? [2] : [],
      cost: 0,
    };
  });
}
