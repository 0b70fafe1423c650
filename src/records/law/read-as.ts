import type { Coordinates } from "../../identification/index.js";
import { placeCoordinates } from "../columns/space.js";
import type { Recording } from "../recording.js";

/** Kinds in the plural; what may be unknown is a length unless the record shows otherwise. */
const SEVERAL = { angle: "angles", length: "lengths", unknown: "lengths" } as const;

/**
 * A record of coordinates that have no telling names, as what it has shown them to be, which is said: angles, lengths, the axes of bodies.
 *
 * @param active the coordinates that move, by number, to which `coordinates` belong
 */
export function readAs(record: Recording, active: readonly number[], coordinates: Coordinates): Recording {
  const { space } = record;
  const kinds = space.coordinates.map((_, c) => {
    const k = active.indexOf(c);
    return (k < 0 ? record.coordinateKinds?.[c] : coordinates.kinds[k]) ?? "unknown";
  });
  const said = `${wordsFor(
    active.map((c) => space.coordinates[c]?.position.name ?? ""),
    coordinates,
  )}, as the record shows`;
  const bodies = active.length === space.dimension ? coordinates.bodies : undefined;
  const joined = bodies !== undefined && new Set(bodies).size < bodies.length;
  return {
    ...record,
    coordinateKinds: kinds,
    ...(joined ? { space: placeCoordinates(space.coordinates, bodies).space } : {}),
    understood: [...record.understood, said],
  };
}

/** What coordinates are taken for. */
function wordsFor(names: readonly string[], { kinds, bodies }: Coordinates): string {
  const count = new Set(bodies).size;
  if (count < bodies.length) {
    const axes = bodies.length / count === 2 ? "the plane" : "space";
    return `${listed(names)} are taken for the axes of ${count === 1 ? "one body" : `${count} bodies`} in ${axes}`;
  }
  const alike = new Set(kinds).size === 1;
  if (alike && names.length > 1) return `${listed(names)} are taken for ${SEVERAL[kinds[0] ?? "unknown"]} in radians`;
  return names
    .map(
      (name, k) =>
        `${name}${k === 0 ? " is taken" : ""} for ${kinds[k] === "angle" ? "an angle in radians" : "a length"}`,
    )
    .join(", ");
}

const listed = (names: readonly string[]): string => `${names.slice(0, -1).join(", ")} and ${names.at(-1)}`;
