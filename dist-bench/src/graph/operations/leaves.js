import { ShapeError, sizeOf } from "../shape.js";
import { makeTensor } from "../tensor.js";
const shapeAttribute = (attributes) => attributes.shape;
/** A value given when the program runs. */
export const inputOperation = {
    name: "input",
    shape: (_, attributes) => shapeAttribute(attributes),
    vjp: () => [],
    onnx: (_, node) => node.attributes.name,
};
/** Every element the same number. */
export const fillOperation = {
    name: "fill",
    shape: (_, attributes) => shapeAttribute(attributes),
    vjp: () => [],
    onnx: (emitter, node) => emitter.fill(node.attributes.value, node.shape),
    scalar: (_, attributes) => `(${attributes.value})`,
    evaluate: (_, attributes) => attributes.value,
};
/** A table of numbers known when the program is written. */
export const tableOperation = {
    name: "table",
    shape: (_, attributes) => shapeAttribute(attributes),
    vjp: () => [],
    onnx: (emitter, node) => emitter.table(node.attributes.data, node.shape),
};
/** Names of inputs and outputs begin with a letter: those that do not are for results in between. */
export function checkName(what, name) {
    if (!/^[A-Za-z][\w.-]*$/.test(name))
        throw new Error(`${what}: "${name}" is not a name (letters, digits, . _ -)`);
}
/** Declares the program input `name` of the given shape. */
export function input(name, shape) {
    checkName("input", name);
    return makeTensor(inputOperation, [], { name, shape: [...shape] });
}
/** A tensor of `shape` (a scalar by default) whose every element is `value`. */
export function fill(value, shape = []) {
    return makeTensor(fillOperation, [], { value, shape: [...shape] });
}
/** A constant tensor with the given elements in row-major order. */
export function table(data, shape) {
    if (data.length !== sizeOf(shape))
        throw new ShapeError("table", `${data.length} numbers do not fill the shape`, shape);
    return makeTensor(tableOperation, [], { data: Float64Array.from(data), shape: [...shape] });
}
/** The number that fills a constant tensor, or `undefined` for any other tensor. */
export function filledWith(tensor) {
    return tensor.operation === fillOperation ? tensor.attributes.value : undefined;
}
