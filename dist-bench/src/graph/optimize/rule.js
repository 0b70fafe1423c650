import * as elementwise from "../operations/elementwise.js";
import { makeTensor } from "../tensor.js";
const builders = new Map([
    [elementwise.addOperation, elementwise.add],
    [elementwise.subOperation, elementwise.sub],
    [elementwise.mulOperation, elementwise.mul],
    [elementwise.divOperation, elementwise.div],
]);
/** The node's operation on other operands, through the builders that fold zeros and ones. */
export function remake(node, inputs) {
    const builder = builders.get(node.operation);
    if (builder !== undefined)
        return builder(inputs[0], inputs[1]);
    if (node.operation === elementwise.negOperation)
        return elementwise.neg(inputs[0]);
    return makeTensor(node.operation, inputs, node.attributes);
}
