import { add, gradient } from "../../graph/index.js";
import type { Model } from "../../models/index.js";
import type { InnerLoop } from "../meta/inner-loop.js";
import type { MetaLearner } from "../meta/meta-learner.js";
import { lossAfter, sumOverGroups } from "../meta/objective.js";
import { groupInputs } from "../meta/task-group.js";
import { maml } from "./maml.js";
import { metaMethod } from "./meta-method.js";

/**
 * No meta-learning: one network is fitted to all tasks at once, on the same points as the other methods see, then fine-tuned
 * to a new task by plain gradient steps. The baseline that tells what the inner loop adds.
 */
export function pretraining(model: Model, loop: InnerLoop): MetaLearner {
  const method: MetaLearner = {
    ...maml(model, loop),
    title: "Pre-training",
    outer(meta, groups) {
      const loss = sumOverGroups(groups, (group) => {
        const { support, query } = groupInputs(group);
        const own = method.begin(meta, group.tasks);
        return add(lossAfter(method, meta, own, support), lossAfter(method, meta, own, query));
      });
      return { loss, gradients: gradient(loss, meta) };
    },
  };
  return method;
}

export const pretrainingMethod = metaMethod({
  name: "pretrain",
  summary: "fitted to the training systems, then plain gradient steps",

  plainSteps: true,
  comparedSteps: 100,
  learner: pretraining,
});
