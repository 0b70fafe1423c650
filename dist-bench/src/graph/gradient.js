import { add } from "./operations/elementwise.js";
import { fill } from "./operations/leaves.js";
import { formatShape, ShapeError, sameShape } from "./shape.js";
import { reachable } from "./tensor.js";
/**
 * Gradients of `output` with respect to each of `targets` (inputs or intermediate tensors), as tensors of the same
 * program: they can be differentiated again, to any order.
 *
 * `output` must be a scalar unless `cotangent` (of its shape) is given; then the result is the vector-Jacobian product.
 * A target that `output` does not depend on has gradient zero. Reverse accumulation over the nodes between targets and
 * output (Griewank and Walther 2008, chapter 3).
 */
export function gradient(output, targets, cotangent) {
    if (cotangent === undefined && output.shape.length > 0)
        throw new ShapeError("gradient", "the output must be a scalar, or a cotangent be given", output.shape);
    if (cotangent !== undefined && !sameShape(cotangent.shape, output.shape))
        throw new ShapeError("gradient", `the cotangent's shape must be ${formatShape(output.shape)}`, cotangent.shape);
    const nodes = reachable([output]);
    const active = dependents(nodes, targets);
    const cotangents = new Map([[output, cotangent ?? fill(1)]]);
    for (let i = nodes.length - 1; i >= 0; i--) {
        const node = nodes[i];
        const own = cotangents.get(node);
        if (own === undefined || !active.has(node))
            continue;
        if (!node.inputs.some((x) => active.has(x)))
            continue;
        node.operation.vjp(node, own).forEach((contribution, k) => {
            const x = node.inputs[k];
            if (contribution === undefined || !active.has(x))
                return;
            const sofar = cotangents.get(x);
            cotangents.set(x, sofar === undefined ? contribution : add(sofar, contribution));
        });
    }
    return targets.map((target) => cotangents.get(target) ?? fill(0, target.shape));
}
/** The nodes that depend on a target (targets included): only these need cotangents. */
function dependents(nodes, targets) {
    const active = new Set(targets);
    for (const node of nodes)
        if (node.inputs.some((x) => active.has(x)))
            active.add(node);
    return active;
}
