import type { VectorField } from "../definition.js";
import { type Arithmetic, arithmeticFor, type StepArrays } from "./dop853-arithmetic.js";

export interface Dop853Options {
  /** Bound on the error of a step, both relative to each component and absolute. */
  readonly tolerance: number;
  /** Accepted and rejected steps together. */
  readonly maxSteps?: number;
  /** Sees the state after every accepted step (not to be kept: it is overwritten); `false` stops the integration. */
  readonly onStep?: (time: number, state: Float64Array) => boolean;
  /**
   * Sees the dense output of every accepted step from `time` to `time + h`: the state at its start and the coefficients F0 to
   * F6 of `evaluateDense` (not to be kept: they are overwritten). Costs three evaluations of the field a step.
   */
  readonly onDense?: (time: number, h: number, state: Float64Array, polynomial: readonly Float64Array[]) => void;
}

export interface Dop853Solution {
  /** [time][component]; zero from `reached` on. */
  readonly states: Float64Array;
  /** How many of the times were reached. */
  readonly reached: number;
  /** Time of the last accepted step, s. */
  readonly time: number;
  /** Why the tolerance could not be held, if so. */
  readonly failure?: string;
  /** Accepted and rejected. */
  readonly steps: number;
}

const MAX_STEPS = 100_000;
const [SAFETY, SHRINK, GROW] = [0.9, 1 / 3, 6];

/**
 * Integrates dx/dt = field(x) with DOP853 (Hairer, Norsett and Wanner 1993, section II.10): order 8, step sizes chosen
 * from embedded errors of orders 5 and 3, and states at the ascending `times` (s, the first is that of `initial`) from
 * the dense output of order 7. The loop over steps allocates nothing.
 */
export function dop853(
  field: VectorField,
  initial: Float64Array,
  times: ArrayLike<number>,
  options: Dop853Options,
): Dop853Solution {
  const work = spare.get(initial.length) ?? new Workspace(initial.length);
  // An integration inside a callback of another takes arrays of its own.
  spare.delete(initial.length);
  try {
    return integrateIn(work, field, initial, times, options);
  } finally {
    spare.set(initial.length, work);
  }
}

/** Arrays of the last integration of each size: short ones would spend a third of their time making theirs. */
const spare = new Map<number, Workspace>();

function integrateIn(
  work: Workspace,
  field: VectorField,
  initial: Float64Array,
  times: ArrayLike<number>,
  { tolerance, maxSteps = MAX_STEPS, onStep, onDense }: Dop853Options,
): Dop853Solution {
  const size = initial.length;
  const states = new Float64Array(times.length * size);
  states.set(initial);
  work.begin(field, initial);
  const end = times[times.length - 1] as number;
  let time = times[0] as number;
  let reached = 1;
  let steps = 0;
  const outcome = (failure?: string): Dop853Solution => ({
    states,
    reached,
    time,
    steps,
    ...(failure === undefined ? {} : { failure }),
  });

  work.field(work.state, work.slopes[0] as Float64Array);
  let h = work.firstStep(end - time, tolerance);
  let rejected = false;
  while (time < end) {
    if (steps++ >= maxSteps) return outcome(`more than ${maxSteps} steps`);
    if (!(h > 2 ** -50 * Math.max(Math.abs(time), Math.abs(end)))) return outcome("the step size underflows");
    const last = time + 1.01 * h >= end;
    if (last) h = end - time;
    const error = work.attempt(h, tolerance);
    // The eighth root as three square roots, which every platform rounds alike.
    const factor = SAFETY / Math.sqrt(Math.sqrt(Math.sqrt(error)));
    if (!(error < 1)) {
      h *= factor > SHRINK ? factor : SHRINK;
      rejected = true;
      continue;
    }
    work.field(work.next, work.slopes[12] as Float64Array);
    const after = last ? end : time + h;
    if (onDense !== undefined || (reached < times.length && (times[reached] as number) < after)) work.prepareDense(h);
    onDense?.(time, after - time, work.state, work.polynomial);
    for (; reached < times.length && (times[reached] as number) <= after; reached++) {
      const t = times[reached] as number;
      if (t === after) states.set(work.next, reached * size);
      else work.dense((t - time) / h, states, reached * size);
    }
    time = after;
    work.advance();
    if (onStep !== undefined && !onStep(time, work.state)) return outcome();
    h *= rejected ? Math.min(factor, 1) : Math.min(factor, GROW);
    rejected = false;
  }
  return outcome();
}

/** The arrays of one integration and the parts of a step. */
class Workspace implements StepArrays {
  field: VectorField = () => {};
  private readonly arithmetic: Arithmetic;
  /** Values of the field at the stages 0 to 15. */
  readonly slopes: readonly Float64Array[];
  /** State at the start of the step. */
  state: Float64Array;
  /** State at the end of the step. */
  next: Float64Array;
  readonly at: Float64Array;
  /** Coefficients of the dense output, F0 to F6. */
  readonly polynomial: readonly Float64Array[];

  constructor(readonly size: number) {
    const vectors = (count: number) => Array.from({ length: count }, () => new Float64Array(size));
    this.arithmetic = arithmeticFor(size);
    this.slopes = vectors(16);
    [this.state, this.next, this.at] = vectors(3) as [Float64Array, Float64Array, Float64Array];
    this.polynomial = vectors(7);
  }

  begin(field: VectorField, initial: Float64Array): void {
    this.field = field;
    this.state.set(initial);
  }

  /** A first step from the sizes of the field and its change (Hairer, Norsett and Wanner 1993, section II.4). */
  firstStep(span: number, tolerance: number): number {
    const { size, state, at } = this;
    const slope = this.slopes[0] as Float64Array;
    const probe = this.slopes[1] as Float64Array;
    const norm = (value: (i: number) => number) => {
      let sum = 0;
      for (let i = 0; i < size; i++) sum += (value(i) / (tolerance * (1 + Math.abs(state[i] as number)))) ** 2;
      return Math.sqrt(sum / size);
    };
    const d0 = norm((i) => state[i] as number);
    const d1 = norm((i) => slope[i] as number);
    const h0 = Math.min(d0 < 1e-5 || d1 < 1e-5 ? 1e-6 : (0.01 * d0) / d1, span);
    for (let i = 0; i < size; i++) at[i] = (state[i] as number) + h0 * (slope[i] as number);
    this.field(at, probe);
    const d2 = norm((i) => (probe[i] as number) - (slope[i] as number)) / h0;
    const largest = Math.max(d1, d2);
    const h1 = largest <= 1e-15 ? Math.max(1e-6, h0 * 1e-3) : Math.sqrt(Math.sqrt(Math.sqrt(0.01 / largest)));
    return Math.min(100 * h0, h1, span);
  }

  /** Computes the stages and `next` for a step of h seconds; returns its error relative to the tolerance. */
  attempt(h: number, tolerance: number): number {
    return this.arithmetic.attempt(this.field, this, h, tolerance);
  }

  /** Makes the end of the step the start of the next one. */
  advance(): void {
    [this.state, this.next] = [this.next, this.state];
    (this.slopes[0] as Float64Array).set(this.slopes[12] as Float64Array);
  }

  /** Computes the three further stages and the coefficients of the dense output for the accepted step. */
  prepareDense(h: number): void {
    this.arithmetic.prepareDense(this.field, this, h);
  }

  /** Writes the state at the fraction x of the step (0 < x < 1). */
  dense(x: number, out: Float64Array, offset: number): void {
    evaluateDense(this.state, this.polynomial, x, out, offset);
  }
}

/**
 * Writes the state at the fraction x of a step (0 to 1) to `out[offset...]`, from the state at its start and the coefficients F0
 * to F6 of its dense output.
 */
export function evaluateDense(
  state: Float64Array,
  polynomial: readonly Float64Array[],
  x: number,
  out: Float64Array,
  offset = 0,
): void {
  const [f0, f1, f2, f3, f4, f5, f6] = polynomial as Polynomial;
  const y = 1 - x;
  for (let i = 0; i < state.length; i++) {
    const high = (f3[i] as number) + x * ((f4[i] as number) + y * ((f5[i] as number) + x * (f6[i] as number)));
    const low = (f0[i] as number) + y * ((f1[i] as number) + x * ((f2[i] as number) + y * high));
    out[offset + i] = (state[i] as number) + x * low;
  }
}

type Polynomial = [Float64Array, Float64Array, Float64Array, Float64Array, Float64Array, Float64Array, Float64Array];
