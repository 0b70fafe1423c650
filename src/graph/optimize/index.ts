import { reachable, type Tensor } from "../tensor.js";
import { elementwiseRules } from "./elementwise.js";
import { productRules } from "./products.js";
import { type Rule, remake, type Uses } from "./rule.js";
import { structuralRules } from "./structural.js";

const rules: readonly Rule[] = [...structuralRules, ...elementwiseRules, ...productRules];

/**
 * Rewrites tensors to equal ones (up to rounding) that cost less. Done when a program is closed, never while it is
 * written: gradients may be asked for any node, and a rewrite may bypass one.
 */
export const optimize = (outputs: readonly Tensor[]): Tensor[] => rewrite(outputs, rules);

/** Applies rules until nothing changes. */
export function rewrite(outputs: readonly Tensor[], rules: readonly Rule[]): Tensor[] {
  let current = [...outputs];
  for (let round = 0; round < 20; round++) {
    const next = rewriteOnce(current, rules);
    if (next.every((tensor, i) => tensor === current[i])) break;
    current = next;
  }
  return current;
}

function rewriteOnce(outputs: readonly Tensor[], rules: readonly Rule[]): Tensor[] {
  const nodes = reachable(outputs);
  const counts = countUses(nodes, outputs);
  const uses: Uses = (x) => counts.get(x) ?? Number.POSITIVE_INFINITY;
  const rewritten = new Map<Tensor, Tensor>();
  for (const node of nodes) {
    const inputs = node.inputs.map((x) => rewritten.get(x) ?? x);
    const changed = inputs.some((x, i) => x !== node.inputs[i]);
    const result = applyRules(rules, node, inputs, changed, uses);
    rewritten.set(node, result);
    if (result !== node) counts.set(result, (counts.get(result) ?? 0) + uses(node));
  }
  return outputs.map((tensor) => rewritten.get(tensor) ?? tensor);
}

function applyRules(
  rules: readonly Rule[],
  node: Tensor,
  inputs: readonly Tensor[],
  changed: boolean,
  uses: Uses,
): Tensor {
  for (const rule of rules) {
    if (!rule.operations.includes(node.operation)) continue;
    const better = rule.rewrite(node, inputs, uses);
    if (better !== undefined) return better;
  }
  return changed ? remake(node, inputs) : node;
}

function countUses(nodes: readonly Tensor[], outputs: readonly Tensor[]): Map<Tensor, number> {
  const counts = new Map<Tensor, number>();
  const count = (x: Tensor) => counts.set(x, (counts.get(x) ?? 0) + 1);
  for (const node of nodes) node.inputs.forEach(count);
  outputs.forEach(count);
  return counts;
}
