import { reachable, sizeOf, type Tensor } from "../../src/graph/index.js";

// An independent meaning of every operation: element by element in float64, from index arithmetic and Math alone.

export type Numbers = ArrayLike<number>;
export type Feeds = Readonly<Record<string, Numbers>>;
/** The attributes read below; each operation has its own of them. */
interface Attributes {
  readonly kind: string;
  readonly order: number;
  readonly axis: number;
  readonly before: number;
  readonly exponent: number;
  readonly permutation: readonly number[];
  readonly start: number;
}
type Index = readonly number[];
export interface Value {
  readonly data: Numbers;
  readonly shape: readonly number[];
}
type Meaning = (node: Tensor, operands: readonly Value[], feeds: Feeds) => Numbers;

/** Calls `visit` with every index of the shape, in row-major order. */
function build(shape: readonly number[], at: (index: Index) => number): Float64Array {
  const strides = shape.map((_, axis) => sizeOf(shape.slice(axis + 1)));
  return Float64Array.from({ length: sizeOf(shape) }, (_, k) =>
    at(shape.map((n, axis) => Math.floor(k / (strides[axis] as number)) % n)),
  );
}

/** The element at `index`, where axes that the value lacks or has once are stretched (NumPy's rule). */
function element({ data, shape }: Value, index: Index): number {
  const offset = index.length - shape.length;
  const k = shape.reduce((flat, n, axis) => flat * n + (n === 1 ? 0 : (index[axis + offset] as number)), 0);
  return data[k] as number;
}

const unary =
  (f: (x: number, attributes: Attributes) => number): Meaning =>
  (node, [x]) =>
    Array.from((x as Value).data, (value) => f(value, node.attributes as unknown as Attributes));

const binary =
  (f: (a: number, b: number) => number): Meaning =>
  (node, [a, b]) =>
    build(node.shape, (index) => f(element(a as Value, index), element(b as Value, index)));

/** Rearranges: where the element at an index of the result comes from, or undefined for a zero. */
const moved =
  (from: (index: Index, attributes: Attributes) => Index | undefined): Meaning =>
  (node, [x]) =>
    build(node.shape, (index) => {
      const source = from(index, node.attributes as unknown as Attributes);
      return source === undefined ? 0 : element(x as Value, source);
    });

const replaced = (index: Index, axis: number, value: number) => index.map((i, k) => (k === axis ? value : i));

const sigmoid = (x: number) => 0.5 * (1 + Math.tanh(x / 2));

/** Derivatives 0 to 3 of f(softplus(x)) from those of f at softplus(x) (Faa di Bruno). */
function afterSoftplus([f0, f1, f2, f3]: readonly [number, number, number, number], x: number): number[] {
  const s = sigmoid(x);
  const [s1, s2] = [s * (1 - s), s * (1 - s) * (1 - 2 * s)];
  return [f0, f1 * s, f2 * s * s + f1 * s1, f3 * s ** 3 + 3 * f2 * s * s1 + f1 * s2];
}

/** Derivatives 0 to 3 of tanh at h, by its addition of sech. */
function tanhDerivatives(h: number): [number, number, number, number] {
  const [t, sech2] = [Math.tanh(h), 1 / Math.cosh(h) ** 2];
  return [t, sech2, -2 * t * sech2, sech2 * (4 * t * t - 2 * sech2)];
}

const timesX = (x: number, f: readonly number[]) => f.map((fk, k) => x * fk + k * (f[k - 1] ?? 0));

const smoothDerivatives: Readonly<Record<string, (x: number) => readonly number[]>> = {
  tanh: tanhDerivatives,
  softplus: (x) => afterSoftplus([Math.log1p(Math.exp(x)), 1, 0, 0], x),
  // sigmoid(x) = (1 + tanh(x / 2)) / 2
  silu: (x) =>
    timesX(
      x,
      tanhDerivatives(x / 2).map((d, k) => (k === 0 ? sigmoid(x) : d / 2 ** (k + 1))),
    ),
  mish: (x) => timesX(x, afterSoftplus(tanhDerivatives(Math.log1p(Math.exp(x))), x)),
};

export const meanings: Readonly<Record<string, Meaning>> = {
  input: (node, _, feeds) => feeds[node.attributes.name as string] as Numbers,
  fill: (node) => build(node.shape, () => node.attributes.value as number),
  table: (node) => node.attributes.data as Float64Array,
  add: binary((a, b) => a + b),
  sub: binary((a, b) => a - b),
  mul: binary((a, b) => a * b),
  div: binary((a, b) => a / b),
  neg: unary((x) => -x),
  exp: unary(Math.exp),
  log: unary(Math.log),
  sin: unary(Math.sin),
  cos: unary(Math.cos),
  sqrt: unary(Math.sqrt),
  abs: unary(Math.abs),
  sign: unary(Math.sign),
  tanh: unary(Math.tanh),
  sigmoid: unary(sigmoid),
  softplus: unary((x) => (x > 0 ? x + Math.log1p(Math.exp(-x)) : Math.log1p(Math.exp(x)))),
  // cosh x = 1 + 2 sinh^2(x / 2), which keeps the digits of small x; beyond 300 cosh is e^|x| / 2.
  logCosh: unary((x) => (Math.abs(x) > 300 ? Math.abs(x) - Math.LN2 : Math.log1p(2 * Math.sinh(x / 2) ** 2))),
  mishGate: unary((x) => Math.tanh(Math.log1p(Math.exp(x)))),
  smooth: unary((x, { kind, order }) => smoothDerivatives[kind]?.(x)[order] as number),
  pow: unary((x, { exponent }) => x ** exponent),
  reshape: (_, [x]) => (x as Value).data,
  transpose: moved((index, { permutation }) => {
    return permutation.map((_, axis) => index[permutation.indexOf(axis)] as number);
  }),
  slice: moved((index, { axis, start }) => replaced(index, axis, (index[axis] as number) + start)),
  pad(node, [x]) {
    const { axis, before } = node.attributes as unknown as Attributes;
    const size = (x as Value).shape[axis] as number;
    return build(node.shape, (index) => {
      const i = (index[axis] as number) - before;
      return i < 0 || i >= size ? 0 : element(x as Value, replaced(index, axis, i));
    });
  },
  concat(node, operands) {
    const axis = node.attributes.axis as number;
    return build(node.shape, (index) => {
      let i = index[axis] as number;
      for (const x of operands) {
        const size = x.shape[axis] as number;
        if (i < size) return element(x, replaced(index, axis, i));
        i -= size;
      }
      return Number.NaN;
    });
  },
  broadcast: moved((index) => index),
  sum(node, [x]) {
    const axes = node.attributes.axes as readonly number[];
    const { shape } = x as Value;
    const summed = axes.map((axis) => shape[axis] as number);
    return build(node.shape, (index) => {
      const kept = [...index];
      const terms = build(summed, (inner) => {
        let next = 0;
        return element(
          x as Value,
          shape.map((_, axis) => (axes.includes(axis) ? inner[axes.indexOf(axis)] : kept[next++]) as number),
        );
      });
      return terms.reduce((a, b) => a + b, 0);
    });
  },
  detach: unary((x) => x),
  alias: unary((x) => x),
  matmul(node, [a, b]) {
    const { transposeA, transposeB } = node.attributes as { transposeA: boolean; transposeB: boolean };
    const inner = (a as Value).shape.at(transposeA ? -2 : -1) as number;
    return build(node.shape, (index) => {
      const stack = index.slice(0, -2);
      const [row, column] = index.slice(-2) as [number, number];
      let total = 0;
      for (let k = 0; k < inner; k++)
        total +=
          element(a as Value, [...stack, ...(transposeA ? [k, row] : [row, k])]) *
          element(b as Value, [...stack, ...(transposeB ? [column, k] : [k, column])]);
      return total;
    });
  },
};

/** Values of the tensors with the given inputs; `values` keeps them, for more tensors over the same inputs. */
export function naiveValues(
  tensors: readonly Tensor[],
  feeds: Feeds,
  values = new Map<Tensor, Value>(),
): Float64Array[] {
  for (const node of reachable(tensors)) {
    if (values.has(node)) continue;
    const meaning = meanings[node.operation.name];
    if (meaning === undefined) throw new Error(`no meaning for ${node.operation.name}`);
    const operands = node.inputs.map((x) => values.get(x) as Value);
    values.set(node, { data: meaning(node, operands, feeds), shape: node.shape });
  }
  return tensors.map((tensor) => Float64Array.from((values.get(tensor) as Value).data));
}

export const naiveValue = (tensor: Tensor, feeds: Feeds): Float64Array =>
  naiveValues([tensor], feeds)[0] as Float64Array;

/** d/dx of sum(weights * f(x)) at every element of `x`, by central differences. */
export function differences(f: (x: Float64Array) => Numbers, x: Numbers, weights: Numbers, step = 1e-5): Float64Array {
  const at = Float64Array.from(x);
  const weighted = () => {
    const y = f(at);
    let total = 0;
    for (let i = 0; i < y.length; i++) total += (y[i] as number) * (weights[i] as number);
    return total;
  };
  return Float64Array.from(x, (value, i) => {
    at[i] = value + step;
    const above = weighted();
    at[i] = value - step;
    const below = weighted();
    at[i] = value;
    return (above - below) / (2 * step);
  });
}

/** Finite differences of sum(weights * tensor) with respect to the named input. */
export function naiveGradient(tensor: Tensor, name: string, feeds: Feeds, weights: Numbers = [1]): Float64Array {
  return differences((x) => naiveValue(tensor, { ...feeds, [name]: x }), feeds[name] as Numbers, weights);
}
