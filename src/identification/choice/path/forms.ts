import { basisOf, type PlainBasisSpec, type SumSpec } from "../../law/spec.js";
import type { SmoothedRecord } from "../../prepare/smoothed.js";
import { deviationOf } from "../../shooting/restrict.js";
import type { Candidate } from "../fitting/candidate.js";
import type { FittedCandidate } from "../fitting/fitted-candidate.js";
import { type Coordinates, FormBuilder, TURNS } from "../form-builder.js";
import type { PathMass } from "./mass.js";

/** Functions of the mass and of the potential, by form: powers of a length (of an angle that does not turn too), harmonics of an angle. */
const SIZES = [
  { name: "path 2", mass: { powers: 2, orders: 1 }, potential: { count: 4, orders: 2 } },
  { name: "path 4", mass: { powers: 4, orders: 2 }, potential: { count: 12, orders: 4 } },
] as const;

export const PATH_FORMS: readonly string[] = SIZES.map(({ name }) => name);

/**
 * One coordinate of a motion along a path, whose mass depends on place: a bead on a wire, a ball in a bowl seen from the side, a cradle. The mass is 1 where its powers begin, or in the mean over a turn.
 */
export function pathForm(record: SmoothedRecord, coordinates: Coordinates, name: string, known?: PathMass): Candidate {
  const builder = new FormBuilder(record, coordinates);
  const size = SIZES.find((own) => own.name === name);
  if (size === undefined) throw new Error(`no form ${name}`);
  const [low, high] = record.ranges[0] as readonly [number, number];
  const turns = coordinates.kinds[0] === "angle" && high - low > TURNS;
  const basis = known?.basis ?? (turns ? harmonics(size.mass.orders) : powersFrom(low, high, size.mass.powers));
  const { count, roughness } = basisOf(basis);
  // Of powers z^k / k in a unit: each coefficient changes the mass by about 1 at the end of the range.
  const unit = basis.kind === "powers" ? basis.unit : 1;
  const deviation = Array.from({ length: count }, (_, k) => (roughness[k] as number) / unit);
  const mass = builder.variableMass([1], [1], basis, deviation);
  return {
    name,
    terms: [
      { ...mass, spec: { ...mass.spec, constant: 1 } as typeof mass.spec },
      turns ? builder.fourier([1], size.potential.orders) : builder.polynomial([1], size.potential.count),
    ],
    path: known ?? { basis },
  };
}

const harmonics = (orders: number): PlainBasisSpec => ({ kind: "fourier", orders });

function powersFrom(low: number, high: number, count: number): PlainBasisSpec {
  const origin = low < 0 && high > 0 ? 0 : (low + high) / 2;
  return { kind: "powers", origin, unit: Math.max(high - origin, origin - low), count };
}

/** Coefficients within so many standard deviations of none are left out of a mass that others are made of. */
const SIGNIFICANT = 3;

/** The mass of a fit of such a form, as a function of place. */
export function massAlong({ law, fit }: FittedCandidate, { basis }: PathMass): SumSpec {
  const weights = Array.from({ length: law.terms[0]?.count ?? 0 }, (_, k) => {
    const value = fit.theta[k] as number;
    return Math.abs(value) > SIGNIFICANT * deviationOf(fit, k) ? value : 0;
  });
  return { kind: "sum", constant: 1, of: basis, weights };
}
