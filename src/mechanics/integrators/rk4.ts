import { UserError } from "../../base/errors.js";
import type { VectorField } from "../system.js";

/**
 * The classical Runge-Kutta method of order 4 with fixed steps (Kutta 1901): the state at every one of the ascending
 * `times` (s), as [time][component] with the initial state first. Every interval is divided into `substeps` equal steps.
 *
 * Never fails: a motion that runs away becomes large or non-finite.
 */
export function rk4(field: VectorField, initial: Float64Array, times: ArrayLike<number>, substeps = 1): Float64Array {
  if (!Number.isInteger(substeps) || substeps < 1)
    throw new UserError(`rk4: substeps must be a positive integer, got ${substeps}`);
  const size = initial.length;
  const states = new Float64Array(times.length * size);
  states.set(initial);
  const step = rk4Stepper(field, size);
  const state = initial.slice();
  for (let i = 1; i < times.length; i++) {
    const h = ((times[i] as number) - (times[i - 1] as number)) / substeps;
    for (let k = 0; k < substeps; k++) step(state, h);
    states.set(state, i * size);
  }
  return states;
}

/** Makes a function that advances a state of `size` numbers in place by one step of h seconds; it allocates nothing. */
export function rk4Stepper(field: VectorField, size: number): (state: Float64Array, h: number) => void {
  const [k1, k2, k3, k4, at] = Array.from({ length: 5 }, () => new Float64Array(size)) as Buffers;
  const displace = (state: Float64Array, k: Float64Array, h: number) => {
    for (let i = 0; i < size; i++) at[i] = (state[i] as number) + h * (k[i] as number);
  };
  return (state, h) => {
    field(state, k1);
    displace(state, k1, h / 2);
    field(at, k2);
    displace(state, k2, h / 2);
    field(at, k3);
    displace(state, k3, h);
    field(at, k4);
    for (let i = 0; i < size; i++) {
      const slope = (k1[i] as number) + 2 * ((k2[i] as number) + (k3[i] as number)) + (k4[i] as number);
      state[i] = (state[i] as number) + (h / 6) * slope;
    }
  };
}

type Buffers = [Float64Array, Float64Array, Float64Array, Float64Array, Float64Array];
