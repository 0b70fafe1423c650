import { UserError } from "../base/errors.js";
import { dop853 } from "./integrators/dop853.js";
import { type FixedStepMethod, integrateFixed } from "./integrators/fixed-step.js";
import { isSeparable } from "./separable.js";
import type { System } from "./system.js";

/** Tolerance of every trajectory unless another is asked for: energies then hold to about 1e-11. */
export const DEFAULT_TOLERANCE = 1e-12;

export interface IntegrationOptions {
  /** Bound on the error of a step of DOP853, relative and absolute. */
  readonly tolerance?: number;
  /** A method with fixed steps instead of DOP853. */
  readonly method?: FixedStepMethod | undefined;
  /** Its steps between two times; 1 by default. */
  readonly substeps?: number | undefined;
}

/**
 * The motion from an own state: its states at the ascending `times` (s, at least two, the first is that of `state`), as
 * [time][2d]. Integrated with DOP853, or with the method of fixed steps that the options name.
 *
 * Throws `UserError` for times that do not ascend, a state on a collision (no finite energy or field), where the
 * tolerance cannot be held, with the time reached, and for a method that the Hamiltonian does not allow.
 */
export function integrate(
  system: System,
  state: Float64Array,
  times: ArrayLike<number>,
  { tolerance = DEFAULT_TOLERANCE, method, substeps = 1 }: IntegrationOptions = {},
): Float64Array {
  checkTimes(times);
  checkTolerance(tolerance);
  checkState(system, state);
  if (method !== undefined) {
    checkMethod(system, method);
    return integrateFixed(method, system.vectorField, state, times, substeps);
  }
  const { states, failure, time } = dop853(system.vectorField, state, times, { tolerance });
  if (failure !== undefined)
    throw new UserError(
      `${system.name}: cannot integrate past t = ${time} s with tolerance ${tolerance}: ${failure}; ` +
        "the motion may run into a singularity there",
    );
  return states;
}

/** Throws `UserError` unless `state` is an own state of the system with a finite energy and field. */
export function checkState(system: System, state: Float64Array): void {
  const size = 2 * system.dimension;
  if (state.length !== size)
    throw new UserError(`${system.name}: a state has ${size} numbers (q, then p), got ${state.length}`);
  const slope = new Float64Array(size);
  system.vectorField(state, slope);
  if (!Number.isFinite(system.energy(state)) || !slope.every(Number.isFinite))
    throw new UserError(
      `${system.name}: no finite energy and forces at the state [${state}]; ` +
        (state.every(Number.isFinite) ? "do bodies collide there?" : "every component must be finite"),
    );
}

/** Throws `UserError` for a method that is only right for H = T(p) + V(q) and a system that is not such a sum. */
export function checkMethod(system: System, { name, separable }: FixedStepMethod): void {
  if (separable && !isSeparable(system))
    throw new UserError(
      `${name} needs a Hamiltonian T(p) + V(q), which that of ${system.name} is not; ` +
        "take implicit-midpoint, gauss-legendre-4 or gauss-legendre-6",
    );
}

/** Throws `UserError` for a tolerance outside (0, 1e-2]. */
export function checkTolerance(tolerance: number): void {
  if (!(tolerance > 0 && tolerance <= 1e-2))
    throw new UserError(`the tolerance must be between 0 and 0.01, got ${tolerance}`);
}

function checkTimes(times: ArrayLike<number>): void {
  if (times.length < 2) throw new UserError(`at least two times are needed, got ${times.length}`);
  for (let i = 0; i < times.length; i++)
    if (!Number.isFinite(times[i]) || (i > 0 && !((times[i] as number) > (times[i - 1] as number))))
      throw new UserError(`times must be finite and ascend; times[${i}] is ${times[i]}`);
}
