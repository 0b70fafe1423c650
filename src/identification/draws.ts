import type { Random } from "../base/random.js";
import { balancedNormals, type Cholesky, solveLowerTransposed } from "../numerics/index.js";
import type { FittedCandidate } from "./choice/fitting/fitted-candidate.js";
import type { TermSpec } from "./law/spec.js";
import type { LearnedLaw } from "./learned.js";

/** One law among those that a record leaves possible. */
export interface LawDraw {
  /** Its terms, where they are not those of the likeliest law. */
  readonly terms?: readonly TermSpec[] | undefined;
  readonly coefficients: Float64Array;
  /** State at the start of the last segment of every motion, [motions][2d]. */
  readonly states: Float64Array;
  /** The mass that the law calls 1, where momenta tell it. */
  readonly momentumScale?: number | undefined;
}

/** The law of a draw. */
export const drawnLaw = (law: LearnedLaw, { terms = law.terms, coefficients }: LawDraw): LearnedLaw => ({
  ...law,
  terms,
  coefficients,
});

/** Laws drawn from the posterior, each with the states that belong to it; see `balancedNormals` for how they spread. */
export function drawLaws({ fit, law }: FittedCandidate, count: number, random: Random): LawDraw[] {
  const P = fit.theta.length;
  const size = 2 * law.dimension;
  const { ends } = fit.marginal;
  const width = P + size * ends.length;
  const numbers = balancedNormals(count, width, random);
  const spread = Math.sqrt(fit.inflation);
  return Array.from({ length: count }, (_, draw) => {
    const own = numbers.subarray(draw * width, (draw + 1) * width);
    const delta = fit.posterior.deviate(own.subarray(0, P));
    const states = ends.flatMap(({ segment, mean, slope, precision }, m) => {
      const change = backSolved(precision, own.slice(P + m * size, P + (m + 1) * size)).map((value) => value * spread);
      return Array.from({ length: size }, (_, i) => {
        let value = (fit.states[segment * size + i] as number) + (mean[i] as number) + (change[i] as number);
        for (let k = 0; k < P; k++) value -= (slope[i * P + k] as number) * (delta[k] as number);
        return value;
      });
    });
    return {
      coefficients: Float64Array.from({ length: law.count }, (_, k) => (fit.theta[k] as number) + (delta[k] as number)),
      states: Float64Array.from(states),
      ...(fit.problem.velocities.momenta === true
        ? { momentumScale: (fit.theta[law.count] as number) + (delta[law.count] as number) }
        : {}),
    };
  });
}

/** L^-T z: of standard normal numbers z those whose precision is L L^T. */
function backSolved(factor: Cholesky, z: Float64Array): Float64Array {
  solveLowerTransposed(factor, z);
  return z;
}
