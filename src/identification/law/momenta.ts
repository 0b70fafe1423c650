import { factorize, type Law, solve } from "./law.js";
import type { Term, TermMomenta } from "./term.js";

/** Canonical momenta p = dL/dv = M(q) v of a law at states (q, v) [2d]. Its arrays are written anew by every call. */
export interface Momenta {
  /** p, [d]. */
  readonly values: Float64Array;
  /** dp/dq and dp/dv = M(q), [d][2d] together, row-major. */
  readonly byState: Float64Array;
  /** dp/dtheta, [d][count]. */
  readonly byCoefficient: Float64Array;
  at(state: Float64Array, theta: Float64Array): void;
  /** Also derivatives. */
  differentiate(state: Float64Array, theta: Float64Array): void;
  /** The velocities [d] of momenta at coordinates q, each [d]; undefined where the mass matrix is not positive definite. */
  velocities(q: Float64Array, p: Float64Array, theta: Float64Array): Float64Array | undefined;
}

export function momentaOf({ dimension: d, terms, offsets, count }: Law): Momenta {
  const kinetic = terms.flatMap((term, k): { term: Term; momenta: TermMomenta; first: number }[] =>
    term.momenta === undefined ? [] : [{ term, momenta: term.momenta, first: offsets[k] as number }],
  );
  const [q, v] = [new Float64Array(d), new Float64Array(d)];
  const values = new Float64Array(d);
  const [byPosition, byVelocity] = [new Float64Array(d * d), new Float64Array(d * d)];
  const byState = new Float64Array(2 * d * d);
  const byCoefficient = new Float64Array(d * count);

  function at(state: Float64Array, theta: Float64Array): void {
    for (let i = 0; i < d; i++) {
      q[i] = state[i] as number;
      v[i] = state[d + i] as number;
    }
    values.fill(0);
    for (const { term, momenta, first } of kinetic) {
      term.prepare(q, v, 0, theta, first);
      momenta.add(theta, first, values);
    }
  }

  return {
    values,
    byState,
    byCoefficient,
    at,
    differentiate(state, theta) {
      at(state, theta);
      byPosition.fill(0);
      byVelocity.fill(0);
      byCoefficient.fill(0);
      for (const { momenta, first } of kinetic) {
        momenta.addJacobian(theta, first, byPosition, byVelocity);
        momenta.addColumns(first, byCoefficient, count);
      }
      for (let i = 0; i < d; i++)
        for (let j = 0; j < d; j++) {
          byState[i * 2 * d + j] = byPosition[i * d + j] as number;
          byState[i * 2 * d + d + j] = byVelocity[i * d + j] as number;
        }
    },
    velocities(own, p, theta) {
      q.set(own);
      v.fill(0);
      byPosition.fill(0);
      byVelocity.fill(0);
      for (const { term, momenta, first } of kinetic) {
        term.prepare(q, v, 0, theta, first);
        momenta.addJacobian(theta, first, byPosition, byVelocity);
      }
      if (!factorize(byVelocity, d)) return undefined;
      const found = p.slice();
      solve(byVelocity, d, found, 1);
      return found;
    },
  };
}
