import type { FittedCandidate } from "../choice/fitting/fitted-candidate.js";
import type { SmoothedRecord } from "../prepare/smoothed.js";

/** Root mean square along a record of the force that a term of a fitted law gives, of its largest component, for a first mass of 1. */
export function forceSize({ law, fit }: FittedCandidate, { states, dimension: d }: SmoothedRecord, t: number): number {
  const [term, first] = [law.terms[t] as (typeof law.terms)[number], law.offsets[t] as number];
  const [mass, force, squares] = [new Float64Array(d * d), new Float64Array(d), new Float64Array(d)];
  let rows = 0;
  for (const own of states)
    for (let k = 0; k < own.length; k += 2 * d, rows++) {
      force.fill(0);
      term.prepare(own.subarray(k, k + d), own.subarray(k + d, k + 2 * d), 0, fit.theta, first);
      term.addForces(fit.theta, first, mass, force);
      for (let c = 0; c < d; c++) squares[c] = (squares[c] as number) + (force[c] as number) ** 2;
    }
  return Math.sqrt(Math.max(...squares) / rows);
}
