import type { Coordinate } from "../definition.js";

/** Cartesian coordinates x, y of one body in the plane, with one reach for both of a kind. */
export function planeCoordinates(reach: { position: number; momentum: number }): Coordinate[] {
  return (["x", "y"] as const).map((axis, slot) => ({
    body: 0,
    slot: slot as 0 | 1,
    position: { name: axis, unit: "m", reach: reach.position },
    momentum: { name: `p_${axis}`, unit: "kg m/s", reach: reach.momentum },
  }));
}
