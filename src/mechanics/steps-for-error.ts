import { UserError } from "../base/errors.js";
import { checkMethod, integrate } from "./integrate.js";
import type { FixedStepMethod } from "./integrators/fixed-step.js";
import type { System } from "./system.js";

/** The reference itself is no better than a few of these. */
const LEAST = 1e-10;
/** Steps of a whole motion, beyond which nobody wants to wait. */
const MOST = 2 ** 23;

/** A number of steps between two times, and how far the motion then is from the true one. */
export interface ChosenSteps {
  readonly substeps: number;
  /** Largest distance of any component at any of the times, as a share of its reach. */
  readonly error: number;
}

/**
 * The fewest steps between two times, among the powers of two, with which a method of fixed steps stays within `error` of the true motion: every component
 * at every time, as a share of its reach, against DOP853 with a tolerance of 1e-12.
 *
 * Throws `UserError` for an error below 1e-10 and where no number of steps in reach holds it, as along chaotic motions; else as `integrate`.
 */
export function stepsForError(
  system: System,
  state: Float64Array,
  times: ArrayLike<number>,
  method: FixedStepMethod,
  error: number,
): ChosenSteps {
  if (!(error >= LEAST))
    throw new UserError(
      `an error of ${error} cannot be told: the motion it is held against is exact to about ${LEAST}`,
    );
  checkMethod(system, method);
  const truth = integrate(system, state, times);
  const most = Math.max(1, Math.floor(MOST / (times.length - 1)));
  let least = Number.POSITIVE_INFINITY;
  for (let substeps = 1; substeps <= most; substeps *= 2) {
    const found = distance(system, truth, method, state, times, substeps);
    if (found <= error) return { substeps, error: found };
    least = Math.min(least, found);
  }
  throw new UserError(
    `${method.name} does not come within ${error} of the motion of ${system.name} with up to ${most} steps between two points; ` +
      `the least error was ${Number(least.toPrecision(2))}`,
  );
}

function distance(
  system: System,
  truth: Float64Array,
  method: FixedStepMethod,
  state: Float64Array,
  times: ArrayLike<number>,
  substeps: number,
): number {
  try {
    const states = integrate(system, state, times, { method, substeps });
    return states.reduce((largest, value, i) => {
      const share = Math.abs(value - (truth[i] as number)) / (system.box[i % state.length] as number);
      // What is not finite is far.
      return share <= largest ? largest : Number.isNaN(share) ? Number.POSITIVE_INFINITY : share;
    }, 0);
  } catch (cause) {
    // Steps that are too long for an implicit method.
    if (cause instanceof UserError) return Number.POSITIVE_INFINITY;
    throw cause;
  }
}
