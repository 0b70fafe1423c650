import { UserError } from "../../base/errors.js";
import type { VectorField } from "../definition.js";
import { dop853, evaluateDense } from "./dop853.js";
import { arithmeticFor, type StepArrays } from "./dop853-arithmetic.js";

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

/**
 * The motion with the solution of order 8 of DOP853 (Hairer, Norsett and Wanner 1993, section II.10) in equal steps of at most
 * `step`, and its dense output of order 7: states at the ascending `times` [times][size] of the motion that is in `initial` at
 * time `from`, at or before the first. For motions whose time scale is known, where tolerances relative to components would mean
 * nothing. A motion that runs away becomes large or non-finite.
 */
export function dop853EqualSteps(
  field: VectorField,
  initial: Float64Array,
  from: number,
  times: ArrayLike<number>,
  step: number,
): Float64Array {
  const size = initial.length;
  const vectors = (count: number) => Array.from({ length: count }, () => new Float64Array(size));
  const [state, next, at] = vectors(3) as [Float64Array, Float64Array, Float64Array];
  const arrays: StepArrays = { state, next, at, slopes: vectors(16), polynomial: vectors(7) };
  const { attempt, prepareDense } = arithmeticFor(size);
  const [first, end] = arrays.slopes.filter((_, s) => s === 0 || s === 12) as [Float64Array, Float64Array];
  const states = new Float64Array(times.length * size);
  const span = (times[times.length - 1] ?? from) - from;
  const count = Math.max(1, Math.ceil(span / step));
  const h = span / count;
  state.set(initial);
  field(state, first);
  let i = 0;
  for (; i < times.length && !((times[i] as number) > from); i++) states.set(initial, i * size);
  for (let k = 0; k < count && i < times.length; k++) {
    const [begin, after] = [from + k * h, k === count - 1 ? Number.POSITIVE_INFINITY : from + (k + 1) * h];
    attempt(field, arrays, h, 1);
    field(next, end);
    if ((times[i] as number) <= after) prepareDense(field, arrays, h);
    for (; i < times.length && (times[i] as number) <= after; i++)
      evaluateDense(state, arrays.polynomial, ((times[i] as number) - begin) / h, states, i * size);
    state.set(next);
    first.set(end);
  }
  return states;
}
