import type { Random } from "../base/random.js";
import { broadcast, reshape, sizeOf, slice, type Tensor } from "../graph/index.js";
import type { Model, ParameterSpec } from "./model.js";

/** Whatever has trainable arrays: a model, or a method that learns more than a model's. */
export type Parametrised = Pick<Model, "parameters">;

/** Total number of trainable numbers. */
export function parameterCount({ parameters }: Parametrised): number {
  return parameters.reduce((total, { shape }) => total + sizeOf(shape), 0);
}

/** Fresh parameters, all arrays one after another in the order of `model.parameters`. */
export function initialParameters({ parameters }: Parametrised, random: Random): Float64Array {
  return Float64Array.from(parameters.flatMap((spec) => [...spec.initial(random)]));
}

/** Where each parameter lies in the flat vector. */
export function parameterRanges(model: Parametrised): { readonly spec: ParameterSpec; start: number; end: number }[] {
  let start = 0;
  return model.parameters.map((spec) => {
    const range = { spec, start, end: start + sizeOf(spec.shape) };
    start = range.end;
    return range;
  });
}

/** The parameters as tensors of their own shapes, cut from the flat vector `flat` [count]. */
export function unflatten(model: Parametrised, flat: Tensor): Tensor[] {
  return parameterRanges(model).map(({ spec, start, end }) => reshape(slice(flat, 0, start, end), spec.shape));
}

/** One copy of a shared parameter for each of `tasks` tasks. */
export function repeatForTasks(parameter: Tensor, tasks: number): Tensor {
  return broadcast(reshape(parameter, [1, ...parameter.shape]), [tasks, ...parameter.shape]);
}
