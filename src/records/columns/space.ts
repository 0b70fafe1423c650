import { UserError } from "../../base/errors.js";
import type { CoordinateKind } from "../../identification/index.js";
import type { PhaseCoordinate, PhaseSpace } from "../../learning/index.js";
import type { Quantity } from "../../mechanics/index.js";
import type { ColumnFacts } from "./facts.js";
import { stemOf, suffixOf } from "./names.js";
import { measures } from "./units/units.js";
import { countsOfTurn } from "./wrapped.js";

/** A mass, or the same for a coordinate: what turns a velocity into a momentum. */
export interface Mass {
  readonly value: number;
  /** "" where it is not said. */
  readonly unit: string;
}

/** One mass for all coordinates, or one by the coordinate's name. */
export type Masses = Mass | ReadonlyMap<string, Mass>;

/** The mass of every coordinate; 1 where none is given. Throws `UserError` for masses of unknown coordinates. */
export function massesOf(file: string, names: readonly string[], masses: Masses | undefined): Mass[] {
  const one = { value: 1, unit: "" };
  if (masses === undefined) return names.map(() => one);
  if (!(masses instanceof Map)) return names.map(() => masses as Mass);
  for (const name of masses.keys())
    if (!names.includes(name))
      throw new UserError(`${file}: option masses names "${name}", but the coordinates are ${names.join(", ")}`);
  return names.map((name) => {
    const mass = masses.get(name);
    if (mass === undefined) throw new UserError(`${file}: option masses gives none for "${name}"`);
    return mass;
  });
}

/** What coordinates are, by their units and names. Components of one array, x1 and x2 or y_1 to y_4 without units, may be anything, whatever their letter. */
export function kindsOf(positions: readonly ColumnFacts[]): CoordinateKind[] {
  const stems = new Set(positions.map(({ column, unit }) => (unit === undefined ? stemOf(column.name) : undefined)));
  const array = stems.size === 1 && !stems.has(undefined);
  return positions.map((facts) => {
    const kind = kindOf(facts);
    return array && kind === "length" ? "unknown" : kind;
  });
}

/** What a coordinate is: by its unit where it has one that is known, else by its name. */
function kindOf(facts: ColumnFacts): CoordinateKind {
  const { unit, meaning } = facts;
  if (countsOfTurn(facts) !== undefined) return "angle";
  if (unit !== undefined && measures(unit, "angle") && meaning.kind === "position") return "length";
  if (unit !== undefined) return measures(unit, "angle") ? "angle" : measures(unit, "length") ? "length" : "unknown";
  if (meaning.kind === "angle") return "angle";
  return meaning.kind === "position" && /^([xyz]\d*|)$/.test(meaning.subject) ? "length" : "unknown";
}

/** A coordinate's two quantities as a record has them. */
export interface RecordedQuantities {
  readonly position: Quantity;
  readonly momentum: Quantity;
}

/**
 * Places coordinates on two-dimensional bodies, as graph networks need them: those with the same number in their names share
 * a body (x1, y1), two at most; without numbers, two by two in order. `own`: to which body each belongs, where it is not the names that say it. Returns the space and, for each of its coordinates,
 * which of the given ones it is.
 */
export function placeCoordinates(
  quantities: readonly RecordedQuantities[],
  own?: readonly number[],
): { space: PhaseSpace; order: number[] } {
  const groups = new Map<number | string, number[]>();
  quantities.forEach(({ position }, i) => {
    const key = own?.[i] ?? suffixOf(position.name);
    groups.set(key, [...(groups.get(key) ?? []), i]);
  });
  const bodies = [...groups.values()].flatMap((members) => {
    const pairs: number[][] = [];
    for (let i = 0; i < members.length; i += 2) pairs.push(members.slice(i, i + 2));
    return pairs;
  });
  const coordinates: PhaseCoordinate[] = [];
  const surplus: PhaseCoordinate[] = [];
  const order: number[] = [];
  bodies.forEach((members, body) => {
    members.forEach((index, slot) => {
      const { position, momentum } = quantities[index] as RecordedQuantities;
      coordinates.push({ body, slot: slot as 0 | 1, position, momentum });
      order.push(index);
    });
    if (members.length === 1) {
      const [name, unit] = [`surplus_${body + 1}`, "1"];
      surplus.push({ body, slot: 1, position: { name, unit }, momentum: { name: `p_${name}`, unit } });
    }
  });
  return { space: { bodies: bodies.length, dimension: coordinates.length, coordinates, surplus }, order };
}
