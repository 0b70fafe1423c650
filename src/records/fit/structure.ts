import type { EnergyTerm } from "./energy-model.js";

/** What is assumed of the form of H; the evidence decides where several are possible. */
export type StructureName = "known kinetic energy" | "separable" | "general" | "forms of mechanics";

/** A form of H: which components its terms depend on. */
export interface Structure {
  readonly name: StructureName;
  /** As a formula, for people. */
  readonly formula: string;
  /** Components of every term, in groups that share a length scale. */
  readonly terms: readonly (readonly (readonly number[])[])[];
  /** Whether dq/dt = p / m is known, because momenta are masses times velocities. */
  readonly kinetic: boolean;
}

const range = (from: number, to: number) => Array.from({ length: to - from }, (_, i) => from + i);

/** The forms that are possible for a record of `dimension` coordinates. */
export function structuresOf(dimension: number, kineticKnown: boolean): Structure[] {
  const q = range(0, dimension);
  const p = range(dimension, 2 * dimension);
  if (kineticKnown) return [{ name: "known kinetic energy", formula: "H = p²/2m + V(q)", terms: [[q]], kinetic: true }];
  return [
    { name: "separable", formula: "H = T(p) + V(q)", terms: [[p], [q]], kinetic: false },
    { name: "general", formula: "H(q, p)", terms: [[q, p]], kinetic: false },
  ];
}

/** Hyperparameters of a structure by their logarithms: a variance and its groups' lengths for every term, then the noise. */
export function unpackScales({ terms }: Structure, theta: Float64Array) {
  let at = 0;
  const next = () => Math.exp(theta[at++] as number);
  const scales = terms.map((groups) => {
    const variance = next();
    const lengths = groups.flatMap((group) => {
      const length = next();
      return group.map(() => length);
    });
    return { components: groups.flat(), variance, lengths: Float64Array.from(lengths) };
  });
  return { terms: scales, noise: next() };
}

/** The logarithms that `unpackScales` makes these hyperparameters of. */
export function packScales(
  { terms: groupsOf }: Structure,
  { terms, noise }: { readonly terms: readonly EnergyTerm[]; readonly noise: number },
): Float64Array {
  const own = terms.flatMap(({ variance, lengths, components }, t) => [
    variance,
    ...(groupsOf[t] ?? []).map(([first]) => lengths[components.indexOf(first as number)] as number),
  ]);
  return Float64Array.from([...own, noise], Math.log);
}

/** Where the search for the hyperparameters starts: length scales twice the spread of the data. */
export function startingScales({ terms }: Structure): Float64Array {
  return Float64Array.from([...terms.flatMap((groups) => [Math.log(4), ...groups.map(() => Math.log(2))]), 0]);
}

/** Minus the log density of what is believed of the hyperparameters before any data: broad normal distributions. */
export function hyperpriorLoss({ terms }: Structure, theta: Float64Array): number {
  let at = 0;
  const next = (mean: number, deviation: number) => {
    const offset = ((theta[at++] as number) - mean) / deviation;
    return (offset * offset) / 2;
  };
  let loss = 0;
  for (const groups of terms) {
    loss += next(2, 4);
    for (const _ of groups) loss += next(0.8, 0.7);
  }
  return loss + next(0, 1);
}
