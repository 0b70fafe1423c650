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
  /** Adds those of the inner term's columns whose coefficients are free. */
  const addFree = (
    d: number,
    first: number,
    columns: Float64Array,
    width: number,
    add: (all: Float64Array) => void,
  ) => {
    if (scratch.length !== d * inner.count) scratch = new Float64Array(d * inner.count);
    scratch.fill(0);
    add(scratch);
    for (let i = 0; i < d; i++)
      free.forEach((k, c) => {
        const at = i * width + first + c;
        columns[at] = (columns[at] as number) + (scratch[i * inner.count + k] as number);
      });
  };
  const { momenta } = inner;
  const fill = (from: Float64Array, first: number) => theta.set(withFixed(fixed, from, first));
  return {
    count: free.length,
    abrupt: inner.abrupt,
    roughness: inner.roughness,
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
      addFree(a.length, first, columns, width, (all) => inner.addColumns(a, 0, all, inner.count));
    },
    energy: () => inner.energy(theta, 0),
    ...(momenta === undefined
      ? {}
      : {
          momenta: {
            add: (_from, _first, into) => momenta.add(theta, 0, into),
            addJacobian: (_from, _first, byPosition, byVelocity) =>
              momenta.addJacobian(theta, 0, byPosition, byVelocity),
            addColumns: (first, columns, width) =>
              addFree(columns.length / width, first, columns, width, (all) => momenta.addColumns(0, all, inner.count)),
          },
        }),
  };
}
