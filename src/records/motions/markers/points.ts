import type { Recording } from "../../recording.js";
import { isNameless } from "../../tables/table.js";

/** A point in the plane: the numbers of its two coordinates in a record. */
export interface MarkerPoint {
  readonly name: string;
  readonly x: number;
  readonly y: number;
}

/** A coordinate that moves by less than this share of what the others do stands still. */
const STILL = 1e-6;
/** Axes of a plane, the one that points up last. */
const PLANES = [
  ["x", "y"],
  ["x", "z"],
  ["y", "z"],
] as const;

/**
 * Coordinates in pairs x, y with otherwise the same name; of points in space those of the plane that they stay in. `asked`: the user says that they are points, so that those of columns
 * without names are pairs in their order.
 */
export function markerPoints(record: Recording, asked: boolean): MarkerPoint[] | undefined {
  const all = record.space.coordinates.map(({ position }) => position.name);
  if (asked && all.length % 2 === 0 && all.every(isNameless))
    return Array.from({ length: all.length / 2 }, (_, k) => ({
      name: `(${all[2 * k]}, ${all[2 * k + 1]})`,
      x: 2 * k,
      y: 2 * k + 1,
    }));
  if (new Set(record.space.coordinates.map(({ position }) => position.unit)).size !== 1) return undefined;
  for (const [across, up] of PLANES) {
    const third = ["x", "y", "z"].find((axis) => axis !== across && axis !== up) as string;
    const spreads = all.map((_, c) => spreadOf(record, c));
    const still = STILL * Math.max(...spreads);
    const left = all.map((name, c) => ((spreads[c] as number) <= still && axisOf(name) === third ? undefined : name));
    const points = pairsOf(left, across, up);
    if (points !== undefined) return points;
  }
  return undefined;
}

/** The last axis that a name names. */
const axisOf = (name: string) => /([xyz])(?!.*[xyz])/i.exec(name)?.[1]?.toLowerCase();

function pairsOf(names: readonly (string | undefined)[], across: string, up: string): MarkerPoint[] | undefined {
  const points: MarkerPoint[] = [];
  const used = new Set<number>();
  const wanted = names.filter((name) => name !== undefined).length;
  if (wanted < 2 || wanted % 2 !== 0) return undefined;
  for (const [i, name] of names.entries()) {
    if (name === undefined || used.has(i) || !name.toLowerCase().includes(across)) continue;
    const others = partnerNames(name, across, up);
    const partner = names.findIndex((other, k) => !used.has(k) && other !== undefined && others.includes(other));
    if (partner < 0) continue;
    used.add(i).add(partner);
    points.push({ name: `(${name}, ${names[partner]})`, x: i, y: partner });
  }
  return used.size === wanted ? points : undefined;
}

/** What the coordinate along another axis may be called: any x in a name may be the axis, "Trajectory 1/X", "box_x". */
export const partnerNames = (name: string, axis: string, other: string): string[] =>
  Array.from(
    name.matchAll(new RegExp(axis, "gi")),
    ({ index, 0: letter }) =>
      `${name.slice(0, index)}${letter === axis ? other : other.toUpperCase()}${name.slice(index + 1)}`,
  );

/** Standard deviation of a coordinate over all motions. */
export function spreadOf({ motions, space: { dimension: d } }: Recording, c: number): number {
  let [sum, squares, count] = [0, 0, 0];
  for (const { positions } of motions)
    for (let k = c; k < positions.length; k += d) {
      sum += positions[k] as number;
      squares += (positions[k] as number) ** 2;
      count++;
    }
  return Math.sqrt(Math.max(0, squares / count - (sum / count) ** 2));
}

/** Rows that tell where a point's centre is: of longer records an even selection. */
const MOST_PLACES = 20_000;

/** Where a point is, of which the numbers of its coordinates are given: of long records in an even selection of the rows. */
export function placesOf<Axes extends readonly number[]>(
  { motions, space: { dimension: d } }: Recording,
  axes: Axes,
): Axes[] {
  const rows = motions.reduce((total, { times }) => total + times.length, 0);
  const every = Math.ceil(rows / MOST_PLACES);
  return motions.flatMap(({ positions, times }) =>
    Array.from({ length: Math.ceil(times.length / every) }, (_, k) => {
      return axes.map((c) => positions[k * every * d + c] as number) as readonly number[] as Axes;
    }),
  );
}
