import type { Random } from "../base/random.js";
import { add, matmul, reshape, type Shape, sizeOf, type Tensor } from "../graph/index.js";
import type { ParameterSpec } from "./model.js";

/** Weights N(0, 1 / inputs) (LeCun et al. 1998): activations keep their variance through a wide layer. */
export function weight(name: string, shape: Shape, inputs: number): ParameterSpec {
  return { name, shape, initial: (random) => draw(shape, () => random.normal() / Math.sqrt(inputs)) };
}

/** Biases U(-1, 1) / sqrt(inputs), not zero: features of different units then differ also where the state is small. */
export function bias(name: string, width: number, inputs: number): ParameterSpec {
  const bound = 1 / Math.sqrt(inputs);
  return { name, shape: [width], initial: (random) => draw([width], () => random.between(-bound, bound)) };
}

/** Weights whose smaller side is orthonormal (Saxe et al. 2014): Gram-Schmidt on Gaussian vectors. */
export function orthogonalWeight(name: string, [inputs, outputs]: readonly [number, number]): ParameterSpec {
  return { name, shape: [inputs, outputs], initial: (random) => orthogonal(random, inputs, outputs) };
}

function draw(shape: Shape, sample: () => number): Float64Array {
  return Float64Array.from({ length: sizeOf(shape) }, sample);
}

function orthogonal(random: Random, inputs: number, outputs: number): Float64Array {
  const [count, length] = inputs < outputs ? [inputs, outputs] : [outputs, inputs];
  const vectors: Float64Array[] = [];
  while (vectors.length < count) {
    const vector = draw([length], () => random.normal());
    // Twice, since one pass loses orthogonality to rounding.
    for (const other of [...vectors, ...vectors]) subtractProjection(vector, other);
    const norm = Math.hypot(...vector);
    vectors.push(vector.map((x) => x / norm));
  }
  const at = (i: number, j: number) => vectors[inputs < outputs ? i : j]?.[inputs < outputs ? j : i] as number;
  return Float64Array.from({ length: inputs * outputs }, (_, k) => at(Math.floor(k / outputs), k % outputs));
}

function subtractProjection(vector: Float64Array, unit: Float64Array): void {
  let product = 0;
  for (let i = 0; i < vector.length; i++) product += (vector[i] as number) * (unit[i] as number);
  for (let i = 0; i < vector.length; i++) vector[i] = (vector[i] as number) - product * (unit[i] as number);
}

/** Rows [task, row, inputs] through weights [task, inputs, outputs] and, where given, biases [task, outputs]. */
export function linear(rows: Tensor, weights: Tensor, biases?: Tensor): Tensor {
  const product = matmul(rows, weights);
  return biases === undefined ? product : add(product, asRow(biases));
}

/** [task, width] -> [task, 1, width], to be added to every row of a task. */
export function asRow(biases: Tensor): Tensor {
  const [tasks = 1, width = 1] = biases.shape;
  return reshape(biases, [tasks, 1, width]);
}
