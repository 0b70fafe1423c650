import { jetsOf, type PieceJet } from "../../../src/learning/structure/jet.js";
import type { StructureLikelihood } from "../../../src/learning/structure/likelihood.js";
import type { TermPiece } from "../../../src/learning/structure/term.js";

/** m(p) of a piece at a state [2d]. */
export function monomialAt({ momenta }: TermPiece, state: Float64Array): number {
  return momenta.reduce((product, i) => product * (state[state.length / 2 + i] as number), 1);
}

/** Prior covariance of H(x) and H(y), from its definition: sum over terms and pieces of m(x) m(y) s^2 exp(-|z - z'|^2 / 2 l^2). */
export function naiveKernel(likelihood: StructureLikelihood, theta: Float64Array, x: Float64Array, y: Float64Array) {
  let total = 0;
  likelihood.terms.forEach((term, t) => {
    const { deviation, length } = likelihood.scalesOf(theta, t);
    const features = (state: Float64Array, { feature }: TermPiece) => {
      const z = new Float64Array(feature?.size ?? 0);
      feature?.evaluate(state, 0, z, new Float64Array(z.length * feature.components.length));
      return z.map((value) => value / ((likelihood.spreads[t] as number) * length));
    };
    for (const a of term.pieces)
      for (const b of term.pieces) {
        const [z, other] = [features(x, a), features(y, b)];
        const square = z.reduce((sum, value, k) => sum + (value - (other[k] as number)) ** 2, 0);
        total += deviation ** 2 * monomialAt(a, x) * monomialAt(b, y) * Math.exp(-square / 2);
      }
  });
  return total;
}

/** Central difference of a function of a state in one component. */
export function slope(f: (state: Float64Array) => number, state: Float64Array, component: number, step = 1e-5): number {
  const moved = (by: number) => {
    const at = state.slice();
    at[component] = (at[component] as number) + by;
    return f(at);
  };
  return (moved(step) - moved(-step)) / (2 * step);
}

export const jetsAt = (likelihood: StructureLikelihood, term: number, state: Float64Array): PieceJet[] =>
  jetsOf(
    likelihood.terms[term] as (typeof likelihood.terms)[number],
    state,
    likelihood.data.stateSize,
    likelihood.spreads[term] as number,
  );
