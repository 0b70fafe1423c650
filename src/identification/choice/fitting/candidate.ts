import { componentVariances } from "../../../numerics/index.js";
import { type InputSamples, type InputSignal, looksHeld, signalOf } from "../../law/input-signal.js";
import type { Law } from "../../law/law.js";
import { lawFrom, type TermSpec } from "../../law/spec.js";
import type { KnownSurface } from "../../law/surface.js";
import type { Belief } from "../../shooting/belief.js";
import type { PathMass } from "../path/mass.js";

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
  /** Tried only where the forms before it leave a misfit. */
  readonly late?: boolean | undefined;
  /** Of one coordinate whose mass depends on place: how. */
  readonly path?: PathMass | undefined;
  /** Of a body seen from above: the surface along which viscous friction acts; undefined where it acts in the plane. */
  readonly surface?: KnownSurface | undefined;
}

/** Measured inputs. */
export interface Inputs {
  readonly samples: InputSamples;
  /** By input, whether it keeps its value until the next sample; `judged` where the record is to tell. */
  readonly held: readonly boolean[];
  readonly judged: readonly boolean[];
  readonly signal: InputSignal;
  readonly count: number;
  /** Of which inputs the rates of change stand behind the inputs themselves, as inputs of their own. */
  readonly rates?: readonly number[] | undefined;
  /** Inputs whose squares act too, alone and in proportion to a place. */
  readonly squares?: readonly number[] | undefined;
  /** Size of each, by which its effect is believed. */
  readonly sizes: readonly number[];
}

/** Inputs by their samples; `held` says by input how it goes on between these, where that is known: else it is what the samples look like, until the record tells. */
export function inputsOf(samples: InputSamples, held: readonly (boolean | undefined)[] = []): Inputs {
  const { values, count } = samples;
  const all = Array.from({ length: count }, (_, k) => k);
  const own = all.map((k) => held[k] ?? looksHeld(samples, k));
  return {
    samples,
    held: own,
    judged: all.map((k) => held[k] === undefined),
    signal: signalOf(samples, own),
    count,
    sizes: all.map((k) => {
      let squares = 0;
      for (let i = k; i < values.length; i += count) squares += (values[i] as number) ** 2;
      return Math.sqrt((squares * count) / values.length) || 1;
    }),
  };
}

/** A jump of an input by more than this share of its spread bends the motion visibly. */
const JUMP = 0.05;

/** Times at which held inputs jump far. */
export function jumpsOf({ samples: { times, values, count }, held }: Inputs): number[] {
  const jumps = new Set<number>();
  held.forEach((own, k) => {
    if (!own) return;
    const column = Float64Array.from({ length: times.length }, (_, i) => values[i * count + k] as number);
    const least = JUMP * Math.sqrt(componentVariances(column, 1)[0] as number);
    for (let i = 1; i < column.length; i++)
      if (Math.abs((column[i] as number) - (column[i - 1] as number)) > least) jumps.add(times[i] as number);
  });
  return [...jumps].sort((a, b) => a - b);
}

/** The same inputs, each held or not. */
export const heldAs = (inputs: Inputs, held: readonly boolean[]): Inputs => ({
  ...inputs,
  held,
  signal: signalOf(inputs.samples, held),
});

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
