import { detach, gradient, mul, sub, sum, type Tensor } from "../graph/index.js";
import type { Model } from "../models/index.js";
import { type LossReduction, taskLosses } from "./loss.js";

export interface InnerLoop {
  /** Plain gradient steps on the support points. */
  readonly steps: number;
  /** Step size alpha. */
  readonly rate: number | Tensor;
  readonly reduction: LossReduction;
  /** 2: the outer gradient goes through the steps. 1: they count as constants (first-order MAML). */
  readonly order: 1 | 2;
}

/**
 * The inner loop of MAML (Finn et al. 2017, eq. 1): every task's parameters after gradient steps on its own support
 * points. `parameters` [task, ...], `states` and `derivatives` [task, body, point, 4].
 */
export function adapt(
  model: Model,
  parameters: readonly Tensor[],
  states: Tensor,
  derivatives: Tensor,
  loop: InnerLoop,
): Tensor[] {
  let current = [...parameters];
  for (let step = 0; step < loop.steps; step++) {
    const losses = taskLosses(model.derivative(current, states), derivatives, loop.reduction);
    // A task's parameters touch its own loss only, so the gradient of the sum is every task's gradient at once.
    const slopes = gradient(sum(losses), current);
    current = current.map((value, i) => {
      const slope = slopes[i] as Tensor;
      return sub(value, mul(loop.rate, loop.order === 2 ? slope : detach(slope)));
    });
  }
  return current;
}
