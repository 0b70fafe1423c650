import { cached } from "../base/cached.js";
import { formatShape, ShapeError, sizeOf } from "./shape.js";
/**
 * Nodes already made from a tensor, by operation, attributes and operands: asking for the same node twice gives the
 * same object (common subexpressions are shared as they are made). Kept on the newest operand that is not a shared
 * constant, so that a program is garbage once its inputs are.
 */
const made = new WeakMap();
const sharedConstants = new Map();
let nextId = 0;
/** Makes the node `operation(inputs)` or returns the one that exists. The shape is checked here. */
export function makeTensor(operation, inputs, attributes = {}) {
    const [first, ...others] = inputs;
    if (first === undefined)
        return leaf(operation, attributes);
    const age = (x) => (isSharedConstant(x) ? -1 : x.id);
    const owner = others.reduce((a, b) => (age(b) > age(a) ? b : a), first);
    const key = `${operation.name}(${inputs.map((x) => x.id).join()})${attributeKey(attributes)}`;
    const known = cached(made, owner, () => new Map());
    return cached(known, key, () => {
        const shapes = inputs.map((x) => x.shape);
        return freshTensor(operation, inputs, attributes, operation.shape(shapes, attributes));
    });
}
// Only filled constants are shared: two inputs of the same name are two inputs, and tables are not worth comparing.
const isSharedConstant = ({ inputs, attributes }) => inputs.length === 0 && typeof attributes.value === "number";
function leaf(operation, attributes) {
    const shape = operation.shape([], attributes);
    if (!isSharedConstant({ inputs: [], attributes }))
        return freshTensor(operation, [], attributes, shape);
    const value = Object.is(attributes.value, -0) ? "-0" : String(attributes.value);
    const key = `${operation.name}${value}${formatShape(shape)}`;
    return cached(sharedConstants, key, () => freshTensor(operation, [], attributes, shape));
}
function freshTensor(operation, inputs, attributes, shape) {
    if (shape.some((n) => !Number.isInteger(n) || n < 1))
        throw new ShapeError(operation.name, "every axis must be a positive integer", shape);
    return { id: nextId++, operation, inputs, attributes, shape };
}
function attributeKey(attributes) {
    return Object.entries(attributes)
        .map(([name, value]) => `${name}=${typeof value === "object" ? value.join() : value}`)
        .join(";");
}
/** All tensors that `outputs` depend on, themselves included, inputs before users. */
export function reachable(outputs) {
    const seen = new Set();
    const pending = [...outputs];
    for (let node = pending.pop(); node !== undefined; node = pending.pop()) {
        if (seen.has(node))
            continue;
        seen.add(node);
        pending.push(...node.inputs);
    }
    return [...seen].sort((a, b) => a.id - b.id);
}
/** Number of elements of a tensor. */
export function sizeOfTensor(tensor) {
    return sizeOf(tensor.shape);
}
