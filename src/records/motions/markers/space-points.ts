import type { Recording } from "../../recording.js";
import { partnerNames } from "./points.js";

/** A point in space: the numbers of its coordinates x, y and z in a record. */
export interface SpacePoint {
  readonly name: string;
  readonly axes: readonly [number, number, number];
}

/** Coordinates in threes x, y, z with otherwise the same name and all of one unit; undefined where some are not of that kind. */
export function spacePoints({ space }: Recording): SpacePoint[] | undefined {
  const names = space.coordinates.map(({ position }) => position.name);
  if (names.length % 3 !== 0 || new Set(space.coordinates.map(({ position }) => position.unit)).size !== 1)
    return undefined;
  const points: SpacePoint[] = [];
  const used = new Set<number>();
  for (const [x, name] of names.entries()) {
    if (used.has(x)) continue;
    const free = (others: readonly string[]) => names.findIndex((other, k) => !used.has(k) && others.includes(other));
    const y = free(partnerNames(name, "x", "y"));
    const z = free(partnerNames(name, "x", "z"));
    if (y < 0 || z < 0) continue;
    for (const axis of [x, y, z]) used.add(axis);
    points.push({ name: `(${name}, ${names[y]}, ${names[z]})`, axes: [x, y, z] });
  }
  return used.size === names.length ? points : undefined;
}
