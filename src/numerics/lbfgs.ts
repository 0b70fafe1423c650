import { dot as dotRows } from "./dot.js";
import { lineSearch, type SliceValue } from "./line-search.js";

/** Returns the value at x and writes the gradient there; a value that is not finite marks x as out of bounds. */
export type Objective = (x: Float64Array, gradient: Float64Array) => number;

export interface LbfgsOptions {
  readonly iterations?: number;
  /** Stops once no component of the gradient is larger. */
  readonly gradientTolerance?: number;
  /** Stops once an iteration lowers the value by less than this times (1 + |value|). */
  readonly valueTolerance?: number;
  /** Pairs of steps and gradient changes that are kept. */
  readonly memory?: number;
  /** Length of the very first step. */
  readonly firstStep?: number;
}

export interface Minimum {
  readonly x: Float64Array;
  readonly value: number;
  readonly gradient: Float64Array;
  readonly iterations: number;
  /** Calls of the objective. */
  readonly evaluations: number;
  /** Whether a tolerance was met; else the iterations ran out or no step along the last direction lowered the value. */
  readonly converged: boolean;
}

/**
 * Minimises a smooth function from `start` with limited-memory BFGS (Nocedal 1980; Nocedal and Wright 2006, algorithm 7.5)
 * and a line search for the strong Wolfe conditions. Throws where the value at `start` is not finite.
 */
export function lbfgs(objective: Objective, start: ArrayLike<number>, options: LbfgsOptions = {}): Minimum {
  const search = minimise(start, options);
  let turn = search.next();
  while (!turn.done) turn = search.next(objective(turn.value.x, turn.value.gradient));
  return turn.value;
}

/** The same for a function that is computed elsewhere, by an engine say. */
export async function lbfgsAsync(
  objective: (...given: Parameters<Objective>) => Promise<number>,
  start: ArrayLike<number>,
  options: LbfgsOptions = {},
): Promise<Minimum> {
  const search = minimise(start, options);
  let turn = search.next();
  while (!turn.done) turn = search.next(await objective(turn.value.x, turn.value.gradient));
  return turn.value;
}

/** A point whose value is wanted and whose gradient has to be written. */
interface Request {
  readonly x: Float64Array;
  readonly gradient: Float64Array;
}

function* minimise(start: ArrayLike<number>, options: LbfgsOptions): Generator<Request, Minimum, number> {
  const { iterations = 100, gradientTolerance = 1e-6, valueTolerance = 1e-10, memory = 10, firstStep = 1 } = options;
  let x: Float64Array = Float64Array.from(start);
  let gradient: Float64Array = new Float64Array(x.length);
  let value = yield { x, gradient };
  let evaluations = 1;
  if (!Number.isFinite(value)) throw new RangeError("lbfgs: the value at the start is not finite");
  const history: Pair[] = [];
  const finish = (iteration: number, converged: boolean): Minimum => {
    return { x, value, gradient, iterations: iteration, evaluations, converged };
  };

  for (let iteration = 0; iteration < iterations; iteration++) {
    if (largest(gradient) <= gradientTolerance) return finish(iteration, true);
    const direction = descend(gradient, history);
    const slope = dot(direction, gradient);
    let last = { step: 0, x, gradient, value };
    const along = function* (step: number): Generator<Request, SliceValue, number> {
      const at = x.slice();
      for (let i = 0; i < at.length; i++) at[i] = (at[i] as number) + step * (direction[i] as number);
      const there = new Float64Array(x.length);
      last = { step, x: at, gradient: there, value: yield { x: at, gradient: there } };
      evaluations++;
      return { value: last.value, slope: dot(there, direction) };
    };
    const first = history.length === 0 ? firstStep / norm(direction) : 1;
    const search = lineSearch({ value, slope }, first);
    let turn = search.next();
    while (!turn.done) turn = search.next(yield* along(turn.value));
    const step = turn.value;
    if (step === undefined) {
      if (history.length === 0) return finish(iteration, false);
      // A stale curvature can spoil the direction: steepest descent gets a try before giving up.
      history.length = 0;
      continue;
    }
    if (last.step !== step) yield* along(step);
    const change = { x: subtract(last.x, x), gradient: subtract(last.gradient, gradient) };
    const curvature = dot(change.x, change.gradient);
    if (curvature > 1e-12 * norm(change.x) * norm(change.gradient)) {
      history.push({ ...change, curvature });
      if (history.length > memory) history.shift();
    }
    const gained = value - last.value;
    ({ x, gradient, value } = last);
    if (gained <= valueTolerance * (1 + Math.abs(value))) return finish(iteration + 1, true);
  }
  return finish(iterations, false);
}

interface Pair {
  readonly x: Float64Array;
  readonly gradient: Float64Array;
  readonly curvature: number;
}

/** Minus the approximate inverse Hessian times the gradient (the two-loop recursion); each pass prepares the next one's product. */
function descend(gradient: Float64Array, history: readonly Pair[]): Float64Array {
  const r = gradient.slice();
  for (let i = 0; i < r.length; i++) r[i] = -(r[i] as number);
  const newest = history.at(-1);
  if (newest === undefined) return r;
  const weights = new Float64Array(history.length);
  let product = dot(newest.x, r);
  for (let k = history.length - 1; k >= 0; k--) {
    const { gradient: change, curvature } = history[k] as Pair;
    weights[k] = product / curvature;
    product = accumulate(r, -(weights[k] as number), change, history[k - 1]?.x ?? change);
  }
  const scale = newest.curvature / dot(newest.gradient, newest.gradient);
  for (let i = 0; i < r.length; i++) r[i] = (r[i] as number) * scale;
  product = dot((history[0] as Pair).gradient, r);
  history.forEach((pair, k) => {
    const weight = (weights[k] as number) - product / pair.curvature;
    product = accumulate(r, weight, pair.x, history[k + 1]?.gradient ?? pair.x);
  });
  return r;
}

// Loops, not the arrays' own methods: a network has 10,000 parameters, and a call for each would take longer than its gradient.
const dot = (a: Float64Array, b: Float64Array) => dotRows(a, 0, b, 0, a.length);
const norm = (a: Float64Array) => Math.sqrt(dot(a, a));

function largest(a: Float64Array): number {
  let most = 0;
  for (let i = 0; i < a.length; i++) most = Math.max(most, Math.abs(a[i] as number));
  return most;
}

function subtract(a: Float64Array, b: Float64Array): Float64Array {
  const difference = a.slice();
  for (let i = 0; i < a.length; i++) difference[i] = (a[i] as number) - (b[i] as number);
  return difference;
}

/** Adds `factor` times `values`; returns the scalar product of the sum with `next`, for the same price. */
function accumulate(into: Float64Array, factor: number, values: Float64Array, next: Float64Array): number {
  let product = 0;
  for (let i = 0; i < into.length; i++) {
    const sum = (into[i] as number) + factor * (values[i] as number);
    into[i] = sum;
    product += sum * (next[i] as number);
  }
  return product;
}
