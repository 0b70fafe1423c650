import { add, concat, div, input, minimum, mul, program, reshape, sizeOf, sqrt, square, sub, sum, } from "../graph/index.js";
import { parameterCount, unflatten } from "../models/index.js";
import { metaGradient } from "./maml.js";
export const adamDefaults = { beta1: 0.9, beta2: 0.999, epsilon: 1e-8 };
/**
 * One outer step as one program: the meta-gradient of a meta-batch and Adam's update (Kingma and Ba 2015, algorithm 1).
 * Parameters and Adam's two moments are flat vectors [count], in the order of `model.parameters`.
 */
export function outerStepProgram(model, groups, loop, { beta1, beta2, epsilon, clipNorm } = adamDefaults) {
    const count = [parameterCount(model)];
    const vector = (name) => input(name, count);
    const scalar = (name) => input(name, []);
    const [parameters, mean, variance] = [vector("parameters"), vector("mean"), vector("variance")];
    const { loss, gradients } = metaGradient(model, unflatten(model, parameters), groups, loop);
    const raw = flatten(gradients);
    const norm = sqrt(sum(square(raw)));
    const slope = clipNorm === undefined ? raw : mul(raw, minimum(1, div(clipNorm, add(norm, epsilon))));
    const newMean = add(mul(beta1, mean), mul(1 - beta1, slope));
    const newVariance = add(mul(beta2, variance), mul(1 - beta2, square(slope)));
    const size = add(sqrt(mul(newVariance, scalar("variance_correction"))), epsilon);
    const change = mul(scalar("rate"), div(mul(newMean, scalar("mean_correction")), size));
    return program({
        new_parameters: sub(parameters, change),
        new_mean: newMean,
        new_variance: newVariance,
        loss,
        gradient_norm: norm,
    });
}
/** Adam's bias corrections 1 / (1 - beta^t) at step t = 1, 2, ... */
export function adamCorrections(step, { beta1, beta2 }) {
    return { meanCorrection: 1 / (1 - beta1 ** step), varianceCorrection: 1 / (1 - beta2 ** step) };
}
function flatten(tensors) {
    return concat(tensors.map((x) => reshape(x, [sizeOf(x.shape)])), 0);
}
