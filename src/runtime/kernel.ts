import { type Kernel, operations } from "../graph/index.js";

/** A kernel with memory of its own. Inputs are written into its arrays, results read from them; nothing is copied. */
export interface LoadedKernel<Output extends string = string> {
  readonly inputs: Readonly<Record<string, Float32Array>>;
  readonly outputs: Readonly<Record<Output, Float32Array>>;
  /** Computes what depends on the fixed inputs alone; to be called after they have changed. */
  prepare(): void;
  run(): void;
}

interface Exports {
  readonly memory: WebAssembly.Memory;
  prepare(): void;
  run(): void;
}

/** Loads a kernel (see `writeKernel`). */
export async function loadKernel<Output extends string>(kernel: Kernel<Output>): Promise<LoadedKernel<Output>> {
  const scalars = kernel.scalars.map(({ operation, attributes }) => {
    const evaluate = operations.find(({ name }) => name === operation)?.evaluate;
    if (evaluate === undefined) throw new Error(`loadKernel: ${operation} has no form for single numbers`);
    return (x: number) => evaluate([x], attributes);
  });
  const { instance } = await WebAssembly.instantiate(kernel.module, { scalar: { ...scalars } });
  const { memory, prepare, run } = instance.exports as unknown as Exports;
  const views = <Name extends string>(regions: Readonly<Record<Name, { offset: number; length: number }>>) => {
    const entries = Object.entries<{ offset: number; length: number }>(regions);
    const arrays = entries.map(([name, { offset, length }]) => [name, new Float32Array(memory.buffer, offset, length)]);
    return Object.fromEntries(arrays) as Record<Name, Float32Array>;
  };
  return { inputs: views(kernel.inputs), outputs: views(kernel.outputs), prepare, run };
}
