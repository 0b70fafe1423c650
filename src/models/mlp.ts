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
  const units = new Float64Array(count * length);
  for (let n = 0; n < count; n++) {
    const vector = units.subarray(n * length, (n + 1) * length);
    for (let i = 0; i < length; i++) vector[i] = random.normal();
    if (n > 0) subtractProjections(vector, units, n);
    const norm = Math.hypot(...vector);
    for (let i = 0; i < length; i++) vector[i] = (vector[i] as number) / norm;
  }
  if (inputs < outputs) return units;
  return Float64Array.from(
    { length: inputs * outputs },
    (_, k) => units[(k % outputs) * length + Math.floor(k / outputs)] as number,
  );
}

/**
 * What a vector has along the first `count` rows of `units`, away, one after the other; twice, since one pass loses orthogonality to
 * rounding. The product with the next row is summed up in the pass that takes the last one's part away: half the loops, the same bits.
 */
function subtractProjections(vector: Float64Array, units: Float64Array, count: number): void {
  const { length } = vector;
  let product = 0;
  for (let i = 0; i < length; i++) product += (vector[i] as number) * (units[i] as number);
  for (let k = 0; k < 2 * count; k++) {
    const row = (k % count) * length;
    const next = ((k + 1) % count) * length;
    const part = product;
    product = 0;
    for (let i = 0; i < length; i++) {
      const rest = (vector[i] as number) - part * (units[row + i] as number);
      vector[i] = rest;
      product += rest * (units[next + i] as number);
    }
  }
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
