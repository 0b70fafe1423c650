import { realPower } from "../../numerics/index.js";
import type { FrictionKind } from "../law/friction.js";
import type { BasisSpec, SumSpec } from "../law/spec.js";
import { basisOf, SQUARED } from "../law/spec.js";
import type { KnownSurface } from "../law/surface.js";
import { forceSpread, type SmoothedRecord } from "../prepare/smoothed.js";
import type { TermChoice } from "./fitting/candidate.js";
import { type Coordinates, TURNS } from "./form-builder.js";

/** Viscous friction between coordinates: that of a joint between two arms, of a damper between two carts. */
const BETWEEN = "viscous between coordinates";

/** Viscous friction of a body whose place in a plane is told by its distance and its angle: that of the air, which grows with the turning speed r phi'. */
const IN_PLANE = "viscous in the plane";

/**
 * Friction as it is chosen: by how it grows with the speed; viscous between neighbours; viscous in the plane of a distance and an angle; `place-dependent`: viscous with what its coefficient changes by from place to place; `anisotropic`: viscous, with a
 * coefficient for every direction of a body.
 */
export type FrictionChoice = FrictionKind | typeof BETWEEN | typeof IN_PLANE | "place-dependent" | "anisotropic";

/** Whether some friction depends on place or direction. */
export const isRich = (kinds: readonly FrictionChoice[]): boolean =>
  kinds.includes("place-dependent") || kinds.includes("anisotropic");

/** Frictions that are the same everywhere, and two or three of them together, that are tried, the simplest first. */
export function frictionChoices(
  record: SmoothedRecord,
  coordinates: Coordinates,
): readonly (readonly FrictionChoice[])[] {
  return [
    ...ON_COORDINATES,
    ...(pairsOf(coordinates).length === 0 ? [] : BETWEEN_COORDINATES),
    ...(planeOf(record, coordinates) === undefined ? [] : [[IN_PLANE] as const]),
  ];
}

/** Friction on coordinates and between neighbours, where there are any: what forms of arms or carts were compared beside may lack the latter. */
export const betweenNeighbours = (coordinates: Coordinates): readonly FrictionChoice[] | undefined =>
  pairsOf(coordinates).length === 0 ? undefined : BETWEEN_COORDINATES[0];

const ON_COORDINATES: readonly (readonly FrictionChoice[])[] = [
  [],
  ["viscous"],
  ["dry"],
  ["quadratic"],
  ["cubic"],
  ["dry", "viscous"],
  ["dry", "quadratic"],
  ["viscous", "quadratic"],
  ["viscous", "cubic"],
  ["dry", "cubic"],
  ["dry", "viscous", "quadratic"],
];

const BETWEEN_COORDINATES: readonly [readonly FrictionChoice[], ...(readonly FrictionChoice[])[]] = [
  ["viscous", BETWEEN],
  ["dry", "viscous", BETWEEN],
  ["viscous", "quadratic", BETWEEN],
];

/** Neighbours of the same kind that are no directions of one body. */
function pairsOf({ kinds, bodies }: Coordinates): (readonly [number, number])[] {
  return kinds.flatMap((kind, i) => {
    const next = i + 1;
    const own = kind === kinds[next] && (kind === "angle" || bodies[i] !== bodies[next]);
    return own ? [[i, next] as const] : [];
  });
}

/** The distance and the angle that tell a body's place in a plane, where the coordinates are these two. */
function planeOf(record: SmoothedRecord, { kinds }: Coordinates): { r: number; angle: number } | undefined {
  const [r, angle] = [kinds.findIndex((kind) => kind !== "angle"), kinds.indexOf("angle")];
  if (kinds.length !== 2 || r < 0 || angle < 0) return undefined;
  return (record.ranges[r]?.[0] as number) > 0 ? { r, angle } : undefined;
}

/** Dry friction changes sign over this share of the speeds' spread. */
const DRY_SMOOTHING = 0.01;
/** Powers of a length, or harmonics of an angle, that a coefficient of friction is made of. */
const [POWERS, HARMONICS] = [4, 2];

/** A friction for every coordinate, or one for the directions of every body; or one for every pair of neighbours. `along`: what viscous friction acts along, of one coordinate by the mass along its path, of a body seen from above by the surface. */
export function frictionTerms(
  record: SmoothedRecord,
  coordinates: Coordinates,
  kind: FrictionChoice,
  along?: SumSpec | KnownSurface,
): TermChoice[] {
  const d = record.dimension;
  const unit = (i: number) => Array.from({ length: d }, (_, k) => (k === i ? 1 : 0));
  const scaleOf = (set: readonly number[], power: number) => {
    const speed = Math.hypot(...set.map((i) => record.spreads[d + i] as number));
    return { speed, deviation: Math.max(...set.map((i) => forceSpread(record, i))) / realPower(speed, power) };
  };
  if (kind === "viscous" && along !== undefined && "axis" in along) {
    const spec = {
      kind: "friction",
      directions: along.at.map(unit),
      law: "viscous",
      smoothing: 0,
      surface: along,
    } as const;
    return [{ spec, deviation: scaleOf(along.at, 1).deviation }];
  }
  if (kind === "viscous" && along !== undefined && "kind" in along) {
    const feature = { kind: "linear", coefficients: [1] } as const;
    const spec = { kind: "place-friction", direction: [1], feature, basis: along } as const;
    return [{ spec, deviation: scaleOf([0], 1).deviation }];
  }
  if (kind === IN_PLANE) {
    const plane = planeOf(record, coordinates);
    if (plane === undefined) return [];
    const { r, angle } = plane;
    const feature = { kind: "linear", coefficients: unit(r) } as const;
    return [
      {
        spec: { kind: "friction", directions: [unit(r)], law: "viscous", smoothing: 0 },
        deviation: scaleOf([r], 1).deviation,
      },
      {
        spec: { kind: "place-friction", direction: unit(angle), feature, basis: SQUARED },
        // Over r^2, which is the inertia of the angle.
        deviation: (record.accelerationSpreads[angle] as number) / (record.spreads[d + angle] as number),
      },
    ];
  }
  if (kind === BETWEEN)
    return pairsOf(coordinates).map((pair): TermChoice => {
      const direction = Array.from({ length: d }, (_, k) => (k === pair[0] ? 1 : k === pair[1] ? -1 : 0));
      const spec = { kind: "friction", directions: [direction], law: "viscous", smoothing: 0 } as const;
      return { spec, deviation: scaleOf(pair, 1).deviation };
    });
  if (kind === "place-dependent")
    return setsOf(coordinates).flatMap((set) => {
      const [i] = set as [number];
      return set.length > 1 ? [] : [placeFriction(record, coordinates, i, unit(i), scaleOf(set, 1).deviation)];
    });
  const sets = kind === "anisotropic" ? coordinates.kinds.map((_, i) => [i]) : setsOf(coordinates);
  const law = kind === "anisotropic" ? "viscous" : kind;
  const power = { dry: 0, viscous: 1, quadratic: 2, cubic: 3 }[law];
  return sets.map((set): TermChoice => {
    const { speed, deviation } = scaleOf(set, power);
    return {
      spec: { kind: "friction", directions: set.map(unit), law, smoothing: DRY_SMOOTHING * speed },
      deviation,
    };
  });
}

/** Coordinates that have a friction together: those of a body in the plane or in space. */
function setsOf({ kinds, bodies }: Coordinates): number[][] {
  const groups = [...new Set(bodies)].map((body) => bodies.flatMap((own, i) => (own === body ? [i] : [])));
  return groups.flatMap((group) => {
    const together = group.length > 1 && group.every((i) => kinds[i] !== "angle");
    return together ? [group] : group.map((i) => [i]);
  });
}

function placeFriction(
  record: SmoothedRecord,
  { kinds }: Coordinates,
  i: number,
  direction: number[],
  deviation: number,
): TermChoice {
  const [low, high] = record.ranges[i] as readonly [number, number];
  // Of an angle that does not turn, powers: they vanish at 0, where the viscous coefficient then stands for itself.
  const angle = kinds[i] === "angle" && high - low > TURNS;
  const origin = low < 0 && high > 0 ? 0 : (low + high) / 2;
  const size = Math.max(high - origin, origin - low);
  const basis: BasisSpec = angle
    ? { kind: "fourier", orders: HARMONICS }
    : { kind: "powers", origin, unit: size, count: POWERS };
  return {
    spec: { kind: "place-friction", direction, feature: { kind: "linear", coefficients: direction }, basis },
    // Powers carry their unit with them.
    deviation: angle ? deviation : deviation / size,
    roughness: basisOf(basis).roughness,
  };
}

/** Whether some body has one friction for several directions, and whether some coordinate has one for itself. */
export function frictionSets(coordinates: Coordinates): { readonly bodies: boolean; readonly single: boolean } {
  const sets = setsOf(coordinates);
  return { bodies: sets.some((set) => set.length > 1), single: sets.some((set) => set.length === 1) };
}
