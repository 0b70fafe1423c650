import { UserError } from "../../base/errors.js";
import type { VectorField } from "../definition.js";
import type { ExplicitTableau, ImplicitTableau } from "./tableau.js";

/** Advances a state in place by one step of h seconds, which may be negative; it allocates nothing. */
export type Step = (state: Float64Array, h: number) => void;

/** A one-step method for dx/dt = field(x) with steps of a size that the caller chooses. */
export interface FixedStepMethod {
  readonly name: string;
  /** Name for people. */
  readonly title: string;
  /** Order p: the error at a fixed time falls as h^p. */
  readonly order: number;
  /** Whether a step is a symplectic map, so that the energy error stays bounded over long times. */
  readonly symplectic: boolean;
  /** Whether it is only right for H = T(p) + V(q). */
  readonly separable: boolean;
  readonly source: string;
  /** Coefficients of an implicit Runge-Kutta method. */
  readonly implicit?: ImplicitTableau;
  /** Coefficients of an explicit one. */
  readonly explicit?: ExplicitTableau;
  /** Makes the step function for states of `size` numbers, positions first. */
  stepper(field: VectorField, size: number): Step;
}

/**
 * The motion from `initial` with fixed steps: the state at every one of the ascending `times` (s), as [time][component] with
 * the initial state first. Every interval is divided into `substeps` equal steps.
 *
 * A motion that runs away becomes large or non-finite. Throws `UserError` for substeps that are not a positive integer, and
 * where an implicit method's equations cannot be solved.
 */
export function integrateFixed(
  method: FixedStepMethod,
  field: VectorField,
  initial: Float64Array,
  times: ArrayLike<number>,
  substeps = 1,
): Float64Array {
  if (!Number.isInteger(substeps) || substeps < 1)
    throw new UserError(`${method.name}: substeps must be a positive integer, got ${substeps}`);
  const size = initial.length;
  const states = new Float64Array(times.length * size);
  states.set(initial);
  const step = method.stepper(field, size);
  const state = initial.slice();
  for (let i = 1; i < times.length; i++) {
    const h = ((times[i] as number) - (times[i - 1] as number)) / substeps;
    for (let k = 0; k < substeps; k++) step(state, h);
    states.set(state, i * size);
  }
  return states;
}
