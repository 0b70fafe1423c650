import { type Model, repeatForTasks } from "../../models/index.js";
import { descend, type InnerLoop, taskGradients } from "../meta/inner-loop.js";
import type { MetaLearner } from "../meta/meta-learner.js";
import { metaMethod } from "./meta-method.js";

/**
 * Model-agnostic meta-learning (Finn, Abbeel and Levine 2017): learns the parameters that every task starts from, all of
 * which a task adapts by plain gradient steps. With order 1 the outer gradient passes the steps by (FOMAML).
 */
export function maml(model: Model, loop: InnerLoop): MetaLearner {
  return {
    title: loop.order === 2 ? "MAML" : "First-order MAML",
    model,
    parameters: model.parameters,
    steps: loop.steps,
    reduction: loop.reduction,
    begin: (meta, tasks) => meta.map((parameter) => repeatForTasks(parameter, tasks)),
    step: (_, own, points) => descend(own, taskGradients(model, own, own, points, loop), loop.rate),
    network: (_, own) => own,
  };
}

export const mamlMethod = metaMethod({
  name: "maml",
  summary: "meta-trained start, second order",

  plainSteps: true,
  comparedSteps: 100,
  learner: maml,
});
