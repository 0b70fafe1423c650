import type { Random } from "../base/random.js";
import { balancedNormals } from "../numerics/index.js";
import type { LawDraw } from "./draws.js";
import { type BasisSpec, basisOf, lawFrom, type TermSpec } from "./law/spec.js";

/** A potential of one variable that is known on a range. */
type Ranged = Extract<BasisSpec, { readonly kind: "chebyshev" | "log-chebyshev" }>;

/** Where third derivatives are looked at: so many places of the range, the quarter next to each end counting for what is beyond that end. */
const [PLACES, COUNTED] = [33, 1 / 4];

/**
 * Laws drawn from a posterior with what it does not know besides: what potentials are beyond the range of the record. There every draw bends otherwise than the parabolas by which potentials go on, its third
 * derivative on each side random and of the size that the potential's own has near that end of the range. Along the record nothing changes.
 */
export function withUnseen(
  dimension: number,
  terms: readonly TermSpec[],
  draws: readonly LawDraw[],
  random: Random,
): LawDraw[] {
  const all = new Map<readonly TermSpec[], Unseen>();
  const own = draws.map((draw) => {
    const drawn = draw.terms ?? terms;
    const known = all.get(drawn) ?? unseenOf(dimension, drawn);
    all.set(drawn, known);
    return known;
  });
  const width = Math.max(0, ...[...all.values()].map(({ ends }) => 2 * ends.length));
  if (width === 0 || draws.length === 0) return [...draws];
  const numbers = balancedNormals(draws.length, width, random);
  return draws.map((draw, k) => {
    const { terms: extended, ends } = own[k] as Unseen;
    const bends = ends.flatMap((end, e) =>
      sizesOf(end, draw.coefficients).map((size, side) => size * (numbers[k * width + 2 * e + side] as number)),
    );
    return { ...draw, terms: extended, coefficients: Float64Array.from([...draw.coefficients, ...bends]) };
  });
}

/** A potential and where its coefficients are. */
interface RangedPotential {
  readonly basis: Ranged;
  readonly first: number;
}

/** The terms of a law with those that bend its potentials beyond their ranges. */
interface Unseen {
  readonly terms: readonly TermSpec[];
  readonly ends: readonly RangedPotential[];
}

function unseenOf(dimension: number, terms: readonly TermSpec[]): Unseen {
  const inputs = Math.max(0, ...terms.flatMap((spec) => (spec.kind === "input" ? spec.inputs.map((i) => i + 1) : [])));
  const { offsets } = lawFrom(dimension, terms, () => {}, inputs);
  const more: TermSpec[] = [];
  const ends: RangedPotential[] = [];
  terms.forEach((spec, t) => {
    if (spec.kind !== "potential") return;
    const { basis, feature } = spec;
    if (basis.kind !== "chebyshev" && basis.kind !== "log-chebyshev") return;
    ends.push({ basis, first: offsets[t] as number });
    more.push({ kind: "beyond", feature, low: basis.low, high: basis.high });
  });
  return { terms: more.length === 0 ? terms : [...terms, ...more], ends };
}

/** The largest third derivative of a potential in the quarters of its range next to the upper and the lower end. */
function sizesOf({ basis: spec, first }: RangedPotential, theta: Float64Array): [number, number] {
  const basis = basisOf(spec);
  const [values, slopes, curvatures] = [0, 1, 2].map(() => new Float64Array(basis.count)) as [
    Float64Array,
    Float64Array,
    Float64Array,
  ];
  const step = (spec.high - spec.low) / (PLACES - 1);
  const curvature = Array.from({ length: PLACES }, (_, i) => {
    basis.evaluate(spec.low + i * step, values, slopes, curvatures);
    return curvatures.reduce((sum, value, k) => sum + value * (theta[first + k] as number), 0);
  });
  const third = curvature.slice(1).map((value, i) => Math.abs(value - (curvature[i] as number)) / step);
  const counted = Math.ceil(COUNTED * third.length);
  return [Math.max(...third.slice(-counted)), Math.max(...third.slice(0, counted))];
}
