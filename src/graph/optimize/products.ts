import { addOperation, mulOperation, negOperation, subOperation } from "../operations/elementwise.js";
import { filledWith } from "../operations/leaves.js";
import { matmul, matmulOperation } from "../operations/matmul.js";
import {
  broadcastOperation,
  reshape,
  reshapeOperation,
  sum,
  sumOperation,
  transposeOperation,
} from "../operations/structural.js";
import type { Tensor } from "../tensor.js";
import { type Rule, remake, type Uses } from "./rule.js";

const flags = (node: Tensor) => node.attributes as { transposeA: boolean; transposeB: boolean };

/** The one matrix that a stack repeats, if it is such a stack. */
function repeatedMatrix(stack: Tensor): Tensor | undefined {
  if (stack.operation !== broadcastOperation || stack.shape.length !== 3) return undefined;
  const source = stack.inputs[0] as Tensor;
  const [, rows, columns] = stack.shape as [number, number, number];
  const isOne =
    source.shape.slice(0, -2).every((n) => n === 1) && source.shape.at(-2) === rows && source.shape.at(-1) === columns;
  return isOne ? reshape(source, [rows, columns]) : undefined;
}

/** [stack, rows, columns] seen as one matrix of stack * rows rows. */
function stackedRows(stack: Tensor): Tensor {
  const [height, rows, columns] = stack.shape as [number, number, number];
  return reshape(stack, [height * rows, columns]);
}

/** A stack times one matrix shared by all of the stack is a single large product over all rows. */
const shareFactor: Rule = {
  operations: [matmulOperation],
  rewrite(node, inputs) {
    const [a, b] = inputs as [Tensor, Tensor];
    const { transposeA, transposeB } = flags(node);
    if (a.shape.length !== 3 || transposeA) return undefined;
    const matrix = repeatedMatrix(b);
    return matrix && reshape(matmul(stackedRows(a), matrix, { transposeB }), node.shape);
  },
};

/**
 * The sum over the stack of A^T B is a single product over all rows. Reached through sums, differences and constant
 * multiples of such products, as long as nothing else needs the unsummed tensors.
 */
const contractStack: Rule = {
  operations: [sumOperation],
  rewrite(node, inputs, uses) {
    const axes = node.attributes.axes as readonly number[];
    const stack = inputs[0] as Tensor;
    if (stack.shape.length !== 3 || axes.length !== 1 || axes[0] !== 0) return undefined;
    if (uses(stack) > 1) return undefined;
    return contracted(stack, uses);
  },
};

function contracted(stack: Tensor, uses: Uses): Tensor | undefined {
  if (isOuterProduct(stack)) {
    const [a, b] = stack.inputs as [Tensor, Tensor];
    return matmul(stackedRows(a), stackedRows(b), { transposeA: true });
  }
  if (!distributes(stack)) return undefined;
  // Worth it only if a product is gained; the other terms are summed as they are.
  let gained = false;
  const terms = stack.inputs.map((x) => {
    if (x.shape.length !== 3) return x;
    const product = uses(x) > 1 ? undefined : contracted(x, uses);
    gained ||= product !== undefined;
    return product ?? sum(x, [0]);
  });
  return gained ? remake(stack, terms) : undefined;
}

const isOuterProduct = (x: Tensor) =>
  x.operation === matmulOperation && x.shape.length === 3 && flags(x).transposeA && !flags(x).transposeB;

function distributes({ operation, inputs, shape }: Tensor): boolean {
  // A term that is stretched over the stack counts once in its own sum but many times in the sum of both.
  if (operation === addOperation || operation === subOperation)
    return inputs.every((x) => x.shape.length === 3 && x.shape[0] === shape[0]);
  if (operation === negOperation) return true;
  return operation === mulOperation && inputs.some((x) => filledWith(x) !== undefined && x.shape.length === 0);
}

/** A stack of one matrix is a matrix: what is added to such a product can then be part of it. */
const unstackOne: Rule = {
  operations: [matmulOperation],
  rewrite(node, inputs) {
    const [a, b] = inputs as [Tensor, Tensor];
    if (a.shape.length !== 3 || a.shape[0] !== 1) return undefined;
    const matrix = (x: Tensor) => reshape(x, x.shape.slice(1));
    return reshape(matmul(matrix(a), matrix(b), flags(node)), node.shape);
  },
};

/** A product of a transposed matrix takes the matrix as it is. */
const absorbTransposes: Rule = {
  operations: [matmulOperation],
  rewrite(node, inputs) {
    const [a, b] = inputs as [Tensor, Tensor];
    const { transposeA, transposeB } = flags(node);
    if (swapsLastTwo(a)) return matmul(a.inputs[0] as Tensor, b, { transposeA: !transposeA, transposeB });
    if (swapsLastTwo(b)) return matmul(a, b.inputs[0] as Tensor, { transposeA, transposeB: !transposeB });
    return undefined;
  },
};

function swapsLastTwo(x: Tensor): boolean {
  if (x.operation !== transposeOperation) return false;
  const permutation = x.attributes.permutation as readonly number[];
  const n = permutation.length;
  return permutation.every((axis, i) => axis === (i < n - 2 ? i : 2 * n - 3 - i));
}

/** A column sum of a reshaped stack of rows may be taken before the reshape. */
const sumRowsDirectly: Rule = {
  operations: [sumOperation],
  rewrite(node, inputs) {
    const x = inputs[0] as Tensor;
    const axes = node.attributes.axes as readonly number[];
    const source = x.operation === reshapeOperation ? (x.inputs[0] as Tensor) : undefined;
    const last = x.shape.length - 1;
    const allButLast = x.shape.every(
      (n, axis) => (axis === last) !== axes.includes(axis) || (n === 1 && axis !== last),
    );
    if (source === undefined || !allButLast || source.shape.at(-1) !== x.shape.at(-1)) return undefined;
    const columns = sum(
      source,
      source.shape.slice(0, -1).map((_, axis) => axis),
    );
    return reshape(columns, node.shape);
  },
};

export const productRules: readonly Rule[] = [
  shareFactor,
  unstackOne,
  contractStack,
  absorbTransposes,
  sumRowsDirectly,
];
