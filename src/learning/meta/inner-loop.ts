import { detach, gradient, mul, sub, sum, type Tensor } from "../../graph/index.js";
import type { Model } from "../../models/index.js";
import { type LossReduction, taskLosses } from "./loss.js";
import type { PointTensors } from "./task-group.js";

export interface InnerLoop {
  /** Gradient steps on the support points. */
  readonly steps: number;
  /** Step size alpha. */
  readonly rate: number;
  readonly reduction: LossReduction;
  /** 2: the outer gradient goes through the steps. 1: they count as constants (first-order MAML). */
  readonly order: 1 | 2;
}

/**
 * Gradients of every task's loss on its points with respect to `targets` [task, ...], tensors that the model's
 * `parameters` are or have been computed from. With order 1 they count as constants.
 */
export function taskGradients(
  model: Model,
  parameters: readonly Tensor[],
  targets: readonly Tensor[],
  { states, derivatives }: PointTensors,
  { reduction, order }: Pick<InnerLoop, "reduction" | "order">,
): Tensor[] {
  const losses = taskLosses(model.derivative(parameters, states), derivatives, reduction);
  // A task's parameters touch its own loss only, so the gradient of the sum is every task's gradient at once.
  const slopes = gradient(sum(losses), targets);
  return order === 2 ? slopes : slopes.map(detach);
}

/** The values after one step against the slopes, with one step size or one for each of them. */
export function descend(
  values: readonly Tensor[],
  slopes: readonly Tensor[],
  rate: number | Tensor | readonly Tensor[],
): Tensor[] {
  const rateOf = (i: number) => (Array.isArray(rate) ? (rate[i] as Tensor) : (rate as number | Tensor));
  return values.map((value, i) => sub(value, mul(rateOf(i), slopes[i] as Tensor)));
}

/**
 * The inner loop of MAML (Finn et al. 2017, eq. 1): every task's parameters after gradient steps on its own support
 * points. `parameters` [task, ...], `states` and `derivatives` [task, body, point, 4].
 */
export function adaptParameters(
  model: Model,
  parameters: readonly Tensor[],
  states: Tensor,
  derivatives: Tensor,
  loop: Omit<InnerLoop, "rate"> & { readonly rate: number | Tensor },
): Tensor[] {
  let current = [...parameters];
  for (let step = 0; step < loop.steps; step++)
    current = descend(current, taskGradients(model, current, current, { states, derivatives }, loop), loop.rate);
  return current;
}
