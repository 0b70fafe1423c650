import { placeCoordinates } from "../../columns/space.js";
import type { Motion, Recording } from "../../recording.js";

/**
 * A record of some of its coordinates alone, by number, or of others that take their names.
 *
 * @param bodies to which body each belongs
 * @param motions of these coordinates
 * @param sentence what was understood
 */
export function withCoordinates(
  record: Recording,
  kept: readonly number[],
  bodies: readonly number[],
  motions: readonly Motion[],
  sentence: string,
): Recording {
  const { velocities, coordinateKinds, fileUnits: _, ...rest } = record;
  const quantities = kept.flatMap((c) => record.space.coordinates[c] ?? []);
  return {
    ...rest,
    space: placeCoordinates(quantities, bodies).space,
    ...(coordinateKinds === undefined ? {} : { coordinateKinds: kept.map((c) => coordinateKinds[c] ?? "unknown") }),
    ...(velocities === undefined ? {} : { velocities: kept.flatMap((c) => velocities[c] ?? []) }),
    masses: Float64Array.from(kept, (c) => record.masses[c] as number),
    motions,
    understood: [...record.understood, sentence],
  };
}
