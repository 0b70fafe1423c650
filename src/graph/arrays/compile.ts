import { inputOperation } from "../operations/leaves.js";
import { inputName, type Program } from "../program.js";
import { sizeOf } from "../shape.js";
import { reachable, type Tensor } from "../tensor.js";
import { type ArrayKernel, expanded, kernelOf, sharesArray } from "./kernels.js";

/** A program on plain arrays: fill `inputs`, call `run`, read `outputs`. The arrays stay the same ones. */
export interface ArrayFunction<Output extends string = string> {
  readonly inputs: Readonly<Record<string, Float64Array>>;
  readonly outputs: Readonly<Record<Output, Float64Array>>;
  run(): void;
}

/**
 * Compiles a program to plain JavaScript in float64: runs at once, without an engine, and allocates nothing. Meant for
 * small programs that are called often, such as a learned field inside an integrator. What depends on the `fixed` inputs
 * alone is computed here, once; they are no longer among `inputs`. Throws for an operation without a form on arrays.
 */
export function compileArrays<Output extends string>(
  { outputs }: Pick<Program<Output>, "outputs">,
  fixed: Readonly<Record<string, ArrayLike<number>>> = {},
): ArrayFunction<Output> {
  const arrays = new Map<Tensor, Float64Array>();
  const constant = new Set<Tensor>();
  const steps: ArrayKernel[] = [];
  const inputs: Record<string, Float64Array> = {};

  const leaf = (node: Tensor): Float64Array => {
    const array = new Float64Array(sizeOf(node.shape));
    const values = node.operation === inputOperation ? fixed[inputName(node)] : node.attributes.data;
    if (node.operation === inputOperation && values === undefined) {
      inputs[inputName(node)] = array;
      return array;
    }
    constant.add(node);
    if (values === undefined) return array.fill(node.attributes.value as number);
    if ((values as ArrayLike<number>).length !== array.length)
      throw new TypeError(`compileArrays: "${inputName(node)}" needs ${array.length} numbers`);
    array.set(values as ArrayLike<number>);
    return array;
  };
  const place = (node: Tensor): void => {
    if (arrays.has(node)) return;
    if (node.inputs.length === 0) {
      arrays.set(node, leaf(node));
      return;
    }
    const form = expanded(node);
    if (form !== undefined) {
      for (const part of reachable([form])) place(part);
      arrays.set(node, arrays.get(form) as Float64Array);
      if (constant.has(form)) constant.add(node);
      return;
    }
    const operands = node.inputs.map((x) => arrays.get(x) as Float64Array);
    const isConstant = node.inputs.every((x) => constant.has(x));
    if (isConstant) constant.add(node);
    if (sharesArray(node)) {
      arrays.set(node, operands[0] as Float64Array);
      return;
    }
    const array = new Float64Array(sizeOf(node.shape));
    arrays.set(node, array);
    const kernel = kernelOf(node, operands, array);
    if (kernel === undefined) throw new Error(`compileArrays: ${node.operation.name} has no form on arrays`);
    if (isConstant) kernel();
    else steps.push(kernel);
  };
  for (const node of reachable(Object.values<Tensor>(outputs))) place(node);

  const results = Object.entries<Tensor>(outputs).map(([name, node]) => [name, arrays.get(node) as Float64Array]);
  return {
    inputs,
    outputs: Object.fromEntries(results) as Record<Output, Float64Array>,
    run() {
      for (let i = 0; i < steps.length; i++) (steps[i] as ArrayKernel)();
    },
  };
}
