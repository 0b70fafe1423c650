import type { LawFamily } from "../known-law.js";
import { type FormTerm, labelOf } from "./terms.js";

/** The law family of a formula: H = p.M(q)^-1 p / 2 + V(q), with one constant a term. */
export function familyOf(dimension: number, terms: readonly FormTerm[], constants: ArrayLike<number>): LawFamily {
  const names = terms.map(labelOf);
  return {
    constants: Object.fromEntries(names.map((name, k) => [name, constants[k] as number])),
    withConstants(changes) {
      const values = names.map((name, k) => changes[name] ?? (constants[k] as number));
      return lawWith(dimension, terms, values);
    },
  };
}

function lawWith(d: number, terms: readonly FormTerm[], values: readonly number[]) {
  const gradient = new Float64Array(d);
  const mass = new Float64Array(d * d);
  const v = new Float64Array(d);
  const rates: { readonly term: Extract<FormTerm, { kind: "mass" }>; readonly slopes: Float64Array }[] = [];
  /** Velocities of a state, with the masses' slopes; the potential and minus its slope into `out`. */
  function evaluate(state: Float64Array, out: Float64Array): number {
    mass.fill(0);
    rates.length = 0;
    out.fill(0);
    let potential = 0;
    terms.forEach((term, k) => {
      const c = values[k] as number;
      const value = c * term.of.at(state.subarray(0, d), gradient);
      if (term.kind === "potential") {
        potential += value;
        for (let a = 0; a < d; a++) out[d + a] = (out[d + a] as number) - c * (gradient[a] as number);
        return;
      }
      for (const [i, j] of term.entries) {
        mass[i * d + j] = (mass[i * d + j] as number) + value;
        if (i !== j) mass[j * d + i] = (mass[j * d + i] as number) + value;
      }
      rates.push({ term, slopes: gradient.map((g) => c * g) });
    });
    for (let i = 0; i < d; i++) v[i] = state[d + i] as number;
    solve(mass, d, v);
    for (const { term, slopes } of rates)
      for (const [i, j] of term.entries) {
        const square = i === j ? (v[i] as number) ** 2 / 2 : (v[i] as number) * (v[j] as number);
        for (let a = 0; a < d; a++) out[d + a] = (out[d + a] as number) + square * (slopes[a] as number);
      }
    out.set(v);
    return potential;
  }
  const scratch = new Float64Array(2 * d);
  return {
    vectorField(state: Float64Array, out: Float64Array) {
      evaluate(state, out);
    },
    energy(state: Float64Array) {
      let energy = evaluate(state, scratch);
      for (let i = 0; i < d; i++) energy += ((state[d + i] as number) * (scratch[i] as number)) / 2;
      return energy;
    },
  };
}

/** Solves M x = b in place, by elimination with pivots on the diagonal; not finite where M is singular. */
function solve(M: Float64Array, d: number, b: Float64Array): void {
  for (let i = 0; i < d; i++)
    for (let k = 0; k < d; k++) {
      if (k === i) continue;
      const share = (M[k * d + i] as number) / (M[i * d + i] as number);
      if (share === 0) continue;
      for (let j = i; j < d; j++) M[k * d + j] = (M[k * d + j] as number) - share * (M[i * d + j] as number);
      b[k] = (b[k] as number) - share * (b[i] as number);
    }
  for (let i = 0; i < d; i++) b[i] = (b[i] as number) / (M[i * d + i] as number);
}
