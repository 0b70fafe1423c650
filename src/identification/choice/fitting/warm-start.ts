import { firstHyperparameters, type Hyperparameters } from "../../shooting/belief.js";
import { SMALL_LOOSENESS } from "../../shooting/fit.js";
import type { PreparedCandidate } from "./candidate.js";
import type { FirstCoefficients } from "./first-coefficients.js";
import type { FittedCandidate } from "./fitted-candidate.js";

/**
 * Where a fit begins beside one of another form to the same record: the terms that both have from where the other ended, others from what is believed of them. Undefined where a potential, a mass or a force that changes
 * abruptly is not in both, or where the other leaves segments apart: coefficients are better found by regression then.
 */
export function warmStart(
  { candidate, law, beliefs, theta }: PreparedCandidate,
  near: FittedCandidate,
): FirstCoefficients | undefined {
  if (near.fit.looseness > SMALL_LOOSENESS) return undefined;
  const known = new Map(keysOf(near.candidate.terms).map((key, t) => [key, t]));
  const start = theta.slice();
  const hyper: Hyperparameters = firstHyperparameters(beliefs);
  const keys = keysOf(candidate.terms);
  for (const [t, { spec }] of candidate.terms.entries()) {
    const other = known.get(keys[t] as string);
    if (other === undefined) {
      if (!ADDED.includes(spec.kind) || law.terms[t]?.abrupt === true) return undefined;
      continue;
    }
    const [to, from] = [law.offsets[t] as number, near.law.offsets[other] as number];
    const count = law.terms[t]?.count ?? 0;
    start.set(near.fit.theta.subarray(from, from + count), to);
    hyper.set(hyperOf(near, other), hyperAt(candidate.terms, t));
  }
  const { count, momenta } = near.fit.problem.velocities;
  const scale = momenta === true && count > 0 ? (near.fit.theta[near.law.count] as number) : 1;
  return { theta: start, hyper, scale, seen: near.seen };
}

/** What tells terms apart: of several with one spec, as drives of several frequencies have, also which of them it is. */
function keysOf(terms: FittedCandidate["candidate"]["terms"]): string[] {
  const specs = terms.map(({ spec }) => JSON.stringify(spec));
  return specs.map((own, t) => `${own} ${specs.slice(0, t).filter((other) => other === own).length}`);
}

/** Terms that may be new. */
const ADDED: readonly string[] = ["friction"];

/** Where a term's hyperparameters stand. */
const hyperAt = (terms: FittedCandidate["candidate"]["terms"], t: number) =>
  2 * terms.slice(0, t).filter(({ roughness }) => roughness !== undefined).length;

function hyperOf({ candidate: { terms }, fit }: FittedCandidate, t: number): Float64Array {
  const at = hyperAt(terms, t);
  return fit.hyper.subarray(at, at + (terms[t]?.roughness === undefined ? 0 : 2));
}
