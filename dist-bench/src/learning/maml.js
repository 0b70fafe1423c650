import { add, fill, gradient, input, sum } from "../graph/index.js";
import { NODE_SIZE } from "../mechanics/index.js";
import { repeatForTasks } from "../models/index.js";
import { adapt } from "./inner-loop.js";
import { taskLosses } from "./loss.js";
/** Names of a group's four inputs, each [task, body, point, 4]. */
export function groupInputNames({ bodies }) {
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
export function metaLoss(model, parameters, groups, loop) {
    return groups.map((group) => groupLoss(model, parameters, group, loop)).reduce((a, b) => add(a, b), fill(0));
}
function groupLoss(model, parameters, group, loop) {
    const { bodies, tasks, supportPoints, queryPoints } = group;
    const names = groupInputNames(group);
    const support = [tasks, bodies, supportPoints, NODE_SIZE];
    const query = [tasks, bodies, queryPoints, NODE_SIZE];
    const adapted = adapt(model, parameters.map((parameter) => repeatForTasks(parameter, tasks)), input(names.supportStates, support), input(names.supportDerivatives, support), loop);
    const predicted = model.derivative(adapted, input(names.queryStates, query));
    return sum(taskLosses(predicted, input(names.queryDerivatives, query), loop.reduction));
}
/** The meta-loss and its gradient with respect to every parameter. */
export function metaGradient(model, parameters, groups, loop) {
    const loss = metaLoss(model, parameters, groups, loop);
    return { loss, gradients: gradient(loss, parameters) };
}
