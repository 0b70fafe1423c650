import type { System } from "../../src/mechanics/index.js";
import type { Drawing, Point } from "./sketch.js";

const below = ([x, y]: Point, length: number, angle: number): Point => [
  x + length * Math.sin(angle),
  y - length * Math.cos(angle),
];
const pivot: Point = [0, 0];

/** A bob on a rod; the angle counts from hanging down. */
export function pendulumDrawing({ constants }: System): Drawing {
  const length = constants.length ?? 1;
  return {
    sketch(state) {
      const bob = below(pivot, length, state[0] as number);
      return { bodies: [bob], rods: [[pivot, bob]], fixed: [pivot] };
    },
  };
}

/** Two rods, one hanging from the other; both angles count from hanging down. */
export function doublePendulumDrawing({ constants }: System): Drawing {
  const [first, second] = [constants.length1 ?? 1, constants.length2 ?? 1];
  return {
    sketch(state) {
      const upper = below(pivot, first, state[0] as number);
      const lower = below(upper, second, state[1] as number);
      return {
        bodies: [upper, lower],
        rods: [
          [pivot, upper],
          [upper, lower],
        ],
        fixed: [pivot],
      };
    },
    traced: [1],
  };
}
