import { cube } from "../../numerics/index.js";
import type { Basis } from "./basis.js";

/** What a potential may do beyond a range of its variable, where the law's own goes on as a parabola: (z - high)^3 / 6 above and (low - z)^3 / 6 below, so that coefficients are third derivatives. */
export function beyondBasis(low: number, high: number): Basis {
  return {
    count: 2,
    roughness: [1, 1],
    evaluate(z, values, slopes, curvatures) {
      const [above, below] = [Math.max(0, z - high), Math.max(0, low - z)];
      values[0] = cube(above) / 6;
      values[1] = cube(below) / 6;
      slopes[0] = above ** 2 / 2;
      slopes[1] = -(below ** 2) / 2;
      curvatures[0] = above;
      curvatures[1] = below;
    },
  };
}
