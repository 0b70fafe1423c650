import type { System } from "../../src/mechanics/index.js";
import type { Drawing, Point } from "./sketch.js";

const largest = (box: ArrayLike<number>, count: number) =>
  Math.max(...Array.from({ length: count }, (_, i) => box[i] as number));

/** Point masses in the plane. */
export function bodiesInPlane({ dimension }: System): Drawing {
  return {
    sketch: (state) => ({
      bodies: Array.from(
        { length: dimension / 2 },
        (_, i): Point => [state[2 * i] as number, state[2 * i + 1] as number],
      ),
    }),
  };
}

/** One point that moves in the plane, about the origin. */
export function pointInPlane(): Drawing {
  return {
    sketch: (state) => ({ bodies: [[state[0] as number, state[1] as number]], fixed: [[0, 0]] }),
  };
}

/** Coordinates of which nothing is known but their values: beads, each on a line of its own. */
export function line({ dimension }: System, box: ArrayLike<number>): Drawing {
  const reach = largest(box, dimension);
  const at = (i: number) => ((dimension - 1) / 2 - i) * ((1.6 * reach) / dimension);
  return {
    sketch: (state) => ({
      bodies: Array.from({ length: dimension }, (_, i): Point => [state[i] as number, at(i)]),
    }),
    backdrop: Array.from({ length: dimension }, (_, i) => [
      [-reach, at(i)],
      [reach, at(i)],
    ]),
    traced: [],
  };
}
