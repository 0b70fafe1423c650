import { dop853EqualSteps, type FixedStepMethod, type VectorField } from "../mechanics/index.js";

/** Steps over the time in which a motion changes: of the method of order 8, and of one that is asked for. */
const [STEPS_A_TICK, STEPS_OF_OTHERS] = [5, 16];

export interface FollowOptions {
  /** Time over which the motion changes: steps are at most a fifth of it, a 16th with a method that is asked for. */
  readonly tick: number;
  /** The solution of order 8 of DOP853 by default. */
  readonly method?: FixedStepMethod | undefined;
}

/**
 * States at the ascending `times` [times][2d] of the motion that is in `state` at time `from` (at or before the first).
 * Never fails: a motion that runs away becomes large or non-finite.
 */
export function followMotion(
  field: VectorField,
  state: Float64Array,
  from: number,
  times: ArrayLike<number>,
  { tick, method }: FollowOptions,
): Float64Array {
  if (method === undefined) return dop853EqualSteps(field, state, from, times, tick / STEPS_A_TICK);
  const size = state.length;
  const states = new Float64Array(times.length * size);
  const step = method.stepper(field, size);
  const at = state.slice();
  let now = from;
  for (let i = 0; i < times.length; i++) {
    const span = (times[i] as number) - now;
    const count = Math.ceil((span / tick) * STEPS_OF_OTHERS);
    for (let k = 0; k < count; k++) step(at, span / count);
    now = times[i] as number;
    states.set(at, i * size);
  }
  return states;
}
