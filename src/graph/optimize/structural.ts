import { mul } from "../operations/elementwise.js";
import {
  aliasOperation,
  broadcast,
  broadcastOperation,
  detachOperation,
  reshape,
  reshapeOperation,
  sum,
  sumOperation,
  transpose,
  transposeOperation,
} from "../operations/structural.js";
import { sizeOf } from "../shape.js";
import type { Tensor } from "../tensor.js";
import type { Rule } from "./rule.js";

const first = (inputs: readonly Tensor[]) => inputs[0] as Tensor;

/** reshape(reshape(x)) = reshape(x) */
const mergeReshapes: Rule = {
  operations: [reshapeOperation],
  rewrite(node, inputs) {
    const x = first(inputs);
    return x.operation === reshapeOperation ? reshape(first(x.inputs), node.shape) : undefined;
  },
};

/** Two transpositions are one; one that moves only axes of size 1 is a reshape, which copies nothing. */
const mergeTransposes: Rule = {
  operations: [transposeOperation],
  rewrite(node, inputs) {
    const x = first(inputs);
    const permutation = node.attributes.permutation as readonly number[];
    if (x.operation === transposeOperation) {
      const inner = x.attributes.permutation as readonly number[];
      return transpose(
        first(x.inputs),
        permutation.map((axis) => inner[axis] as number),
      );
    }
    const moved = permutation.filter((axis) => x.shape[axis] !== 1);
    return moved.every((axis, i) => i === 0 || axis > (moved[i - 1] as number)) ? reshape(x, node.shape) : undefined;
  },
};

/** broadcast(broadcast(x)) = broadcast(x) */
const mergeBroadcasts: Rule = {
  operations: [broadcastOperation],
  rewrite(node, inputs) {
    const x = first(inputs);
    return x.operation === broadcastOperation ? broadcast(first(x.inputs), node.shape) : undefined;
  },
};

/** Sums over axes of size 1 are reshapes; a sum of what was only repeated is a multiple. */
const simplifySums: Rule = {
  operations: [sumOperation],
  rewrite(node, inputs) {
    const x = first(inputs);
    const axes = node.attributes.axes as readonly number[];
    if (axes.every((axis) => x.shape[axis] === 1)) return reshape(x, node.shape);
    if (x.operation === broadcastOperation) {
      const source = first(x.inputs);
      const added = x.shape.length - source.shape.length;
      const repeatedOnly = axes.every((axis) => axis < added || source.shape[axis - added] === 1);
      if (repeatedOnly && axes.length === x.shape.length)
        return mul(reshape(source, node.shape), sizeOf(x.shape) / sizeOf(source.shape));
    }
    // sum(reshape(x)) over everything is the sum of x over everything.
    if (x.operation === reshapeOperation && node.shape.length === 0) return sum(first(x.inputs));
    return undefined;
  },
};

/** Nothing is differentiated any more once a program is closed. */
const dropIdentities: Rule = {
  operations: [aliasOperation, detachOperation],
  rewrite: (_, inputs) => first(inputs),
};

export const structuralRules: readonly Rule[] = [
  dropIdentities,
  mergeReshapes,
  mergeTransposes,
  mergeBroadcasts,
  simplifySums,
];
