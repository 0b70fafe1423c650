import { UserError } from "../../base/errors.js";
import type { VectorField } from "../definition.js";
import { dop853, evaluateDense } from "./dop853.js";

/** A motion known at every time of an interval. */
export interface DenseMotion {
  /** Seconds. */
  readonly start: number;
  readonly end: number;
  /** Accepted steps. */
  readonly steps: number;
  /** The state at a time of the interval; throws `UserError` for any other. */
  at(time: number): Float64Array;
}

/**
 * Integrates dx/dt = field(x) from `start` to `end` (s) with DOP853 and keeps the dense output of order 7 of every step.
 * Where the tolerance cannot be held all the way, the motion ends at the last step that held it.
 */
export function dop853Dense(
  field: VectorField,
  initial: Float64Array,
  [start, end]: readonly [number, number],
  { tolerance, maxSteps }: { readonly tolerance: number; readonly maxSteps?: number },
): DenseMotion {
  const begins: number[] = [];
  const lengths: number[] = [];
  const pieces: Float64Array[][] = [];
  const { time } = dop853(field, initial, [start, end], {
    tolerance,
    ...(maxSteps === undefined ? {} : { maxSteps }),
    onDense(begin, h, state, polynomial) {
      begins.push(begin);
      lengths.push(h);
      pieces.push([state, ...polynomial].map((values) => values.slice()));
    },
  });
  return {
    start,
    end: time,
    steps: begins.length,
    at(wanted) {
      if (!(wanted >= start && wanted <= time))
        throw new UserError(`the motion is known from ${start} to ${time} s, not at ${wanted}`);
      const out = initial.slice();
      const i = lastAtMost(begins, wanted);
      const [state, ...polynomial] = pieces[i] ?? [];
      if (state === undefined) return out;
      evaluateDense(state, polynomial, (wanted - (begins[i] as number)) / (lengths[i] as number), out);
      return out;
    },
  };
}

/** Index of the last of ascending values that is at most `wanted`, by halving. */
function lastAtMost(values: readonly number[], wanted: number): number {
  let [low, high] = [0, values.length - 1];
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if ((values[middle] as number) <= wanted) low = middle;
    else high = middle - 1;
  }
  return low;
}
