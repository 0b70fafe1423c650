import { generatedFunction } from "./operations/generated.js";
import { inputOperation } from "./operations/leaves.js";
import { reachable, type Tensor } from "./tensor.js";

/** Reads `x` and writes `out`; allocates nothing. */
export type ScalarFunction = (x: Float64Array, out: Float64Array) => void;

/**
 * Compiles scalar tensors to one JavaScript function in float64: `out[i]` is `outputs[i]` with `inputs[j] = x[j]`.
 * Where generating code is forbidden (a page whose policy has no `unsafe-eval`) the same nodes are interpreted, slower
 * with the same values. Throws for an output that is not a scalar or depends on an input that is not listed.
 */
export function compileScalar(inputs: readonly Tensor[], outputs: readonly Tensor[]): ScalarFunction {
  const nodes = reachable(outputs);
  for (const node of nodes) {
    if (node.shape.length > 0 || (node.operation !== inputOperation && node.operation.scalar === undefined))
      throw new Error(`compileScalar: ${node.operation.name} of shape [${node.shape}] is not a scalar operation`);
    if (node.operation === inputOperation && !inputs.includes(node))
      throw new Error(`compileScalar: input "${node.attributes.name as string}" is not among the listed inputs`);
  }
  try {
    return generate(nodes, inputs, outputs);
  } catch (error) {
    if (error instanceof EvalError) return interpret(nodes, inputs, outputs);
    throw error;
  }
}

function generate(nodes: readonly Tensor[], inputs: readonly Tensor[], outputs: readonly Tensor[]): ScalarFunction {
  const name = (x: Tensor) => `t${x.id}`;
  const lines = nodes.map((node) => {
    const value =
      node.operation === inputOperation
        ? `x[${inputs.indexOf(node)}]`
        : node.operation.scalar?.(node.inputs.map(name), node.attributes);
    return `const ${name(node)} = ${value};`;
  });
  const results = outputs.map((node, i) => `out[${i}] = ${name(node)};`);
  return generatedFunction(["x", "out"], [...lines, ...results].join("\n"));
}

/**
 * The same as the generated function, node by node; exported for the tests that hold the two against each other. It
 * allocates nothing when called, since a page under such a policy integrates whole motions with it.
 */
export function interpret(
  nodes: readonly Tensor[],
  inputs: readonly Tensor[],
  outputs: readonly Tensor[],
): ScalarFunction {
  const slot = new Map(nodes.map((node, i) => [node, i]));
  const values = new Float64Array(nodes.length);
  const steps = nodes.flatMap((node, target) => {
    const { evaluate } = node.operation;
    return evaluate === undefined ? [] : [interpretNode(node, target, slot, values, evaluate)];
  });
  const given = inputs.flatMap((node, j) => (slot.has(node) ? [{ j, target: slot.get(node) as number }] : []));
  const taken = outputs.map((node) => slot.get(node) as number);
  return (x, out) => {
    for (const { j, target } of given) values[target] = x[j] as number;
    for (let i = 0; i < steps.length; i++) (steps[i] as () => void)();
    for (let i = 0; i < taken.length; i++) out[i] = values[taken[i] as number] as number;
  };
}

/** One step of the interpreter: reads the node's operands from `values` and writes its own value there. */
function interpretNode(
  { inputs, attributes }: Tensor,
  target: number,
  slot: ReadonlyMap<Tensor, number>,
  values: Float64Array,
  evaluate: (operands: readonly number[], attributes: Tensor["attributes"]) => number,
): () => void {
  const sources = inputs.map((x) => slot.get(x) as number);
  const operands = sources.map(() => 0);
  return () => {
    for (let k = 0; k < sources.length; k++) operands[k] = values[sources[k] as number] as number;
    values[target] = evaluate(operands, attributes);
  };
}
