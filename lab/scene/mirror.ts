import type { System } from "../../src/mechanics/index.js";
import type { Drawing, Point } from "./sketch.js";

const LINES = 4;
const STEPS = 60;

/**
 * The charged particle in its bottle, the axis z to the right and rho upwards. Behind it the surfaces
 * rho (1 + z^2 / (2 L^2)) - rho^3 / (8 L^2) = constant, which narrow towards the mirrors as the field lines do.
 */
export function mirror({ constants }: System, box: ArrayLike<number>): Drawing {
  const [rho, z] = [box[0] as number, box[1] as number];
  const length = constants.length ?? 1;
  const level = (u: number): Point[] =>
    Array.from({ length: STEPS + 1 }, (_, i) => {
      const at = z * ((2 * i) / STEPS - 1);
      return [at, radius(u, at, length)];
    });
  return {
    sketch: (state) => ({ bodies: [[state[1] as number, state[0] as number]] }),
    backdrop: Array.from({ length: 2 * LINES + 1 }, (_, i) => level(((i - LINES) / LINES) * 1.05 * rho)),
  };
}

/** The radius of a surface by Newton's method; a few steps from the axis suffice for a drawing. */
function radius(u: number, z: number, length: number): number {
  const widening = 1 + z ** 2 / (2 * length ** 2);
  let rho = u / widening;
  for (let i = 0; i < 6; i++)
    rho -= (rho * widening - rho ** 3 / (8 * length ** 2) - u) / (widening - (3 * rho ** 2) / (8 * length ** 2));
  return rho;
}
