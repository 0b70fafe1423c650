import type { FrictionKind } from "../law/friction.js";
import type { SmoothedRecord } from "../prepare/smoothed.js";
import type { TermChoice } from "./candidate.js";
import type { Coordinates } from "./form-builder.js";

/** Viscous friction between coordinates: that of a joint between two arms, of a damper between two carts. */
const BETWEEN = "viscous between coordinates";

/** A friction that a law may have: one on every coordinate, or one between them. */
export type FrictionChoice = FrictionKind | typeof BETWEEN;

/** Frictions and pairs of them that are tried, the simplest first. */
export function frictionChoices({ kinds, bodies }: Coordinates): readonly (readonly FrictionChoice[])[] {
  return [...ON_COORDINATES, ...(pairs(kinds, bodies).length === 0 ? [] : [["viscous", BETWEEN] as const])];
}

const ON_COORDINATES: readonly (readonly FrictionChoice[])[] = [
  [],
  ["viscous"],
  ["dry"],
  ["quadratic"],
  ["cubic"],
  ["dry", "viscous"],
  ["viscous", "quadratic"],
  ["viscous", "cubic"],
  ["dry", "cubic"],
];

/** Neighbours of the same kind that are no directions of one body. */
function pairs(kinds: Coordinates["kinds"], bodies: Coordinates["bodies"]): (readonly [number, number])[] {
  return kinds.flatMap((kind, i) => {
    const next = i + 1;
    const own = kind === kinds[next] && (kind === "angle" || bodies[i] !== bodies[next]);
    return own ? [[i, next] as const] : [];
  });
}

/** A friction for every coordinate, or one for the directions of every body; or one for every pair of neighbours. */
export function frictionTerms(
  record: SmoothedRecord,
  { kinds, bodies }: Coordinates,
  kind: FrictionChoice,
): TermChoice[] {
  const d = record.dimension;
  if (kind === BETWEEN)
    return pairs(kinds, bodies).map(([i, j]): TermChoice => {
      const speed = Math.hypot(record.spreads[d + i] as number, record.spreads[d + j] as number);
      const force = Math.max(record.accelerationSpreads[i] as number, record.accelerationSpreads[j] as number);
      const direction = Array.from({ length: d }, (_, k) => (k === i ? 1 : k === j ? -1 : 0));
      const spec = { kind: "friction", directions: [direction], law: "viscous", smoothing: 0 } as const;
      return { spec, deviation: force / speed };
    });
  const unit = (i: number) => Array.from({ length: d }, (_, k) => (k === i ? 1 : 0));
  const groups = [...new Set(bodies)].map((body) => bodies.flatMap((own, i) => (own === body ? [i] : [])));
  return groups.flatMap((group) => {
    const together = group.length > 1 && group.every((i) => kinds[i] !== "angle");
    const sets = together ? [group] : group.map((i) => [i]);
    return sets.map((set): TermChoice => {
      const speed = Math.hypot(...set.map((i) => record.spreads[d + i] as number));
      const force = Math.max(...set.map((i) => record.accelerationSpreads[i] as number));
      const power = { dry: 0, viscous: 1, quadratic: 2, cubic: 3 }[kind];
      return {
        spec: { kind: "friction", directions: set.map(unit), law: kind, smoothing: DRY_SMOOTHING * speed },
        deviation: force / speed ** power,
      };
    });
  });
}

/** Dry friction changes sign over this share of the speeds' spread. */
const DRY_SMOOTHING = 0.01;
