import { inputOperation } from "./operations/leaves.js";
import { reachable } from "./tensor.js";
/**
 * Compiles scalar tensors to one JavaScript function in float64: `out[i]` is `outputs[i]` with `inputs[j] = x[j]`.
 * Where generating code is forbidden (a page whose policy has no `unsafe-eval`) the same nodes are interpreted, slower
 * with the same values. Throws for an output that is not a scalar or depends on an input that is not listed.
 */
export function compileScalar(inputs, outputs) {
    const nodes = reachable(outputs);
    for (const node of nodes) {
        if (node.shape.length > 0 || (node.operation !== inputOperation && node.operation.scalar === undefined))
            throw new Error(`compileScalar: ${node.operation.name} of shape [${node.shape}] is not a scalar operation`);
        if (node.operation === inputOperation && !inputs.includes(node))
            throw new Error(`compileScalar: input "${node.attributes.name}" is not among the listed inputs`);
    }
    try {
        return generate(nodes, inputs, outputs);
    }
    catch (error) {
        if (error instanceof EvalError)
            return interpret(nodes, inputs, outputs);
        throw error;
    }
}
function generate(nodes, inputs, outputs) {
    const name = (x) => `t${x.id}`;
    const lines = nodes.map((node) => {
        const value = node.operation === inputOperation
            ? `x[${inputs.indexOf(node)}]`
            : node.operation.scalar?.(node.inputs.map(name), node.attributes);
        return `const ${name(node)} = ${value};`;
    });
    const results = outputs.map((node, i) => `out[${i}] = ${name(node)};`);
    return new Function("x", "out", [...lines, ...results].join("\n"));
}
/** The same as the generated function, node by node; exported for the tests that hold the two against each other. */
export function interpret(nodes, inputs, outputs) {
    const slot = new Map(nodes.map((node, i) => [node, i]));
    const values = new Float64Array(nodes.length);
    const steps = nodes.flatMap((node, target) => {
        const { evaluate } = node.operation;
        if (evaluate === undefined)
            return [];
        const sources = node.inputs.map((x) => slot.get(x));
        return [{ target, sources, evaluate, attributes: node.attributes }];
    });
    const given = inputs.flatMap((node, j) => (slot.has(node) ? [{ j, target: slot.get(node) }] : []));
    const taken = outputs.map((node) => slot.get(node));
    return (x, out) => {
        for (const { j, target } of given)
            values[target] = x[j];
        for (const { target, sources, evaluate, attributes } of steps)
            values[target] = evaluate(sources.map((s) => values[s]), attributes);
        taken.forEach((source, i) => {
            out[i] = values[source];
        });
    };
}
