import { checkName, inputOperation } from "./operations/leaves.js";
import { optimize } from "./optimize/index.js";
import { formatShape } from "./shape.js";
import { reachable } from "./tensor.js";
/** The name an input was declared with. */
export const inputName = (node) => node.attributes.name;
/**
 * Closes a program over its outputs. Inputs are found from the outputs; an input that no output depends on is dropped.
 * Unless `asWritten`, the program is simplified (see `optimize`): same values up to rounding, fewer and larger products.
 */
export function program(outputs, { asWritten = false } = {}) {
    const names = Object.keys(outputs);
    for (const name of names)
        checkName("program", name);
    const written = Object.values(outputs);
    const results = asWritten ? written : optimize(written);
    const nodes = reachable(results);
    const inputs = nodes.filter((node) => node.operation === inputOperation);
    const seen = new Set(names);
    for (const node of inputs) {
        const name = inputName(node);
        if (seen.has(name))
            throw new Error(`program: two inputs or outputs are called "${name}"`);
        seen.add(name);
    }
    const named = Object.fromEntries(names.map((name, i) => [name, results[i]]));
    return { inputs, nodes, outputs: named };
}
/** Size and arithmetic of a program. */
export function programCost({ nodes }) {
    return {
        nodes: nodes.filter((node) => node.inputs.length > 0).length,
        productFlops: nodes.reduce((total, node) => total + (node.operation.productFlops?.(node) ?? 0), 0),
    };
}
/** The program as text, one node a line: `%3 : [50, 4] = add(%1, %2)`. */
export function printProgram(written) {
    const names = new Map(written.nodes.map((node, i) => [node, `%${i}`]));
    const lines = written.nodes.map((node) => {
        const operands = node.inputs.map((x) => names.get(x)).join(", ");
        const attributes = Object.entries(node.attributes)
            .filter(([name]) => name !== "shape")
            .map(([name, value]) => ` ${name}=${value instanceof Float64Array ? `(${value.length} numbers)` : JSON.stringify(value)}`)
            .join("");
        return `${names.get(node)} : ${formatShape(node.shape)} = ${node.operation.name}(${operands})${attributes}`;
    });
    const outputs = Object.entries(written.outputs).map(([name, node]) => `return ${name} = ${names.get(node)}`);
    return [...lines, ...outputs].join("\n");
}
