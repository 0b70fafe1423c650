import type { Law } from "./law.js";
import type { TermSpec } from "./spec.js";

/** Terms that are energies alone, as laws that are learned have them. */
const ENERGIES: ReadonlySet<TermSpec["kind"]> = new Set([
  "kinetic",
  "potential",
  "centred-potential",
  "product",
  "oblate",
  "surface",
]);

/**
 * Tells the force [d] of every term that is neither a kinetic nor a potential energy, at every one of some states (q, dq/dt) [n][2d] and their times, for a first mass of 1.
 * The arrays are overwritten by the next call of `see`.
 */
export function forcesAlong(
  law: Law,
  specs: readonly TermSpec[],
  theta: Float64Array,
  states: Float64Array,
  times: ArrayLike<number>,
  see: (term: number, row: number, force: Float64Array, velocity: Float64Array) => void,
): void {
  const d = law.dimension;
  const [mass, force] = [new Float64Array(d * d), new Float64Array(d)];
  const [q, v] = [new Float64Array(d), new Float64Array(d)];
  const count = states.length / (2 * d);
  specs.forEach(({ kind }, t) => {
    if (ENERGIES.has(kind)) return;
    const [term, first] = [law.terms[t] as Law["terms"][number], law.offsets[t] as number];
    for (let i = 0; i < count; i++) {
      q.set(states.subarray(i * 2 * d, i * 2 * d + d));
      v.set(states.subarray(i * 2 * d + d, (i + 1) * 2 * d));
      force.fill(0);
      term.prepare(q, v, times[i] as number, theta, first);
      term.addForces(theta, first, mass, force);
      for (let c = 0; c < d; c++) force[c] = -(force[c] as number);
      see(t, i, force, v);
    }
  });
}
