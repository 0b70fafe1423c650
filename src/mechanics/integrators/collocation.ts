import { UserError } from "../../base/errors.js";
import type { VectorField } from "../definition.js";
import type { FixedStepMethod, Step } from "./fixed-step.js";
import type { ImplicitTableau } from "./tableau.js";

const MAX_ITERATIONS = 100;

/** The method of a tableau, its stages solved by fixed-point iteration. */
export function implicitMethod(
  about: Pick<FixedStepMethod, "name" | "title" | "order" | "source">,
  tableau: ImplicitTableau,
): FixedStepMethod {
  return {
    ...about,
    implicit: tableau,
    symplectic: true,
    separable: false,
    stepper: (field, size) => implicitStepper(about.name, tableau, field, size),
  };
}

/**
 * Solves k_i = f(x + h sum_j a_ij k_j) by iterating it until rounding stops the progress (Hairer, Lubich and Wanner 2006,
 * section VIII.6): a looser criterion would add a drift of its own to the energy. Iteration converges where h times the
 * field's Lipschitz constant is below about 1.
 */
function implicitStepper(name: string, { matrix, weights }: ImplicitTableau, field: VectorField, size: number): Step {
  const stages = weights.length;
  const slopes = weights.map(() => new Float64Array(size));
  const fresh = weights.map(() => new Float64Array(size));
  const at = new Float64Array(size);
  const displace = (state: Float64Array, row: readonly number[], h: number) => {
    at.set(state);
    for (let j = 0; j < stages; j++) {
      const [slope, factor] = [slopes[j] as Float64Array, h * (row[j] as number)];
      for (let i = 0; i < size; i++) at[i] = (at[i] as number) + factor * (slope[i] as number);
    }
  };
  /** One iteration for all stages; returns the largest change of a displacement. */
  const iterate = (state: Float64Array, h: number): number => {
    for (let s = 0; s < stages; s++) {
      displace(state, matrix[s] as readonly number[], h);
      field(at, fresh[s] as Float64Array);
    }
    let change = 0;
    for (let s = 0; s < stages; s++) {
      const [before, after] = [slopes[s] as Float64Array, fresh[s] as Float64Array];
      for (let i = 0; i < size; i++) {
        const step = Math.abs(h * ((after[i] as number) - (before[i] as number)));
        // Not a number: the field has none there, and further iterations will not change that.
        if (!(step <= change)) change = step;
      }
      before.set(after);
    }
    return change;
  };
  return (state, h) => {
    field(state, slopes[0] as Float64Array);
    for (let s = 1; s < stages; s++) slopes[s]?.set(slopes[0] as Float64Array);
    let change = Number.POSITIVE_INFINITY;
    for (let k = 0; ; k++) {
      const before = change;
      change = iterate(state, h);
      if (change === 0) break;
      const size = state.reduce((largest, value) => Math.max(largest, Math.abs(value)), 1);
      // Rounding: the change is tiny and no longer falls.
      if (change >= before && change < 1e-13 * size) break;
      if (!(change < 1e100) || k === MAX_ITERATIONS)
        throw new UserError(
          `${name}: the equations of a step of ${h} s cannot be solved by iteration; take smaller steps`,
        );
    }
    for (let s = 0; s < stages; s++) {
      const [slope, factor] = [slopes[s] as Float64Array, h * (weights[s] as number)];
      for (let i = 0; i < size; i++) state[i] = (state[i] as number) + factor * (slope[i] as number);
    }
  };
}
