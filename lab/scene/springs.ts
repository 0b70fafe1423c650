import type { System } from "../../src/mechanics/index.js";
import type { Drawing, Point } from "./sketch.js";

/** A mass that a spring holds to a wall on the left; x = 0 is at rest. */
export function spring(_: System, box: ArrayLike<number>): Drawing {
  const reach = box[0] as number;
  const wall: Point = [-2.2 * reach, 0];
  return {
    sketch(state) {
      const mass: Point = [state[0] as number, 0];
      return { bodies: [mass], springs: [[wall, mass]], fixed: [wall] };
    },
    backdrop: [
      [
        [wall[0], -0.5 * reach],
        [wall[0], 0.5 * reach],
      ],
    ],
    traced: [],
  };
}

/** Masses in a row between two walls, held by springs; displacements are drawn across the row, where they are seen best. */
export function chain({ dimension }: System, box: ArrayLike<number>): Drawing {
  const reach = Math.max(...Array.from({ length: dimension }, (_, i) => box[i] as number));
  const gap = (2.4 * reach) / (dimension + 1);
  const at = (i: number): number => (i - (dimension + 1) / 2) * gap;
  const walls: Point[] = [
    [at(0), 0],
    [at(dimension + 1), 0],
  ];
  return {
    sketch(state) {
      const bodies = Array.from({ length: dimension }, (_, i): Point => [at(i + 1), state[i] as number]);
      const all = [walls[0] as Point, ...bodies, walls[1] as Point];
      return {
        bodies,
        springs: all.slice(1).map((point, i) => [all[i] as Point, point] as const),
        fixed: walls,
      };
    },
    traced: [],
  };
}
