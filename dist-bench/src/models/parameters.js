import { broadcast, reshape, sizeOf, slice } from "../graph/index.js";
/** Total number of trainable numbers. */
export function parameterCount({ parameters }) {
    return parameters.reduce((total, { shape }) => total + sizeOf(shape), 0);
}
/** Fresh parameters, all arrays one after another in the order of `model.parameters`. */
export function initialParameters({ parameters }, random) {
    return Float64Array.from(parameters.flatMap((spec) => [...spec.initial(random)]));
}
/** Where each parameter lies in the flat vector. */
export function parameterRanges(model) {
    let start = 0;
    return model.parameters.map((spec) => {
        const range = { spec, start, end: start + sizeOf(spec.shape) };
        start = range.end;
        return range;
    });
}
/** The parameters as tensors of their own shapes, cut from the flat vector `flat` [count]. */
export function unflatten(model, flat) {
    return parameterRanges(model).map(({ spec, start, end }) => reshape(slice(flat, 0, start, end), spec.shape));
}
/** One copy of a shared parameter for each of `tasks` tasks. */
export function repeatForTasks(parameter, tasks) {
    return broadcast(reshape(parameter, [1, ...parameter.shape]), [tasks, ...parameter.shape]);
}
