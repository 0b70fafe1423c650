import { input, type Tensor } from "../../graph/index.js";
import { NODE_SIZE } from "../../mechanics/index.js";

/** The tasks of a meta-batch whose systems have the same number of bodies. */
export interface TaskGroup {
  readonly bodies: number;
  readonly tasks: number;
  readonly supportPoints: number;
  readonly queryPoints: number;
}

/** Points that a task adapts to or is judged by, as tensors [task, body, point, 4]. */
export interface PointTensors {
  readonly states: Tensor;
  readonly derivatives: Tensor;
  /** Means over the points of one motion, [task, point, point]; where it is left out a task's points lie on one motion. */
  readonly motions?: Tensor;
}

/** Names of a group's four inputs, each [task, body, point, 4]. */
export function groupInputNames({ bodies }: Pick<TaskGroup, "bodies">) {
  return {
    supportStates: `support_states_${bodies}`,
    supportDerivatives: `support_derivatives_${bodies}`,
    queryStates: `query_states_${bodies}`,
    queryDerivatives: `query_derivatives_${bodies}`,
  };
}

/** The group's inputs. */
export function groupInputs(group: TaskGroup): { readonly support: PointTensors; readonly query: PointTensors } {
  const { bodies, tasks, supportPoints, queryPoints } = group;
  const names = groupInputNames(group);
  const support = [tasks, bodies, supportPoints, NODE_SIZE];
  const query = [tasks, bodies, queryPoints, NODE_SIZE];
  return {
    support: {
      states: input(names.supportStates, support),
      derivatives: input(names.supportDerivatives, support),
    },
    query: { states: input(names.queryStates, query), derivatives: input(names.queryDerivatives, query) },
  };
}
