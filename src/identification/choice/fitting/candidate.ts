import type { Law } from "../../law/law.js";
import { type InputSignal, lawFrom, type TermSpec } from "../../law/spec.js";
import type { Belief } from "../../shooting/belief.js";

/** A term with what is believed of its coefficients. */
export interface TermChoice {
  readonly spec: TermSpec;
  /** Means and, to begin with, values; 0 where left out. */
  readonly means?: readonly number[] | undefined;
  /** Standard deviations, of each coefficient or of all; of a smooth function's coefficients, that of the first. */
  readonly deviation: number | readonly number[];
  /** See `Belief.roughness`. */
  readonly roughness?: readonly number[] | undefined;
}

/** A form that the equations of motion may have. */
export interface Candidate {
  readonly name: string;
  readonly terms: readonly TermChoice[];
}

/** A measured input's signal, where there is one. */
export interface Inputs {
  readonly signal: InputSignal;
  readonly count: number;
  /** Size of each, by which its effect is believed. */
  readonly sizes: readonly number[];
}

/** A candidate ready to be fitted. */
export interface PreparedCandidate {
  readonly candidate: Candidate;
  readonly law: Law;
  readonly beliefs: readonly Belief[];
  /** Coefficients to begin with. */
  readonly theta: Float64Array;
}

export function prepareCandidate(candidate: Candidate, dimension: number, inputs?: Inputs): PreparedCandidate {
  const law = lawFrom(
    dimension,
    candidate.terms.map(({ spec }) => spec),
    inputs?.signal,
    inputs?.count,
  );
  const theta = new Float64Array(law.count);
  const beliefs = candidate.terms.flatMap(({ means, deviation, roughness }, t): Belief[] => {
    const count = law.terms[t]?.count ?? 0;
    const first = law.offsets[t] as number;
    for (let k = 0; k < count; k++) theta[first + k] = means?.[k] ?? 0;
    if (count === 0) return [];
    if (roughness !== undefined) return [{ first, count, deviation: deviation as number, roughness }];
    return Array.from({ length: count }, (_, k) => ({
      first: first + k,
      count: 1,
      mean: means?.[k] ?? 0,
      deviation: typeof deviation === "number" ? deviation : (deviation[k] as number),
    }));
  });
  return { candidate, law, beliefs, theta };
}
