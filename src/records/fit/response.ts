import { rk4, type VectorField } from "../../mechanics/index.js";

/** A stretch of one motion whose samples are explained by one initial state and the field. */
export interface Stretch {
  /** Times of its samples, [samples]. */
  readonly times: Float64Array;
  /** Measured states at these times, [samples][2d]; components that were not measured are not read. */
  readonly observed: Float64Array;
  /** Where the field is asked: both ends and the middle of every step, [steps 2 + 1][2d]. */
  readonly nodes: Float64Array;
  /** Steps between neighbouring samples, [samples - 1]. */
  readonly steps: Int32Array;
}

/**
 * How the states at the samples follow from the initial state and the field along the motion, to first order about the nodes:
 *
 *     x(t_i) = offset_i + Phi_i x(t_0) + sum_j W_ij f(node_j)
 *
 * (variation of constants, the integral by Simpson's rule).
 */
export interface Response {
  /** [samples][2d]. */
  readonly offsets: Float64Array;
  /** [samples][2d][2d]. */
  readonly transitions: Float64Array;
  /** [samples][2d][nodes][2d]. */
  readonly weights: Float64Array;
}

/**
 * The response about nodes that need not solve the field's equation, where only a linear part A of the field, [2d][2d], is known:
 * the states are the initial state's motion under A and the integral of the rest along the nodes.
 */
export function integralResponse(stretch: Stretch, size: number, A: Float64Array): Response {
  const result = response(stretch, size, (_, out) => out.set(A));
  const { nodes } = stretch;
  const width = nodes.length;
  const known = new Float64Array(width);
  for (let j = 0; j < width; j++)
    for (let b = 0, a = j % size; b < size; b++)
      known[j] = (known[j] as number) + (A[a * size + b] as number) * (nodes[j - a + b] as number);
  for (let row = 0; row < result.offsets.length; row++)
    for (let j = 0; j < width; j++)
      result.offsets[row] =
        (result.offsets[row] as number) - (result.weights[row * width + j] as number) * (known[j] as number);
  return result;
}

/** The response about nodes that solve the equation of `field`. */
export function linearResponse(stretch: Stretch, size: number, field: VectorField): Response {
  const scale = componentScales(stretch.nodes, size);
  const result = response(stretch, size, (node, out) => jacobian(field, node, scale, out));
  const { nodes } = stretch;
  const samples = stretch.times.length;
  const width = nodes.length;
  const values = new Float64Array(width);
  for (let j = 0; j < width; j += size) field(nodes.subarray(j, j + size), values.subarray(j, j + size));
  // What solves the equation is kept as it is: x - Phi x_0 - W f is what the linear response leaves out.
  for (let i = 0, at = 0; i < samples; i++) {
    for (let a = 0; a < size; a++) {
      let offset = nodes[at * size + a] as number;
      for (let b = 0; b < size; b++)
        offset -= (result.transitions[(i * size + a) * size + b] as number) * (nodes[b] as number);
      const row = (i * size + a) * width;
      for (let j = 0; j < width; j++) offset -= (result.weights[row + j] as number) * (values[j] as number);
      result.offsets[i * size + a] = offset;
    }
    at += 2 * (stretch.steps[i] ?? 0);
  }
  return result;
}

function response(
  { times, nodes, steps }: Stretch,
  size: number,
  jacobianAt: (node: Float64Array, out: Float64Array) => unknown,
): Response {
  const samples = times.length;
  const count = nodes.length / size;
  const transitions = new Float64Array(samples * size * size);
  const weights = new Float64Array(samples * size * nodes.length);
  const phi = identity(size);
  const sums = new Float64Array(size * nodes.length);
  const [half, whole] = [new Float64Array(size * size), new Float64Array(size * size)];
  transitions.set(phi);
  for (let i = 1, node = 0; i < samples; i++) {
    const n = steps[i - 1] as number;
    const h = ((times[i] as number) - (times[i - 1] as number)) / n;
    for (let k = 0; k < n; k++, node += 2) {
      stepTransitions(nodes, node, size, h, jacobianAt, half, whole);
      multiplyInto(whole, phi, size, size);
      multiplyInto(whole, sums, size, nodes.length, 0, (node + 1) * size);
      for (let a = 0; a < size; a++) {
        const row = a * nodes.length;
        for (let b = 0; b < size; b++) {
          const at = row + b;
          sums[at + node * size] = (sums[at + node * size] as number) + (h / 6) * (whole[a * size + b] as number);
          sums[at + (node + 1) * size] = ((4 * h) / 6) * (half[a * size + b] as number);
        }
        sums[row + (node + 2) * size + a] = h / 6;
      }
    }
    transitions.set(phi, i * size * size);
    weights.set(sums, i * size * nodes.length);
  }
  if (count < 1) throw new RangeError("a stretch needs nodes");
  return { offsets: new Float64Array(samples * size), transitions, weights };
}

/** Transition matrices of the linearised equation over a step (from its start) and over its second half (from its middle). */
function stepTransitions(
  nodes: Float64Array,
  node: number,
  size: number,
  h: number,
  jacobianAt: (node: Float64Array, out: Float64Array) => unknown,
  half: Float64Array,
  whole: Float64Array,
): void {
  const A = [0, 1, 2].map((k) => {
    const out = new Float64Array(size * size);
    jacobianAt(nodes.subarray((node + k) * size, (node + k + 1) * size), out);
    return out;
  }) as [Float64Array, Float64Array, Float64Array];
  // Classical Runge-Kutta for X' = A X, X(0) = 1, with A at the start, the middle and the end.
  runge(A[0], A[1], A[2], h, size, whole);
  const between = A[1].map((value, k) => (value + (A[2][k] as number)) / 2);
  runge(A[1], between, A[2], h / 2, size, half);
}

function runge(A0: Float64Array, A1: Float64Array, A2: Float64Array, h: number, size: number, out: Float64Array): void {
  const one = identity(size);
  const plus = (k: Float64Array, factor: number) => one.map((value, i) => value + factor * (k[i] as number));
  const k1 = A0;
  const k2 = times(A1, plus(k1, h / 2), size);
  const k3 = times(A1, plus(k2, h / 2), size);
  const k4 = times(A2, plus(k3, h), size);
  for (let i = 0; i < out.length; i++)
    out[i] =
      (one[i] as number) +
      (h / 6) * ((k1[i] as number) + 2 * ((k2[i] as number) + (k3[i] as number)) + (k4[i] as number));
}

function times(a: Float64Array, b: Float64Array, size: number): Float64Array {
  const out = new Float64Array(size * size);
  for (let i = 0; i < size; i++)
    for (let j = 0; j < size; j++) {
      let total = 0;
      for (let k = 0; k < size; k++) total += (a[i * size + k] as number) * (b[k * size + j] as number);
      out[i * size + j] = total;
    }
  return out;
}

/** Replaces the columns from `begin` to `end` of b [size][width] by those of a b. */
function multiplyInto(a: Float64Array, b: Float64Array, size: number, width: number, begin = 0, end = width): void {
  const column = new Float64Array(size);
  for (let j = begin; j < end; j++) {
    for (let i = 0; i < size; i++) {
      let total = 0;
      for (let k = 0; k < size; k++) total += (a[i * size + k] as number) * (b[k * width + j] as number);
      column[i] = total;
    }
    for (let i = 0; i < size; i++) b[i * width + j] = column[i] as number;
  }
}

function identity(size: number): Float64Array {
  return Float64Array.from({ length: size * size }, (_, k) => (k % (size + 1) === 0 ? 1 : 0));
}

/** df_a/dx_b by central differences. */
function jacobian(field: VectorField, x: Float64Array, scale: Float64Array, out: Float64Array): void {
  const size = x.length;
  const [at, plus, minus] = [x.slice(), new Float64Array(size), new Float64Array(size)];
  for (let b = 0; b < size; b++) {
    const step = 1e-5 * (scale[b] as number);
    at[b] = (x[b] as number) + step;
    field(at, plus);
    at[b] = (x[b] as number) - step;
    field(at, minus);
    at[b] = x[b] as number;
    for (let a = 0; a < size; a++) out[a * size + b] = ((plus[a] as number) - (minus[a] as number)) / (2 * step);
  }
}

function componentScales(nodes: Float64Array, size: number): Float64Array {
  return Float64Array.from({ length: size }, (_, a) => {
    let largest = 0;
    for (let k = a; k < nodes.length; k += size) largest = Math.max(largest, Math.abs(nodes[k] as number));
    return largest || 1;
  });
}

/** The nodes of a stretch as the solution of `field` from `initial`; undefined where it leaves all bounds. */
export function solveNodes(
  stretch: Stretch,
  initial: Float64Array,
  field: VectorField,
  bound: number,
): Float64Array | undefined {
  const size = initial.length;
  const nodes = new Float64Array(stretch.nodes.length);
  const state = initial.slice();
  const step = rk4.stepper(field, size);
  nodes.set(state);
  for (let i = 1, node = 1; i < stretch.times.length; i++) {
    const n = stretch.steps[i - 1] as number;
    const h = ((stretch.times[i] as number) - (stretch.times[i - 1] as number)) / n;
    for (let k = 0; k < 2 * n; k++, node++) {
      // Two Runge-Kutta steps between nodes.
      step(state, h / 4);
      step(state, h / 4);
      if (!state.every((value) => Math.abs(value) <= bound)) return undefined;
      nodes.set(state, node * size);
    }
  }
  return nodes;
}
