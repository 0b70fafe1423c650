import { unaryOperations } from "../operations/activations.js";
import {
  add,
  addOperation,
  binaryOperations,
  mul,
  mulOperation,
  neg,
  negOperation,
  sub,
} from "../operations/elementwise.js";
import { filledWith } from "../operations/leaves.js";
import { expandSmooth, smoothOperation } from "../operations/smooth.js";
import { broadcastOperation, reshape, reshapeOperation } from "../operations/structural.js";
import { broadcastShapes, type Shape, sameShape } from "../shape.js";
import type { Tensor } from "../tensor.js";
import { type Rule, remake } from "./rule.js";

const first = (x: Pick<Tensor, "inputs">) => x.inputs[0] as Tensor;

/** An operand need not be repeated where the operation broadcasts it to the same shape anyway. */
const dropBroadcasts: Rule = {
  operations: binaryOperations,
  rewrite(node, inputs) {
    const [a, b] = inputs as [Tensor, Tensor];
    for (const [x, y] of [
      [a, b],
      [b, a],
    ] as const) {
      if (x.operation !== broadcastOperation) continue;
      const source = first(x);
      const stretched = broadcastShapes(node.operation.name, source.shape, y.shape);
      if (sameShape(stretched, node.shape)) return remake(node, x === a ? [source, b] : [a, source]);
    }
    return undefined;
  },
};

/**
 * Reshapes move behind elementwise operations, where they meet other reshapes and vanish, and where a product's bias
 * then stands directly on the product.
 */
const delayReshapes: Rule = {
  operations: [...unaryOperations, ...binaryOperations],
  rewrite(node, inputs) {
    const [a, b] = inputs as [Tensor, Tensor | undefined];
    if (b === undefined)
      return a.operation === reshapeOperation ? reshape(remake(node, [first(a)]), node.shape) : undefined;
    if (a.operation === reshapeOperation && b.operation === reshapeOperation && sameShape(a.shape, b.shape)) {
      const shape = meetingShape(first(a), first(b));
      if (shape === undefined) return undefined;
      return reshape(remake(node, [reshape(first(a), shape), reshape(first(b), shape)]), node.shape);
    }
    for (const [x, y] of [
      [a, b],
      [b, a],
    ] as const) {
      if (x.operation !== reshapeOperation || !sameShape(x.shape, node.shape)) continue;
      const source = first(x);
      const smaller = withoutLeadingOnes(y);
      // A scalar, or a row of the last axis when the reshape keeps that axis.
      const rowOf = smaller.length === 1 && source.shape.at(-1) === x.shape.at(-1) && smaller[0] === x.shape.at(-1);
      if (smaller.length > 0 && !rowOf) continue;
      const row = reshape(y, smaller);
      return reshape(remake(node, x === a ? [source, row] : [row, source]), node.shape);
    }
    return undefined;
  },
};

/**
 * The shape in which two reshaped tensors of as many elements meet: that of a repeated one, which then need not be repeated, or
 * else that of a matrix, as products take and give it.
 */
function meetingShape(a: Tensor, b: Tensor): Shape | undefined {
  if (sameShape(a.shape, b.shape)) return a.shape;
  const repeated = [a, b].filter(({ operation }) => operation === broadcastOperation);
  if (repeated.length > 0) return repeated.length === 1 ? repeated[0]?.shape : undefined;
  const matrices = [a, b].filter(({ shape }) => shape.length === 2);
  return matrices.length === 1 ? matrices[0]?.shape : undefined;
}

function withoutLeadingOnes({ shape }: Tensor): readonly number[] {
  const start = shape.findIndex((n) => n !== 1);
  return start === -1 ? [] : shape.slice(start);
}

/** Signs and constant factors gather: a + (-b) = a - b, (-a)(-b) = ab, c1 (c2 x) = (c1 c2) x. */
const gatherFactors: Rule = {
  operations: [addOperation, mulOperation, negOperation],
  rewrite(node, inputs) {
    const [a, b] = inputs as [Tensor, Tensor];
    if (node.operation === addOperation) {
      if (b.operation === negOperation) return sub(a, first(b));
      if (a.operation === negOperation) return sub(b, first(a));
      return undefined;
    }
    if (node.operation === negOperation) {
      const [x, constant] = constantFactor(a);
      return constant === undefined ? undefined : mul(x, -constant);
    }
    const [negA, negB] = [a.operation === negOperation, b.operation === negOperation];
    if (negA && negB) return mul(first(a), first(b));
    const [x, outer] = constantFactor(mulOf(a, b));
    if (outer === undefined) return negA ? neg(mul(first(a), b)) : negB ? neg(mul(a, first(b))) : undefined;
    if (x.operation === negOperation) return mul(first(x), -outer);
    const [y, inner] = constantFactor(x);
    return inner === undefined ? undefined : mul(y, outer * inner);
  },
};

/** Splits c x into x and c; the constant is undefined where there is none. */
function constantFactor(x: Tensor): [Tensor, number | undefined] {
  if (x.operation !== mulOperation) return [x, undefined];
  const [a, b] = x.inputs as [Tensor, Tensor];
  if (filledWith(a) !== undefined && sameShape(b.shape, x.shape)) return [b, filledWith(a)];
  if (filledWith(b) !== undefined && sameShape(a.shape, x.shape)) return [a, filledWith(b)];
  return [x, undefined];
}

const mulOf = (a: Tensor, b: Tensor) => mul(a, b);

/** A filled operand of the result's own shape is as good as a scalar. */
const shrinkConstants: Rule = {
  operations: binaryOperations,
  rewrite(node, inputs) {
    const [a, b] = inputs as [Tensor, Tensor];
    const [u, v] = [filledWith(a), filledWith(b)];
    if (u !== undefined && a.shape.length > 0 && sameShape(b.shape, node.shape)) return remake(node, [scalar(u), b]);
    if (v !== undefined && b.shape.length > 0 && sameShape(a.shape, node.shape)) return remake(node, [a, scalar(v)]);
    return undefined;
  },
};

const scalar = (value: number) => add(value, 0);

/** An activation's derivatives become elementary operations, which the forms of different orders share. */
export const writeOutSmooth: Rule = {
  operations: [smoothOperation],
  rewrite: (node, inputs) => expandSmooth(node, first({ inputs })),
};

export const elementwiseRules: readonly Rule[] = [
  writeOutSmooth,
  shrinkConstants,
  dropBroadcasts,
  delayReshapes,
  gatherFactors,
];
