import { add, fill, gradient, input, sum, type Tensor } from "../graph/index.js";
import { NODE_SIZE } from "../mechanics/index.js";
import { type Model, repeatForTasks } from "../models/index.js";
import { adapt, type InnerLoop } from "./inner-loop.js";
import { taskLosses } from "./loss.js";

/** The tasks of a meta-batch whose systems have the same number of bodies. */
export interface TaskGroup {
  readonly bodies: number;
  readonly tasks: number;
  readonly supportPoints: number;
  readonly queryPoints: number;
}

/** Names of a group's four inputs, each [task, body, point, 4]. */
export function groupInputNames({ bodies }: TaskGroup) {
  return {
    supportStates: `support_states_${bodies}`,
    supportDerivatives: `support_derivatives_${bodies}`,
    queryStates: `query_states_${bodies}`,
    queryDerivatives: `query_derivatives_${bodies}`,
  };
}

/**
 * MAML's outer objective (Finn et al. 2017, algorithm 1): the sum over tasks of the query loss after the inner loop on
 * the support points. Groups of tasks with different numbers of bodies share the parameters in one program.
 * `parameters` have their own shapes, without a task axis.
 */
export function metaLoss(
  model: Model,
  parameters: readonly Tensor[],
  groups: readonly TaskGroup[],
  loop: InnerLoop,
): Tensor {
  return groups.map((group) => groupLoss(model, parameters, group, loop)).reduce((a, b) => add(a, b), fill(0));
}

function groupLoss(model: Model, parameters: readonly Tensor[], group: TaskGroup, loop: InnerLoop): Tensor {
  const { bodies, tasks, supportPoints, queryPoints } = group;
  const names = groupInputNames(group);
  const support = [tasks, bodies, supportPoints, NODE_SIZE];
  const query = [tasks, bodies, queryPoints, NODE_SIZE];
  const adapted = adapt(
    model,
    parameters.map((parameter) => repeatForTasks(parameter, tasks)),
    input(names.supportStates, support),
    input(names.supportDerivatives, support),
    loop,
  );
  const predicted = model.derivative(adapted, input(names.queryStates, query));
  return sum(taskLosses(predicted, input(names.queryDerivatives, query), loop.reduction));
}

/** The meta-loss and its gradient with respect to every parameter. */
export function metaGradient(
  model: Model,
  parameters: readonly Tensor[],
  groups: readonly TaskGroup[],
  loop: InnerLoop,
) {
  const loss = metaLoss(model, parameters, groups, loop);
  return { loss, gradients: gradient(loss, parameters) };
}
