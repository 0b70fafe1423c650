import { logCosh, mul, sizeOf, sub, sum, type Tensor } from "../../graph/index.js";

/** `sum`: as in the paper. `mean`: divided by the points and components of a task, so that tasks of any size weigh alike. */
export type LossReduction = "sum" | "mean";

/**
 * Loss of every task, [task]: log cosh of the error (Song and Jeong 2022, eq. 5), over all bodies, points and components.
 * `predicted` and `target` are [task, body, point, 4].
 */
export function taskLosses(predicted: Tensor, target: Tensor, reduction: LossReduction): Tensor {
  const errors = logCosh(sub(predicted, target));
  const total = sum(errors, [1, 2, 3]);
  return reduction === "sum" ? total : mul(1 / sizeOf(errors.shape.slice(1)), total);
}
