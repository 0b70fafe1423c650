import { add, fill, mul, sub, sum, type Tensor } from "../../graph/index.js";
import type { Model } from "../../models/index.js";
import type { InnerLoop } from "../meta/inner-loop.js";
import type { MetaLearner } from "../meta/meta-learner.js";
import { lossAfter, unroll } from "../meta/objective.js";
import { groupInputs } from "../meta/task-group.js";
import { maml } from "./maml.js";
import { metaMethod } from "./meta-method.js";

/**
 * Reptile (Nichol, Achiam and Schulman 2018): the start moves towards where plain gradient steps take the tasks. The
 * direction for the outer optimiser is their (phi - phi_n) / alpha (section 3), summed over tasks; nothing is
 * differentiated through a step.
 *
 * All points of a task are for learning: steps take its support and its query points in turn, as their minibatches. With a single
 * step this would be joint training on the support points.
 */
export function reptile(model: Model, loop: InnerLoop): MetaLearner {
  const inner = maml(model, { ...loop, order: 1 });
  const travelled = (meta: readonly Tensor[], { support, query }: ReturnType<typeof groupInputs>) => {
    const start = inner.begin(meta, support.states.shape[0] as number);
    let own = start;
    for (let step = 0; step < loop.steps; step++) own = inner.step(meta, own, step % 2 === 0 ? support : query, step);
    return own.map((value, i) => sum(sub(start[i] as Tensor, value), [0]));
  };
  return {
    ...inner,
    title: "Reptile",
    outer(meta, groups) {
      const inputs = groups.map(groupInputs);
      const ways = inputs.map((points) => travelled(meta, points));
      const gradients = meta.map((parameter, i) => {
        const way = ways.map((one) => one[i] as Tensor).reduce((a, b) => add(a, b), fill(0, parameter.shape));
        return mul(way, 1 / loop.rate);
      });
      const losses = inputs.map(({ support, query }) =>
        lossAfter(inner, meta, unroll(inner, meta, support).at(-1) as Tensor[], query),
      );
      return { loss: losses.reduce((a, b) => add(a, b), fill(0)), gradients };
    },
  };
}

export const reptileMethod = metaMethod({
  name: "reptile",
  summary: "start moved towards the tasks' solutions",
  inner: { steps: 4, order: 1 },
  plainSteps: true,
  comparedSteps: 100,
  learner: reptile,
});
