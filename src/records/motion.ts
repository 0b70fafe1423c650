import { type FixedStepMethod, rk4, type VectorField } from "../mechanics/index.js";

/** Steps over the time in which a motion changes. */
const STEPS_A_TICK = 16;

export interface FollowOptions {
  /** Time over which the motion changes: steps are at most a 16th of it. */
  readonly tick: number;
  /** Runge-Kutta 4 by default. */
  readonly method?: FixedStepMethod | undefined;
}

/**
 * States at the ascending `times` [times][2d] of the motion that is in `state` at time `from` (at or before the first).
 * Never fails: a motion that runs away becomes large or non-finite.
 */
export function follow(
  field: VectorField,
  state: Float64Array,
  from: number,
  times: ArrayLike<number>,
  { tick, method = rk4 }: FollowOptions,
): Float64Array {
  const size = state.length;
  const states = new Float64Array(times.length * size);
  const step = method.stepper(field, size);
  const at = state.slice();
  let now = from;
  for (let i = 0; i < times.length; i++) {
    const span = (times[i] as number) - now;
    const count = Math.ceil((span / tick) * STEPS_A_TICK);
    for (let k = 0; k < count; k++) step(at, span / count);
    now = times[i] as number;
    states.set(at, i * size);
  }
  return states;
}
