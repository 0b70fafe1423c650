import { broadcastsTo, checkedAxes, ShapeError, sameShape, sizeOf } from "../shape.js";
import { makeTensor } from "../tensor.js";
import { fill, filledWith } from "./leaves.js";
// Operations that move or add up elements. Their derivatives are each other.
export const reshapeOperation = {
    name: "reshape",
    shape([from = []], attributes) {
        const shape = attributes.shape;
        if (sizeOf(from) !== sizeOf(shape))
            throw new ShapeError("reshape", "sizes differ", from, shape);
        return shape;
    },
    vjp: (node, cotangent) => [reshape(cotangent, operand(node).shape)],
    onnx: (emitter, node, [x = ""]) => emitter.node("Reshape", [x, emitter.integers(node.shape)]),
};
/** The same elements in row-major order under another shape. */
export function reshape(x, shape) {
    if (sameShape(x.shape, shape))
        return x;
    const value = filledWith(x);
    if (value !== undefined && sizeOf(shape) === sizeOf(x.shape))
        return fill(value, shape);
    return makeTensor(reshapeOperation, [x], { shape: [...shape] });
}
export const transposeOperation = {
    name: "transpose",
    shape([from = []], attributes) {
        const permutation = attributes.permutation;
        if (permutation.length !== from.length)
            throw new ShapeError("transpose", `permutation [${permutation.join(", ")}] has another rank than the operand`, from);
        checkedAxes("transpose", permutation, from);
        return permutation.map((axis) => from[axis]);
    },
    vjp(node, cotangent) {
        const permutation = node.attributes.permutation;
        return [transpose(cotangent, inversePermutation(permutation))];
    },
    onnx: (emitter, node, [x = ""]) => emitter.node("Transpose", [x], { perm: node.attributes.permutation }),
};
/** Axis i of the result is axis `permutation[i]` of `x`. */
export function transpose(x, permutation) {
    if (permutation.length === x.shape.length && permutation.every((axis, i) => axis === i))
        return x;
    return makeTensor(transposeOperation, [x], { permutation: [...permutation] });
}
function inversePermutation(permutation) {
    const inverse = [];
    permutation.forEach((axis, i) => {
        inverse[axis] = i;
    });
    return inverse;
}
export const sliceOperation = {
    name: "slice",
    shape([from = []], attributes) {
        const { axis, start, end } = attributes;
        checkedAxes("slice", [axis], from);
        const whole = Number.isInteger(start) && Number.isInteger(end);
        if (!(whole && 0 <= start && start < end && end <= from[axis]))
            throw new ShapeError("slice", `${start}..${end} is not a range of axis ${axis}`, from);
        return from.map((n, i) => (i === axis ? end - start : n));
    },
    vjp(node, cotangent) {
        const { axis, start, end } = node.attributes;
        return [pad(cotangent, axis, start, operand(node).shape[axis] - end)];
    },
    onnx(emitter, node, [x = ""]) {
        const { axis, start, end } = node.attributes;
        return emitter.node("Slice", [x, emitter.integers([start]), emitter.integers([end]), emitter.integers([axis])]);
    },
};
/** Elements `start` .. `end` - 1 along `axis`. */
export function slice(x, axis, start, end) {
    if (start === 0 && end === x.shape[axis])
        return x;
    return makeTensor(sliceOperation, [x], { axis, start, end });
}
export const padOperation = {
    name: "pad",
    shape([from = []], attributes) {
        const { axis, before, after } = attributes;
        checkedAxes("pad", [axis], from);
        if ([before, after].some((n) => !Number.isInteger(n) || n < 0))
            throw new ShapeError("pad", `cannot add ${before} in front and ${after} behind`, from);
        return from.map((n, i) => (i === axis ? before + n + after : n));
    },
    vjp(node, cotangent) {
        const { axis, before } = node.attributes;
        return [slice(cotangent, axis, before, before + operand(node).shape[axis])];
    },
    onnx(emitter, node, [x = ""]) {
        const { axis, before, after } = node.attributes;
        const along = (n) => node.shape.map((_, i) => (i === axis ? n : 0));
        return emitter.node("Pad", [x, emitter.integers([...along(before), ...along(after)]), emitter.fill(0, [])]);
    },
};
/** Zeros added along `axis`: `before` in front and `after` behind. */
export function pad(x, axis, before, after) {
    if (before === 0 && after === 0)
        return x;
    const result = makeTensor(padOperation, [x], { axis, before, after });
    return filledWith(x) === 0 ? fill(0, result.shape) : result;
}
export const concatOperation = {
    name: "concat",
    shape(inputs, attributes) {
        const axis = attributes.axis;
        const [first = []] = inputs;
        checkedAxes("concat", [axis], first);
        const agree = inputs.every((s) => s.length === first.length && s.every((n, i) => i === axis || n === first[i]));
        if (!agree)
            throw new ShapeError("concat", `shapes differ off axis ${axis}`, ...inputs);
        return first.map((n, i) => (i === axis ? inputs.reduce((total, s) => total + s[axis], 0) : n));
    },
    vjp(node, cotangent) {
        const axis = node.attributes.axis;
        let start = 0;
        return node.inputs.map((x) => {
            const end = start + x.shape[axis];
            const part = slice(cotangent, axis, start, end);
            start = end;
            return part;
        });
    },
    onnx: (emitter, node, inputs) => emitter.node("Concat", inputs, { axis: node.attributes.axis }),
};
/** Tensors joined along `axis`; all other axes must agree. */
export function concat(tensors, axis) {
    const [first] = tensors;
    if (first === undefined)
        throw new Error("concat: needs at least one tensor");
    return tensors.length === 1 ? first : makeTensor(concatOperation, tensors, { axis });
}
export const broadcastOperation = {
    name: "broadcast",
    shape([from = []], attributes) {
        const shape = attributes.shape;
        if (!broadcastsTo(from, shape))
            throw new ShapeError("broadcast", "cannot stretch the first to the second", from, shape);
        return shape;
    },
    vjp: (node, cotangent) => [sumTo(cotangent, operand(node).shape)],
    onnx: (emitter, node, [x = ""]) => emitter.node("Expand", [x, emitter.integers(node.shape)]),
};
/** `x` repeated along new leading axes and along axes of size 1, to `shape`. */
export function broadcast(x, shape) {
    if (sameShape(x.shape, shape))
        return x;
    const value = filledWith(x);
    if (value !== undefined && broadcastsTo(x.shape, shape))
        return fill(value, shape);
    return makeTensor(broadcastOperation, [x], { shape: [...shape] });
}
export const sumOperation = {
    name: "sum",
    shape([from = []], attributes) {
        const axes = checkedAxes("sum", attributes.axes, from);
        return from.filter((_, axis) => !axes.includes(axis));
    },
    vjp(node, cotangent) {
        const { shape } = operand(node);
        const axes = node.attributes.axes;
        const kept = shape.map((n, axis) => (axes.includes(axis) ? 1 : n));
        return [broadcast(reshape(cotangent, kept), shape)];
    },
    onnx: (emitter, node, [x = ""]) => emitter.node("ReduceSum", [x, emitter.integers(node.attributes.axes)], { keepdims: 0 }),
};
/** Sum over the named axes (all of them by default), which disappear from the shape. */
export function sum(x, axes = x.shape.map((_, axis) => axis)) {
    if (axes.length === 0)
        return x;
    const sorted = checkedAxes("sum", axes, x.shape);
    const value = filledWith(x);
    const result = makeTensor(sumOperation, [x], { axes: sorted });
    return value === undefined ? result : fill((value * sizeOf(x.shape)) / sizeOf(result.shape), result.shape);
}
export const detachOperation = {
    name: "detach",
    shape: ([from = []]) => from,
    vjp: () => [undefined],
    onnx: (_, __, [x = ""]) => x,
    scalar: ([x = ""]) => x,
    evaluate: ([x = 0]) => x,
};
/** The same values, held constant by `gradient`. */
export function detach(x) {
    return filledWith(x) === undefined ? makeTensor(detachOperation, [x]) : x;
}
export const aliasOperation = {
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
export function alias(x) {
    return makeTensor(aliasOperation, [x], { token: aliases++ });
}
/** Adds up what broadcasting repeated: the adjoint of stretching `shape` to the shape of `x`. */
export function sumTo(x, shape) {
    const added = x.shape.length - shape.length;
    const axes = x.shape.flatMap((n, axis) => (axis < added || (shape[axis - added] === 1 && n !== 1) ? [axis] : []));
    return reshape(sum(x, axes), shape);
}
function operand(node) {
    return node.inputs[0];
}
