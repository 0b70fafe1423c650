import { cube } from "../../numerics/index.js";
import type { ShapeSpec } from "../law/shape.js";
import type { FeatureSpec } from "../law/spec.js";
import { PART_COST, type Part, RARE_COST } from "./part.js";

/** What the argument of a potential does along the record. */
export interface Argument {
  /** Rows of the argument, by group: see `shapeTerm`. */
  readonly groups: readonly (readonly (readonly number[])[])[];
  /** An angle in radians, for which cosines come first. */
  readonly angle: boolean;
  /** Not known to be one, but of the size of one. */
  readonly mayBeAngle: boolean;
  /** Mean of every row along the record, or the centre that was found, and the root mean square about it, and about 0, of all rows together. */
  readonly means: readonly number[];
  readonly spread: number;
  readonly size: number;
  /** Root mean square of the distance that the rows are from the known centre, or from the origin, and of what it differs from its mean. */
  readonly distance: { readonly size: number; readonly variation: number };
  /** Whether it keeps one sign: powers below 1 are finite. */
  readonly oneSided: boolean;
  /** Size of the forces. */
  readonly force: number;
}

/** Angles that stay within this, in radians, are no swings about a pivot. */
const HARDLY_TURNED = 0.05;
/** Exponents are believed to be about this, within so much. */
const [EXPONENT, EXPONENT_DEVIATION] = [1, 3];
/** Centres and decays are believed to be of the size of the record within such factors; amplitudes likewise. */
const [CENTRE, RATE, AMPLITUDE] = [3, 3, 2];

/** Whether a shape is neither a power nor a cosine of a known number. */
function isRare(shape: ShapeSpec): boolean {
  if (shape.kind === "power") return shape.exponent === null;
  return shape.kind !== "cosine" || shape.wavenumber === null;
}

/** Rows of a feature as an argument takes them. */
export const rowsOfFeature = (feature: FeatureSpec): readonly (readonly number[])[] =>
  feature.kind === "linear" ? [feature.coefficients] : feature.components;

/** Potentials of one argument that mechanics knows: what a formula is summed up from. */
export function shapesOf(argument: Argument): Part[] {
  const { groups, angle, means, spread, size, oneSided, force } = argument;
  const m = means.length;
  const amplitude = AMPLITUDE * force;
  const part = (
    name: string,
    shape: ShapeSpec,
    own: { means: readonly number[]; deviation: readonly number[]; start: readonly number[] },
    centre?: readonly number[],
  ): Part => {
    const centred = centre !== undefined;
    const count = own.means.length + (centred ? m : 0);
    return {
      name: `${name}${centred ? " about a centre" : ""}`,
      spec: { kind: "shape", groups, shape, centred },
      means: [...own.means, ...(centred ? means : [])],
      deviation: [...own.deviation, ...(centred ? means.map(() => CENTRE * spread) : [])],
      start: [...own.start, ...(centre ?? [])],
      nonlinear: Array.from({ length: count - 1 }, (_, k) => k + 1),
      cost: isRare(shape) ? RARE_COST : PART_COST,
    };
  };
  const linear = { means: [0], deviation: [amplitude], start: [0] };
  const fixed = (exponent: number, centre?: readonly number[]) =>
    part(
      `power ${exponent}`,
      { kind: "power", unit: centre === undefined ? size : spread, exponent, signed: true },
      linear,
      centre,
    );
  const free = (start: number, centre?: readonly number[]) =>
    part(
      "free power",
      // What is above 0 throughout is no size of anything.
      {
        kind: "power",
        unit: centre === undefined ? size : spread,
        exponent: null,
        signed: centre === undefined && m === 1 && oneSided && (means[0] as number) > 0,
      },
      { means: [0, EXPONENT], deviation: [amplitude, EXPONENT_DEVIATION], start: [0, start] },
      centre,
    );
  // Of a small swing the record shows only a small part of the amplitude; of one that hardly leaves 0, as of a moon beside its planet, nothing tells it from a parabola.
  const wave = (wavenumber: number, centre?: readonly number[]) => {
    const turned = wavenumber * (centre === undefined ? size : spread);
    const seen = turned < HARDLY_TURNED ? 1 : Math.min(1, turned);
    return part(
      `cosine ${wavenumber}`,
      { kind: "cosine", wavenumber },
      { ...linear, deviation: [amplitude / seen] },
      centre,
    );
  };
  const freeWave = (start: number) =>
    part(
      "free cosine",
      { kind: "cosine", wavenumber: null },
      { means: [0, 0], deviation: [amplitude, (2 * RATE) / spread], start: [0, start / spread] },
      means,
    );
  // An exponential is told from another of the same decay only by its amplitude, which is that at 0.
  const exponential = (rate: number) => {
    const k = rate / spread;
    const middle = m === 1 ? (means[0] as number) : size;
    return part(
      rate > 0 ? "rising exponential" : "falling exponential",
      { kind: "exponential" },
      { means: [0, 0], deviation: [amplitude * Math.exp(Math.min(20, -k * middle)), RATE / spread], start: [0, k] },
    );
  };
  const morse = (rate: number) =>
    part(
      "Morse",
      { kind: "morse" },
      {
        means: [0, 1 / spread],
        deviation: [amplitude * spread * 4, RATE / spread],
        start: [0, rate / spread],
      },
      means,
    );
  const toda = (rate: number) =>
    part(
      "Toda",
      { kind: "toda" },
      { means: [0, 0], deviation: [(AMPLITUDE * force) / spread, RATE / spread], start: [0, rate / spread] },
      means,
    );
  // Two wells, or a spring that stiffens, about a point that is not the origin: motions in one well are to one side of it.
  const duffing = (side: number): Part => ({
    ...part(
      "Duffing",
      { kind: "duffing" },
      { means: [0, 0], deviation: [amplitude / spread, amplitude / cube(spread)], start: [0, 0] },
      means.map((mean) => mean + side * spread),
    ),
    nonlinear: [2],
  });
  const powers = m === 1 ? [1, 2, 3, 4, 6] : [1, 2, 4];
  const falling = oneSided || m > 1 ? [-1, 0, -2, -3, -6, -12] : [];
  const centred =
    m === 1
      ? [fixed(2, means), fixed(4, means), ...(oneSided ? [] : [free(2.5, means)])]
      : [fixed(2, means), free(1.5, means), free(-1, means)];
  // Of what is not known to be an angle, it is as rare as any other shape.
  const swing = { ...wave(1), cost: RARE_COST };
  const waves = [wave(1), wave(1, means), wave(2), wave(3)];
  return [
    ...(angle ? waves : argument.mayBeAngle ? [swing] : []),
    ...powers.map((n) => fixed(n)),
    ...falling.map((n) => fixed(n)),
    ...centred,
    ...(oneSided || m > 1 ? [free(-1), free(3)] : [free(1.5), free(3)]),
    exponential(0.5),
    exponential(-0.5),
    ...(angle || m > 1 ? [] : [duffing(0), duffing(3), duffing(-3)]),
    ...(angle ? [] : [morse(0.3), morse(-0.3), toda(0.5), toda(-0.5), freeWave(1), freeWave(2)]),
  ];
}
