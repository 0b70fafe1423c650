import { reachable } from "../tensor.js";
import { elementwiseRules } from "./elementwise.js";
import { productRules } from "./products.js";
import { remake } from "./rule.js";
import { structuralRules } from "./structural.js";
const rules = [...structuralRules, ...elementwiseRules, ...productRules];
/**
 * Rewrites tensors to equal ones (up to rounding) that cost less. Done when a program is closed, never while it is
 * written: gradients may be asked for any node, and a rewrite may bypass one.
 */
export function optimize(outputs) {
    let current = [...outputs];
    for (let round = 0; round < 20; round++) {
        const next = rewriteOnce(current);
        if (next.every((tensor, i) => tensor === current[i]))
            break;
        current = next;
    }
    return current;
}
function rewriteOnce(outputs) {
    const nodes = reachable(outputs);
    const counts = countUses(nodes, outputs);
    const uses = (x) => counts.get(x) ?? Number.POSITIVE_INFINITY;
    const rewritten = new Map();
    for (const node of nodes) {
        const inputs = node.inputs.map((x) => rewritten.get(x) ?? x);
        const changed = inputs.some((x, i) => x !== node.inputs[i]);
        const result = applyRules(node, inputs, changed, uses);
        rewritten.set(node, result);
        if (result !== node)
            counts.set(result, (counts.get(result) ?? 0) + uses(node));
    }
    return outputs.map((tensor) => rewritten.get(tensor) ?? tensor);
}
function applyRules(node, inputs, changed, uses) {
    for (const rule of rules) {
        if (!rule.operations.includes(node.operation))
            continue;
        const better = rule.rewrite(node, inputs, uses);
        if (better !== undefined)
            return better;
    }
    return changed ? remake(node, inputs) : node;
}
function countUses(nodes, outputs) {
    const counts = new Map();
    const count = (x) => counts.set(x, (counts.get(x) ?? 0) + 1);
    for (const node of nodes)
        node.inputs.forEach(count);
    outputs.forEach(count);
    return counts;
}
