import * as elementwise from "../operations/elementwise.js";
import { makeTensor, type Operation, type Tensor } from "../tensor.js";

/**
 * How many nodes and outputs use a tensor, or the one it was rewritten from. Infinite for a tensor that a rule made on
 * the way: it may be shared already, and whether it is will be known in the next round.
 */
export type Uses = (x: Tensor) => number;

export interface Rule {
  /** The operations whose nodes the rule may apply to. */
  readonly operations: readonly Operation[];
  /**
   * A tensor equal to the node with its operands replaced by `inputs` (already rewritten), or `undefined` where the
   * rule does not apply.
   */
  rewrite(node: Tensor, inputs: readonly Tensor[], uses: Uses): Tensor | undefined;
}

const builders = new Map<Operation, (a: Tensor, b: Tensor) => Tensor>([
  [elementwise.addOperation, elementwise.add],
  [elementwise.subOperation, elementwise.sub],
  [elementwise.mulOperation, elementwise.mul],
  [elementwise.divOperation, elementwise.div],
]);

/** The node's operation on other operands, through the builders that fold zeros and ones. */
export function remake(node: Tensor, inputs: readonly Tensor[]): Tensor {
  const builder = builders.get(node.operation);
  if (builder !== undefined) return builder(inputs[0] as Tensor, inputs[1] as Tensor);
  if (node.operation === elementwise.negOperation) return elementwise.neg(inputs[0] as Tensor);
  return makeTensor(node.operation, inputs, node.attributes);
}
