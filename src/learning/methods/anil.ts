import { type Model, repeatForTasks } from "../../models/index.js";
import { descend, type InnerLoop, taskGradients } from "../meta/inner-loop.js";
import type { MetaLearner } from "../meta/meta-learner.js";
import { metaMethod } from "./meta-method.js";

/**
 * Almost no inner loop (Raghu et al. 2020): as MAML, but a task adapts the network's last layer only; what lies below is
 * learned by the outer loop and shared by all tasks.
 */
export function anil(model: Model, loop: InnerLoop): MetaLearner {
  const body = model.parameters.length - model.headParameters;
  const network: MetaLearner["network"] = (meta, own) => {
    const tasks = own[0]?.shape[0] ?? 1;
    return [...meta.slice(0, body).map((parameter) => repeatForTasks(parameter, tasks)), ...own];
  };
  return {
    title: loop.order === 2 ? "ANIL" : "First-order ANIL",
    model,
    parameters: model.parameters,
    steps: loop.steps,
    reduction: loop.reduction,
    begin: (meta, tasks) => meta.slice(body).map((parameter) => repeatForTasks(parameter, tasks)),
    step: (meta, own, points) => descend(own, taskGradients(model, network(meta, own), own, points, loop), loop.rate),
    network,
  };
}

export const anilMethod = metaMethod({
  name: "anil",
  summary: "meta-trained network, last layer adapted",

  comparedSteps: 100,
  learner: anil,
});
