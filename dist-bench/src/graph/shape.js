/** An operation was applied to shapes it does not accept. Names the operation and the shapes. */
export class ShapeError extends Error {
    name = "ShapeError";
    constructor(operation, problem, ...shapes) {
        super(`${operation}: ${problem} (${shapes.map(formatShape).join(", ")})`);
    }
}
/** `[10, 50, 4]` */
export function formatShape(shape) {
    return `[${shape.join(", ")}]`;
}
/** Number of elements. */
export function sizeOf(shape) {
    return shape.reduce((product, n) => product * n, 1);
}
export function sameShape(a, b) {
    return a.length === b.length && a.every((n, axis) => n === b[axis]);
}
/** The shape two operands are stretched to, aligned at the last axis (NumPy and ONNX rule). */
export function broadcastShapes(operation, a, b) {
    const rank = Math.max(a.length, b.length);
    return Array.from({ length: rank }, (_, axis) => {
        const m = a[axis - rank + a.length] ?? 1;
        const n = b[axis - rank + b.length] ?? 1;
        if (m !== n && m !== 1 && n !== 1)
            throw new ShapeError(operation, "shapes do not broadcast", a, b);
        return m === 1 ? n : m;
    });
}
/** Whether `from` can be stretched to exactly `to`. */
export function broadcastsTo(from, to) {
    return from.length <= to.length && from.every((n, axis) => n === 1 || n === to[axis + to.length - from.length]);
}
/** Checks that every axis is an integer within the rank, without repeats; returns them in ascending order. */
export function checkedAxes(operation, axes, shape) {
    const sorted = [...axes].sort((a, b) => a - b);
    sorted.forEach((axis, i) => {
        if (!Number.isInteger(axis) || axis < 0 || axis >= shape.length)
            throw new ShapeError(operation, `axis ${axis} is not an axis of the operand`, shape);
        if (sorted[i - 1] === axis)
            throw new ShapeError(operation, `axis ${axis} is named twice`, shape);
    });
    return sorted;
}
