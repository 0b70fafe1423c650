import { broadcastsTo, checkedAxes, type Shape, ShapeError, sameShape, sizeOf } from "../shape.js";
import { makeTensor, type Operation, type Tensor } from "../tensor.js";
import { fill, filledWith } from "./leaves.js";

// Operations that move or add up elements. Their derivatives are each other.

export const reshapeOperation: Operation = {
  name: "reshape",
  shape([from = []], attributes) {
    const shape = attributes.shape as Shape;
    if (sizeOf(from) !== sizeOf(shape)) throw new ShapeError("reshape", "sizes differ", from, shape);
    return shape;
  },
  vjp: (node, cotangent) => [reshape(cotangent, operand(node).shape)],
  onnx: (emitter, node, [x = ""]) => emitter.node("Reshape", [x, emitter.shape(node.shape)]),
};

/** The same elements in row-major order under another shape. */
export function reshape(x: Tensor, shape: Shape): Tensor {
  if (sameShape(x.shape, shape)) return x;
  const value = filledWith(x);
  if (value !== undefined && sizeOf(shape) === sizeOf(x.shape)) return fill(value, shape);
  return makeTensor(reshapeOperation, [x], { shape: [...shape] });
}

export const transposeOperation: Operation = {
  name: "transpose",
  shape([from = []], attributes) {
    const permutation = attributes.permutation as readonly number[];
    if (permutation.length !== from.length)
      throw new ShapeError(
        "transpose",
        `permutation [${permutation.join(", ")}] has another rank than the operand`,
        from,
      );
    checkedAxes("transpose", permutation, from);
    return permutation.map((axis) => from[axis] as number);
  },
  vjp(node, cotangent) {
    const permutation = node.attributes.permutation as readonly number[];
    return [transpose(cotangent, inversePermutation(permutation))];
  },
  onnx: (emitter, node, [x = ""]) =>
    emitter.node("Transpose", [x], { perm: node.attributes.permutation as readonly number[] }),
};

/** Axis i of the result is axis `permutation[i]` of `x`. */
export function transpose(x: Tensor, permutation: readonly number[]): Tensor {
  if (permutation.length === x.shape.length && permutation.every((axis, i) => axis === i)) return x;
  return makeTensor(transposeOperation, [x], { permutation: [...permutation] });
}

function inversePermutation(permutation: readonly number[]): number[] {
  const inverse: number[] = [];
  permutation.forEach((axis, i) => {
    inverse[axis] = i;
  });
  return inverse;
}

export const sliceOperation: Operation = {
  name: "slice",
  shape([from = []], attributes) {
    const { axis, start, end } = attributes as { axis: number; start: number; end: number };
    checkedAxes("slice", [axis], from);
    const whole = Number.isInteger(start) && Number.isInteger(end);
    if (!(whole && 0 <= start && start < end && end <= (from[axis] as number)))
      throw new ShapeError("slice", `${start}..${end} is not a range of axis ${axis}`, from);
    return from.map((n, i) => (i === axis ? end - start : n));
  },
  vjp(node, cotangent) {
    const { axis, start, end } = node.attributes as { axis: number; start: number; end: number };
    return [pad(cotangent, axis, start, (operand(node).shape[axis] as number) - end)];
  },
  onnx(emitter, node, [x = ""]) {
    const { axis, start, end } = node.attributes as { axis: number; start: number; end: number };
    return emitter.node("Slice", [x, emitter.integers([start]), emitter.integers([end]), emitter.integers([axis])]);
  },
};

/** Elements `start` .. `end` - 1 along `axis`. */
export function slice(x: Tensor, axis: number, start: number, end: number): Tensor {
  if (start === 0 && end === x.shape[axis]) return x;
  return makeTensor(sliceOperation, [x], { axis, start, end });
}

export const padOperation: Operation = {
  name: "pad",
  shape([from = []], attributes) {
    const { axis, before, after } = attributes as { axis: number; before: number; after: number };
    checkedAxes("pad", [axis], from);
    if ([before, after].some((n) => !Number.isInteger(n) || n < 0))
      throw new ShapeError("pad", `cannot add ${before} in front and ${after} behind`, from);
    return from.map((n, i) => (i === axis ? before + n + after : n));
  },
  vjp(node, cotangent) {
    const { axis, before } = node.attributes as { axis: number; before: number };
    return [slice(cotangent, axis, before, before + (operand(node).shape[axis] as number))];
  },
  onnx(emitter, node, [x = ""]) {
    const { axis, before, after } = node.attributes as { axis: number; before: number; after: number };
    const along = (n: number) => node.shape.map((_, i) => (i === axis ? n : 0));
    return emitter.node("Pad", [x, emitter.integers([...along(before), ...along(after)]), emitter.fill(0, [])]);
  },
};

/** Zeros added along `axis`: `before` in front and `after` behind. */
export function pad(x: Tensor, axis: number, before: number, after: number): Tensor {
  if (before === 0 && after === 0) return x;
  const result = makeTensor(padOperation, [x], { axis, before, after });
  return filledWith(x) === 0 ? fill(0, result.shape) : result;
}

export const concatOperation: Operation = {
  name: "concat",
  shape(inputs, attributes) {
    const axis = attributes.axis as number;
    const [first = []] = inputs;
    checkedAxes("concat", [axis], first);
    const agree = inputs.every((s) => s.length === first.length && s.every((n, i) => i === axis || n === first[i]));
    if (!agree) throw new ShapeError("concat", `shapes differ off axis ${axis}`, ...inputs);
    return first.map((n, i) => (i === axis ? inputs.reduce((total, s) => total + (s[axis] as number), 0) : n));
  },
  vjp(node, cotangent) {
    const axis = node.attributes.axis as number;
    let start = 0;
    return node.inputs.map((x) => {
      const end = start + (x.shape[axis] as number);
      const part = slice(cotangent, axis, start, end);
      start = end;
      return part;
    });
  },
  onnx: (emitter, node, inputs) => emitter.node("Concat", inputs, { axis: node.attributes.axis as number }),
};

/** Tensors joined along `axis`; all other axes must agree. */
export function concat(tensors: readonly Tensor[], axis: number): Tensor {
  const [first] = tensors;
  if (first === undefined) throw new Error("concat: needs at least one tensor");
  return tensors.length === 1 ? first : makeTensor(concatOperation, tensors, { axis });
}

export const broadcastOperation: Operation = {
  name: "broadcast",
  shape([from = []], attributes) {
    const shape = attributes.shape as Shape;
    if (!broadcastsTo(from, shape))
      throw new ShapeError("broadcast", "cannot stretch the first to the second", from, shape);
    return shape;
  },
  vjp: (node, cotangent) => [sumTo(cotangent, operand(node).shape)],
  onnx: (emitter, node, [x = ""]) => emitter.node("Expand", [x, emitter.integers(node.shape)]),
};

/** `x` repeated along new leading axes and along axes of size 1, to `shape`. */
export function broadcast(x: Tensor, shape: Shape): Tensor {
  if (sameShape(x.shape, shape)) return x;
  const value = filledWith(x);
  if (value !== undefined && broadcastsTo(x.shape, shape)) return fill(value, shape);
  return makeTensor(broadcastOperation, [x], { shape: [...shape] });
}

export const sumOperation: Operation = {
  name: "sum",
  shape([from = []], attributes) {
    const axes = checkedAxes("sum", attributes.axes as readonly number[], from);
    return from.filter((_, axis) => !axes.includes(axis));
  },
  vjp(node, cotangent) {
    const { shape } = operand(node);
    const axes = node.attributes.axes as readonly number[];
    const kept = shape.map((n, axis) => (axes.includes(axis) ? 1 : n));
    return [broadcast(reshape(cotangent, kept), shape)];
  },
  onnx(emitter, node, [x = ""]) {
    const { shape } = operand(node);
    const axes = node.attributes.axes as readonly number[];
    const rows = axes.reduce((product, axis) => product * (shape[axis] as number), 1);
    const last = axes.at(-1) as number;
    const isColumnSum = shape.every((n, axis) => n === 1 || axis > last === !axes.includes(axis));
    const columns = sizeOf(node.shape);
    if (emitter.precision === "f64" || !isColumnSum || columns === 1 || rows === 1)
      return emitter.node("ReduceSum", [x, emitter.integers(axes)], { keepdims: 0 });
    // The CPU engine sums the rows of a single matrix ten times slower than it multiplies a row of ones with it.
    const isMatrix = sameShape(shape, [rows, columns]);
    const matrix = isMatrix ? x : emitter.node("Reshape", [x, emitter.integers([rows, columns])]);
    const total = emitter.node("MatMul", [emitter.fill(1, [1, rows]), matrix]);
    return emitter.node("Reshape", [total, emitter.integers(node.shape)]);
  },
};

/** Sum over the named axes (all of them by default), which disappear from the shape. */
export function sum(x: Tensor, axes: readonly number[] = x.shape.map((_, axis) => axis)): Tensor {
  if (axes.length === 0) return x;
  const sorted = checkedAxes("sum", axes, x.shape);
  const value = filledWith(x);
  const result = makeTensor(sumOperation, [x], { axes: sorted });
  return value === undefined ? result : fill((value * sizeOf(x.shape)) / sizeOf(result.shape), result.shape);
}

export const detachOperation: Operation = {
  name: "detach",
  shape: ([from = []]) => from,
  vjp: () => [undefined],
  onnx: (_, __, [x = ""]) => x,
  scalar: ([x = ""]) => x,
  evaluate: ([x = 0]) => x,
};

/** The same values, held constant by `gradient`. */
export function detach(x: Tensor): Tensor {
  return filledWith(x) === undefined ? makeTensor(detachOperation, [x]) : x;
}

export const aliasOperation: Operation = {
  name: "alias",
  shape: ([from = []]) => from,
  vjp: (_, cotangent) => [cotangent],
  onnx: (_, __, [x = ""]) => x,
  scalar: ([x = ""]) => x,
  evaluate: ([x = 0]) => x,
};

let aliases = 0;

/**
 * The same values as a new node that nothing else depends on: a partial derivative with respect to `x` in one place,
 * although other operands there (adapted parameters, say) may have been computed from `x` too.
 */
export function alias(x: Tensor): Tensor {
  return makeTensor(aliasOperation, [x], { token: aliases++ });
}

/** Adds up what broadcasting repeated: the adjoint of stretching `shape` to the shape of `x`. */
export function sumTo(x: Tensor, shape: Shape): Tensor {
  const added = x.shape.length - shape.length;
  const axes = x.shape.flatMap((n, axis) => (axis < added || (shape[axis - added] === 1 && n !== 1) ? [axis] : []));
  return reshape(sum(x, axes), shape);
}

function operand(node: Tensor): Tensor {
  return node.inputs[0] as Tensor;
}
