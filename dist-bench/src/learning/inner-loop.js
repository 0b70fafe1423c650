import { detach, gradient, mul, sub, sum } from "../graph/index.js";
import { taskLosses } from "./loss.js";
/**
 * The inner loop of MAML (Finn et al. 2017, eq. 1): every task's parameters after gradient steps on its own support
 * points. `parameters` [task, ...], `states` and `derivatives` [task, body, point, 4].
 */
export function adapt(model, parameters, states, derivatives, loop) {
    let current = [...parameters];
    for (let step = 0; step < loop.steps; step++) {
        const losses = taskLosses(model.derivative(current, states), derivatives, loop.reduction);
        // A task's parameters touch its own loss only, so the gradient of the sum is every task's gradient at once.
        const slopes = gradient(sum(losses), current);
        current = current.map((value, i) => {
            const slope = slopes[i];
            return sub(value, mul(loop.rate, loop.order === 2 ? slope : detach(slope)));
        });
    }
    return current;
}
