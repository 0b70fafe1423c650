import { mul } from "../operations/elementwise.js";
import { aliasOperation, broadcast, broadcastOperation, detachOperation, reshape, reshapeOperation, sum, sumOperation, transpose, transposeOperation, } from "../operations/structural.js";
import { sizeOf } from "../shape.js";
const first = (inputs) => inputs[0];
/** reshape(reshape(x)) = reshape(x) */
const mergeReshapes = {
    operations: [reshapeOperation],
    rewrite(node, inputs) {
        const x = first(inputs);
        return x.operation === reshapeOperation ? reshape(first(x.inputs), node.shape) : undefined;
    },
};
/** Two transpositions are one; one that moves only axes of size 1 is a reshape, which copies nothing. */
const mergeTransposes = {
    operations: [transposeOperation],
    rewrite(node, inputs) {
        const x = first(inputs);
        const permutation = node.attributes.permutation;
        if (x.operation === transposeOperation) {
            const inner = x.attributes.permutation;
            return transpose(first(x.inputs), permutation.map((axis) => inner[axis]));
        }
        const moved = permutation.filter((axis) => x.shape[axis] !== 1);
        return moved.every((axis, i) => i === 0 || axis > moved[i - 1]) ? reshape(x, node.shape) : undefined;
    },
};
/** broadcast(broadcast(x)) = broadcast(x) */
const mergeBroadcasts = {
    operations: [broadcastOperation],
    rewrite(node, inputs) {
        const x = first(inputs);
        return x.operation === broadcastOperation ? broadcast(first(x.inputs), node.shape) : undefined;
    },
};
/** Sums over axes of size 1 are reshapes; a sum of what was only repeated is a multiple. */
const simplifySums = {
    operations: [sumOperation],
    rewrite(node, inputs) {
        const x = first(inputs);
        const axes = node.attributes.axes;
        if (axes.every((axis) => x.shape[axis] === 1))
            return reshape(x, node.shape);
        if (x.operation === broadcastOperation) {
            const source = first(x.inputs);
            const added = x.shape.length - source.shape.length;
            const repeatedOnly = axes.every((axis) => axis < added || source.shape[axis - added] === 1);
            if (repeatedOnly && axes.length === x.shape.length)
                return mul(reshape(source, node.shape), sizeOf(x.shape) / sizeOf(source.shape));
        }
        // sum(reshape(x)) over everything is the sum of x over everything.
        if (x.operation === reshapeOperation && node.shape.length === 0)
            return sum(first(x.inputs));
        return undefined;
    },
};
/** Nothing is differentiated any more once a program is closed. */
const dropIdentities = {
    operations: [aliasOperation, detachOperation],
    rewrite: (_, inputs) => first(inputs),
};
export const structuralRules = [
    dropIdentities,
    mergeReshapes,
    mergeTransposes,
    mergeBroadcasts,
    simplifySums,
];
