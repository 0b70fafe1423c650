import { sizeOf, type Tensor } from "../../graph/index.js";
import { type Model, repeatForTasks } from "../../models/index.js";
import { descend, type InnerLoop, taskGradients } from "../meta/inner-loop.js";
import type { MetaLearner } from "../meta/meta-learner.js";
import { maml } from "./maml.js";
import { metaMethod } from "./meta-method.js";

/**
 * Meta-SGD (Li et al. 2017): MAML whose step size is a vector, one learned number for every parameter. Our choice: all
 * start at the inner loop's rate (the paper draws them), and may become negative, as in the paper.
 */
export function metaSgd(model: Model, loop: InnerLoop): MetaLearner {
  const count = model.parameters.length;
  const rates = model.parameters.map(({ name, shape }) => ({
    name: `rate.${name}`,
    shape,
    initial: () => new Float64Array(sizeOf(shape)).fill(loop.rate),
  }));
  const inner = maml(model, loop);
  return {
    ...inner,
    title: "Meta-SGD",
    parameters: [...model.parameters, ...rates],
    begin: (meta, tasks) => inner.begin(meta.slice(0, count), tasks),
    step(meta, own, points) {
      const tasks = (own[0] as Tensor).shape[0] as number;
      const stretched = meta.slice(count).map((rate) => repeatForTasks(rate, tasks));
      return descend(own, taskGradients(model, own, own, points, loop), stretched);
    },
  };
}

export const metaSgdMethod = metaMethod({
  name: "meta-sgd",
  summary: "meta-trained start and step sizes",

  comparedSteps: 100,
  learner: metaSgd,
});
