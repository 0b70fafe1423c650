import type { Term } from "./term.js";

/** Coefficients of a term with those put in that are known: `fixed` has a number for each of them and null for the others. */
export function withFixed(fixed: readonly (number | null)[], free: ArrayLike<number>, first: number): number[] {
  let at = first;
  return fixed.map((value) => value ?? (free[at++] as number));
}

/** A term some of whose coefficients are known: `fixed` has their values, and null where a coefficient stays free. */
export function restrictedTerm(inner: Term, fixed: readonly (number | null)[]): Term {
  const theta = new Float64Array(inner.count);
  const free = fixed.flatMap((value, k) => (value === null ? [k] : []));
  let scratch = new Float64Array(0);
  const fill = (from: Float64Array, first: number) => theta.set(withFixed(fixed, from, first));
  return {
    count: free.length,
    prepare(q, v, t, from, first) {
      fill(from, first);
      inner.prepare(q, v, t, theta, 0);
    },
    addForces(_from, _first, mass, rest) {
      inner.addForces(theta, 0, mass, rest);
    },
    addJacobian(_from, _first, a, byPosition, byVelocity) {
      inner.addJacobian(theta, 0, a, byPosition, byVelocity);
    },
    addColumns(a, first, columns, width) {
      const d = a.length;
      if (scratch.length !== d * inner.count) scratch = new Float64Array(d * inner.count);
      scratch.fill(0);
      inner.addColumns(a, 0, scratch, inner.count);
      for (let i = 0; i < d; i++)
        free.forEach((k, c) => {
          const at = i * width + first + c;
          columns[at] = (columns[at] as number) + (scratch[i * inner.count + k] as number);
        });
    },
    energy: () => inner.energy(theta, 0),
  };
}
