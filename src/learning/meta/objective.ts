import { add, fill, gradient, sum, type Tensor } from "../../graph/index.js";
import { taskLosses } from "./loss.js";
import type { MetaLearner, OuterGradient } from "./meta-learner.js";
import { groupInputs, type PointTensors, type TaskGroup } from "./task-group.js";

/** What the tasks adapt after 0, 1, ..., `method.steps` steps on their points. */
export function unroll(
  method: MetaLearner,
  meta: readonly Tensor[],
  points: PointTensors,
  steps = method.steps,
): Tensor[][] {
  const states = [method.begin(meta, points.states.shape[0] as number)];
  for (let step = 0; step < steps; step++) states.push(method.step(meta, states[step] as Tensor[], points, step));
  return states;
}

/** Sum over tasks of the loss on the given points, with what the tasks have adapted. */
export function lossAfter(
  method: MetaLearner,
  meta: readonly Tensor[],
  own: readonly Tensor[],
  { states, derivatives }: PointTensors,
): Tensor {
  const predicted = method.model.derivative(method.network(meta, own), states);
  return sum(taskLosses(predicted, derivatives, method.reduction));
}

/**
 * The outer objective of meta-learning (Finn et al. 2017, algorithm 1): the sum over tasks of the query loss after the
 * inner loop on the support points. Groups of tasks with different numbers of bodies share the meta-parameters in one
 * program. `meta` have their own shapes, without a task axis.
 */
export function metaLoss(method: MetaLearner, meta: readonly Tensor[], groups: readonly TaskGroup[]): Tensor {
  return sumOverGroups(groups, (group) => {
    const { support, query } = groupInputs(group);
    return lossAfter(method, meta, unroll(method, meta, support).at(-1) as Tensor[], query);
  });
}

/** The sum of a loss over all groups. */
export function sumOverGroups(groups: readonly TaskGroup[], loss: (group: TaskGroup) => Tensor): Tensor {
  return groups.map(loss).reduce((a, b) => add(a, b), fill(0));
}

/** The method's outer objective and the direction for the outer optimiser, with respect to every meta-parameter. */
export function metaGradient(
  method: MetaLearner,
  meta: readonly Tensor[],
  groups: readonly TaskGroup[],
  progress: Tensor = fill(1),
): OuterGradient {
  if (method.outer !== undefined) return method.outer(meta, groups, progress);
  const loss = metaLoss(method, meta, groups);
  return { loss, gradients: gradient(loss, meta) };
}
