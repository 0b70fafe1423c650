import { generatedFunction } from "../operations/generated.js";
import { expandSmooth, smoothOperation } from "../operations/smooth.js";
import { type Shape, sizeOf } from "../shape.js";
import type { Operation, Tensor } from "../tensor.js";

/** Computes one node: reads the arrays of its operands, writes its own. Allocates nothing. */
export type ArrayKernel = () => void;

/** The kernel of a node; `undefined` for an operation that has no form on plain arrays. */
export function kernelOf(node: Tensor, operands: readonly Float64Array[], out: Float64Array): ArrayKernel | undefined {
  const { operation } = node;
  if (operation.evaluate !== undefined) return elementwise(node, operation, operands, out);
  if (operation.name === "matmul") return product(node, operands as [Float64Array, Float64Array], out);
  if (operation.name === "sum") return total(node, operands[0] as Float64Array, out);
  if (operation.name === "concat") return joined(node, operands, out);
  const from = sources(node);
  return from && gather(operands[0] as Float64Array, from, out);
}

/** Whether the node's array is its operand's: the same elements in the same order. */
export const sharesArray = ({ operation }: Tensor) => ["reshape", "detach", "alias"].includes(operation.name);

/** Activations become elementary operations, for which kernels exist. */
export const expanded = (node: Tensor): Tensor | undefined =>
  node.operation === smoothOperation ? expandSmooth(node, node.inputs[0] as Tensor) : undefined;

type Loop = (out: Float64Array, a: Float64Array, b: Float64Array, ia: Int32Array, ib: Int32Array) => void;
const loops = new Map<string, Loop>();
const none = { array: new Float64Array(0), index: new Int32Array(0) };

function elementwise(
  node: Tensor,
  operation: Operation,
  operands: readonly Float64Array[],
  out: Float64Array,
): ArrayKernel {
  const [a = none.array, b = none.array] = operands;
  const tables = node.inputs.map((x) => stretchedIndex(x.shape, node.shape));
  const [ia, ib] = [tables[0] ?? none.index, tables[1] ?? none.index];
  const access = (i: number) =>
    sizeOf((node.inputs[i] as Tensor).shape) === 1 ? "[0]" : tables[i] === undefined ? "[i]" : `[i${"ab"[i]}[i]]`;
  const names = node.inputs.map((_, i) => `${"ab"[i]}${access(i)}`);
  const loop = generated(operation, node, names);
  if (loop !== undefined) return () => loop(out, a, b, ia, ib);
  const values = node.inputs.map(() => 0);
  return () => {
    for (let i = 0; i < out.length; i++) {
      for (let k = 0; k < values.length; k++) {
        const x = operands[k] as Float64Array;
        values[k] = x[x.length === 1 ? 0 : (tables[k]?.[i] ?? i)] as number;
      }
      out[i] = operation.evaluate?.(values, node.attributes) as number;
    }
  };
}

/** The loop as generated code; `undefined` where a page forbids that. */
function generated(operation: Operation, node: Tensor, operands: readonly string[]): Loop | undefined {
  const body = `for (let i = 0; i < out.length; i++) out[i] = ${operation.scalar?.(operands, node.attributes)};`;
  const known = loops.get(body);
  if (known !== undefined) return known;
  try {
    const loop = generatedFunction<Loop>(["out", "a", "b", "ia", "ib"], body);
    loops.set(body, loop);
    return loop;
  } catch (error) {
    if (error instanceof EvalError) return undefined;
    throw error;
  }
}

/** For every element of `to` the element of `from` that is stretched to it; `undefined` where they are the same. */
function stretchedIndex(from: Shape, to: Shape): Int32Array | undefined {
  if (sizeOf(from) === sizeOf(to)) return undefined;
  return indexTable(to, (index) => {
    const offset = to.length - from.length;
    return from.reduce((flat, n, axis) => flat * n + (n === 1 ? 0 : (index[axis + offset] as number)), 0);
  });
}

function product(node: Tensor, [a, b]: readonly [Float64Array, Float64Array], out: Float64Array): ArrayKernel {
  const { transposeA, transposeB } = node.attributes as { transposeA: boolean; transposeB: boolean };
  const [rows = 1, columns = 1] = node.shape.slice(-2);
  const stack = node.shape.length === 3 ? (node.shape[0] as number) : 1;
  const inner = sizeOf((node.inputs[0] as Tensor).shape) / stack / rows;
  const [aRow, aInner] = transposeA ? [1, rows] : [inner, 1];
  if (transposeB)
    return () => {
      for (let s = 0; s < stack; s++)
        for (let i = 0; i < rows; i++)
          for (let j = 0; j < columns; j++) {
            const [at, from] = [s * rows * inner + i * aRow, (s * columns + j) * inner];
            let total = 0;
            for (let k = 0; k < inner; k++) total += (a[at + k * aInner] as number) * (b[from + k] as number);
            out[(s * rows + i) * columns + j] = total;
          }
    };
  return () => {
    out.fill(0);
    for (let s = 0; s < stack; s++)
      for (let i = 0; i < rows; i++) {
        const o = (s * rows + i) * columns;
        for (let k = 0; k < inner; k++) {
          const x = a[s * rows * inner + i * aRow + k * aInner] as number;
          const from = (s * inner + k) * columns;
          for (let j = 0; j < columns; j++) out[o + j] = (out[o + j] as number) + x * (b[from + j] as number);
        }
      }
  };
}

function total(node: Tensor, x: Float64Array, out: Float64Array): ArrayKernel {
  const { shape } = node.inputs[0] as Tensor;
  const axes = node.attributes.axes as readonly number[];
  const to = indexTable(shape, (index) =>
    shape.reduce((flat, n, axis) => (axes.includes(axis) ? flat : flat * n + (index[axis] as number)), 0),
  );
  return () => {
    out.fill(0);
    for (let i = 0; i < x.length; i++) out[to[i] as number] = (out[to[i] as number] as number) + (x[i] as number);
  };
}

function joined(node: Tensor, operands: readonly Float64Array[], out: Float64Array): ArrayKernel {
  const axis = node.attributes.axis as number;
  const outer = sizeOf(node.shape.slice(0, axis));
  const length = out.length / outer;
  return () => {
    let start = 0;
    for (const x of operands) {
      const part = x.length / outer;
      for (let o = 0; o < outer; o++)
        for (let i = 0; i < part; i++) out[o * length + start + i] = x[o * part + i] as number;
      start += part;
    }
  };
}

/** For every element of the node's result the element of its operand that stands there, or -1 for a zero. */
function sources(node: Tensor): Int32Array | undefined {
  const from = (node.inputs[0] as Tensor).shape;
  const { axis = 0, start = 0, before = 0 } = node.attributes as Readonly<Record<string, number>>;
  const flat = (index: readonly number[]) => from.reduce((sum, n, i) => sum * n + (index[i] as number), 0);
  const shifted = (by: number) =>
    indexTable(node.shape, (index) => {
      const at = index.map((i, k) => (k === axis ? i + by : i));
      return (at[axis] as number) < 0 || (at[axis] as number) >= (from[axis] as number) ? -1 : flat(at);
    });
  switch (node.operation.name) {
    case "slice":
      return shifted(start);
    case "pad":
      return shifted(-before);
    case "transpose": {
      const permutation = node.attributes.permutation as readonly number[];
      return indexTable(node.shape, (index) => {
        const at: number[] = [];
        permutation.forEach((p, i) => {
          at[p] = index[i] as number;
        });
        return flat(at);
      });
    }
    case "broadcast":
      return stretchedIndex(from, node.shape) ?? indexTable(node.shape, (_, k) => k);
    default:
      return undefined;
  }
}

function gather(x: Float64Array, from: Int32Array, out: Float64Array): ArrayKernel {
  return () => {
    for (let i = 0; i < out.length; i++) out[i] = (from[i] as number) < 0 ? 0 : (x[from[i] as number] as number);
  };
}

/** `value(index, position)` at every index of the shape, in row-major order. */
function indexTable(shape: Shape, value: (index: readonly number[], position: number) => number): Int32Array {
  const index = shape.map(() => 0);
  return Int32Array.from({ length: sizeOf(shape) }, (_, position) => {
    const result = value(index, position);
    for (let axis = shape.length - 1; axis >= 0; axis--) {
      index[axis] = (index[axis] as number) + 1;
      if (index[axis] !== shape[axis]) break;
      index[axis] = 0;
    }
    return result;
  });
}
