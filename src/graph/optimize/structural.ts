import { addOperation, mul } from "../operations/elementwise.js";
import {
  aliasOperation,
  broadcast,
  broadcastOperation,
  concat,
  detachOperation,
  padOperation,
  reshape,
  reshapeOperation,
  sum,
  sumOperation,
  transpose,
  transposeOperation,
} from "../operations/structural.js";
import { sizeOf } from "../shape.js";
import type { Tensor } from "../tensor.js";
import type { Rule, Uses } from "./rule.js";

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

interface Window {
  readonly axis: number;
  readonly before: number;
  readonly source: Tensor;
}

/** Tensors padded with zeros so that they stand beside each other, added up, are those tensors joined. */
const joinPads: Rule = {
  operations: [addOperation],
  rewrite(node, inputs, uses) {
    const windows = summedPads(inputs, uses)?.sort((a, b) => a.before - b.before);
    const axis = windows?.[0]?.axis;
    if (windows === undefined || axis === undefined) return undefined;
    let end = 0;
    for (const window of windows) {
      if (window.axis !== axis || window.before !== end) return undefined;
      end += window.source.shape[axis] as number;
    }
    if (end !== node.shape[axis]) return undefined;
    return concat(
      windows.map(({ source }) => source),
      axis,
    );
  },
};

/** The padded tensors that a sum consists of, all that nobody else uses; undefined where it has other terms. */
function summedPads(terms: readonly Tensor[], uses: Uses): Window[] | undefined {
  const windows: Window[] = [];
  for (const term of terms) {
    if (uses(term) !== 1) return undefined;
    if (term.operation === padOperation) {
      const { axis, before } = term.attributes as { axis: number; before: number };
      windows.push({ axis, before, source: first(term.inputs) });
    } else {
      const inner = term.operation === addOperation ? summedPads(term.inputs, uses) : undefined;
      if (inner === undefined) return undefined;
      windows.push(...inner);
    }
  }
  return windows;
}

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
  joinPads,
];
