import { add, matmul, reshape, sizeOf } from "../graph/index.js";
/** Weights N(0, 1 / inputs) (LeCun et al. 1998): activations keep their variance through a wide layer. */
export function weight(name, shape, inputs) {
    return { name, shape, initial: (random) => draw(shape, () => random.normal() / Math.sqrt(inputs)) };
}
/** Biases U(-1, 1) / sqrt(inputs), not zero: features of different units then differ also where the state is small. */
export function bias(name, width, inputs) {
    const bound = 1 / Math.sqrt(inputs);
    return { name, shape: [width], initial: (random) => draw([width], () => random.between(-bound, bound)) };
}
/** Weights whose smaller side is orthonormal (Saxe et al. 2014): Gram-Schmidt on Gaussian vectors. */
export function orthogonalWeight(name, [inputs, outputs]) {
    return { name, shape: [inputs, outputs], initial: (random) => orthogonal(random, inputs, outputs) };
}
function draw(shape, sample) {
    return Float64Array.from({ length: sizeOf(shape) }, sample);
}
function orthogonal(random, inputs, outputs) {
    const [count, length] = inputs < outputs ? [inputs, outputs] : [outputs, inputs];
    const vectors = [];
    while (vectors.length < count) {
        const vector = draw([length], () => random.normal());
        // Twice, since one pass loses orthogonality to rounding.
        for (const other of [...vectors, ...vectors])
            subtractProjection(vector, other);
        const norm = Math.hypot(...vector);
        vectors.push(vector.map((x) => x / norm));
    }
    const at = (i, j) => vectors[inputs < outputs ? i : j]?.[inputs < outputs ? j : i];
    return Float64Array.from({ length: inputs * outputs }, (_, k) => at(Math.floor(k / outputs), k % outputs));
}
function subtractProjection(vector, unit) {
    let product = 0;
    for (let i = 0; i < vector.length; i++)
        product += vector[i] * unit[i];
    for (let i = 0; i < vector.length; i++)
        vector[i] = vector[i] - product * unit[i];
}
/** Rows [task, row, inputs] through weights [task, inputs, outputs] and, where given, biases [task, outputs]. */
export function linear(rows, weights, biases) {
    const product = matmul(rows, weights);
    return biases === undefined ? product : add(product, asRow(biases));
}
/** [task, width] -> [task, 1, width], to be added to every row of a task. */
export function asRow(biases) {
    const [tasks = 1, width = 1] = biases.shape;
    return reshape(biases, [tasks, 1, width]);
}
