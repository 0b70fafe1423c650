import { checkName, inputOperation } from "./operations/leaves.js";
import { optimize } from "./optimize/index.js";
import { formatShape } from "./shape.js";
import { reachable, type Tensor } from "./tensor.js";

/** Named results of named inputs: what gets printed, counted and compiled. */
export interface Program<Output extends string = string> {
  readonly inputs: readonly Tensor[];
  readonly outputs: Readonly<Record<Output, Tensor>>;
  /** Every node the outputs need, inputs before users; nothing else (dead code is gone). */
  readonly nodes: readonly Tensor[];
}

/** The name an input was declared with. */
export const inputName = (node: Tensor): string => node.attributes.name as string;

/**
 * Closes a program over its outputs. Inputs are found from the outputs; an input that no output depends on is dropped.
 * Unless `asWritten`, the program is simplified (see `optimize`): same values up to rounding, fewer and larger products.
 */
export function program<Output extends string>(
  outputs: Readonly<Record<Output, Tensor>>,
  { asWritten = false } = {},
): Program<Output> {
  const names = Object.keys(outputs);
  for (const name of names) checkName("program", name);
  const written = Object.values<Tensor>(outputs);
  const results = asWritten ? written : optimize(written);
  const nodes = reachable(results);
  const inputs = nodes.filter((node) => node.operation === inputOperation);
  const seen = new Set(names);
  for (const node of inputs) {
    const name = inputName(node);
    if (seen.has(name)) throw new Error(`program: two inputs or outputs are called "${name}"`);
    seen.add(name);
  }
  const named = Object.fromEntries(names.map((name, i) => [name, results[i] as Tensor]));
  return { inputs, nodes, outputs: named as Record<Output, Tensor> };
}

export interface ProgramCost {
  /** Operations, not counting inputs and constants. */
  readonly nodes: number;
  /** Floating-point operations in matrix products (a multiplication and an addition count two). */
  readonly productFlops: number;
}

/** Size and arithmetic of a program. */
export function programCost({ nodes }: Program): ProgramCost {
  return {
    nodes: nodes.filter((node) => node.inputs.length > 0).length,
    productFlops: nodes.reduce((total, node) => total + (node.operation.productFlops?.(node) ?? 0), 0),
  };
}

/** The program as text, one node a line: `%3 : [50, 4] = add(%1, %2)`. */
export function printProgram(written: Program): string {
  const names = new Map(written.nodes.map((node, i) => [node, `%${i}`]));
  const lines = written.nodes.map((node) => {
    const operands = node.inputs.map((x) => names.get(x)).join(", ");
    const attributes = Object.entries(node.attributes)
      .filter(([name]) => name !== "shape")
      .map(
        ([name, value]) =>
          ` ${name}=${value instanceof Float64Array ? `(${value.length} numbers)` : JSON.stringify(value)}`,
      )
      .join("");
    return `${names.get(node)} : ${formatShape(node.shape)} = ${node.operation.name}(${operands})${attributes}`;
  });
  const outputs = Object.entries(written.outputs).map(([name, node]) => `return ${name} = ${names.get(node)}`);
  return [...lines, ...outputs].join("\n");
}
