import { add, addOperation } from "../operations/elementwise.js";
import { inputOperation } from "../operations/leaves.js";
import { matmul, matmulOperation } from "../operations/matmul.js";
import { transpose } from "../operations/structural.js";
import { writeOutSmooth } from "../optimize/elementwise.js";
import { rewrite } from "../optimize/index.js";
import type { Rule } from "../optimize/rule.js";
import { inputName } from "../program.js";
import type { Tensor } from "../tensor.js";

/** Whether a tensor depends on nothing but constants and the inputs named in `fixed`. */
export function dependsOnlyOn(fixed: ReadonlySet<string>): (x: Tensor) => boolean {
  const known = new Map<Tensor, boolean>();
  const test = (x: Tensor): boolean => {
    const answer = known.get(x);
    if (answer !== undefined) return answer;
    const result = x.operation === inputOperation ? fixed.has(inputName(x)) : x.inputs.every(test);
    known.set(x, result);
    return result;
  };
  return test;
}

/** Equal tensors in the form that a kernel wants, with as much work as possible on fixed operands alone. */
export function prepareForKernel(outputs: readonly Tensor[], isFixed: (x: Tensor) => boolean): Tensor[] {
  return rewrite(outputs, [writeOutSmooth, spellOutTransposes, multiplyFixedFirst(isFixed)]);
}

/** Products take both matrices as they lie; turned round once where they are fixed. */
const spellOutTransposes: Rule = {
  operations: [matmulOperation],
  rewrite(node, inputs) {
    const { transposeA, transposeB } = node.attributes as { transposeA: boolean; transposeB: boolean };
    if (!transposeA && !transposeB) return undefined;
    const [a, b] = inputs as [Tensor, Tensor];
    const turned = (x: Tensor) => transpose(x, x.shape.length === 2 ? [1, 0] : [0, 2, 1]);
    return matmul(transposeA ? turned(a) : a, transposeB ? turned(b) : b);
  },
};

/** Two linear layers without an activation between them are one: (x B + b) C = x (B C) + b C, where B, b and C are fixed. */
const multiplyFixedFirst = (isFixed: (x: Tensor) => boolean): Rule => ({
  operations: [matmulOperation],
  rewrite(node, inputs, uses) {
    const [left, c] = inputs as [Tensor, Tensor];
    const { transposeA, transposeB } = node.attributes as { transposeA: boolean; transposeB: boolean };
    if (transposeA || transposeB || !isFixed(c) || uses(left) > 1) return undefined;
    const inner = matrixProduct(left, isFixed);
    if (inner !== undefined) return matmul(inner.a, matmul(inner.b, c));
    if (left.operation !== addOperation) return undefined;
    const [u, v] = left.inputs as [Tensor, Tensor];
    for (const [product, bias] of [
      [u, v],
      [v, u],
    ] as const) {
      const factors = matrixProduct(product, isFixed);
      if (factors === undefined || !isFixed(bias) || bias.shape.length !== c.shape.length || uses(product) > 1)
        continue;
      if (bias.shape.at(-1) !== left.shape.at(-1)) continue;
      return add(matmul(factors.a, matmul(factors.b, c)), matmul(bias, c));
    }
    return undefined;
  },
});

/** The operands of x B with B fixed and x not, where B C costs no more columns than B has. */
function matrixProduct(x: Tensor, isFixed: (x: Tensor) => boolean): { a: Tensor; b: Tensor } | undefined {
  if (x.operation !== matmulOperation || x.attributes.transposeA || x.attributes.transposeB) return undefined;
  const [a, b] = x.inputs as [Tensor, Tensor];
  return isFixed(b) && !isFixed(a) ? { a, b } : undefined;
}
