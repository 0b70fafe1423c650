import {
  ESCAPE_FACTOR,
  type FixedStepMethod,
  hasEscaped,
  rk4,
  type System,
  type VectorField,
} from "../mechanics/index.js";

/** A predicted motion in own states [time][2d], float64. */
export interface FieldRollout {
  readonly states: Float64Array;
  /** The first sample at which the motion had escaped, or -1. From there on the state stands still. */
  readonly escapedAt: number;
}

/**
 * Rolls a learned field out over the system's sample times, the float64 counterpart of `RolloutMachine`: a motion beyond
 * `ESCAPE_FACTOR` times the reach of sampled motions, or not finite, stands still where it left.
 */
export function rollOutField(
  system: System,
  field: VectorField,
  initial: Float64Array,
  times: ArrayLike<number>,
  { method = rk4, stepsPerSample = 1 }: { method?: FixedStepMethod; stepsPerSample?: number } = {},
): FieldRollout {
  const size = initial.length;
  const states = new Float64Array(times.length * size);
  states.set(initial);
  const state = initial.slice();
  const step = method.stepper(field, size);
  let escapedAt = -1;
  for (let i = 1; i < times.length; i++) {
    const at = i * size;
    if (escapedAt !== -1) {
      states.copyWithin(at, at - size, at);
      continue;
    }
    const h = ((times[i] as number) - (times[i - 1] as number)) / stepsPerSample;
    for (let k = 0; k < stepsPerSample; k++) step(state, h);
    if (hasEscaped(system, state)) escapedAt = i;
    for (let k = 0; k < size; k++) {
      const bound = ESCAPE_FACTOR * (system.box[k] as number);
      const value = state[k] as number;
      states[at + k] = Number.isFinite(value)
        ? Math.min(Math.max(value, -bound), bound)
        : (states[at - size + k] as number);
    }
  }
  return { states, escapedAt };
}
