import type { Tensor } from "../../graph/index.js";
import { type Model, repeatForTasks } from "../../models/index.js";
import type { InnerLoop } from "../meta/inner-loop.js";
import type { MetaLearner } from "../meta/meta-learner.js";
import { closedForm } from "./closed-form.js";
import { metaMethod } from "./meta-method.js";
import { commonPrior } from "./weight-prior.js";

/**
 * Closed-form adaptation of meta-learned features (for classification: Bertinetto et al. 2019, R2-D2): the network's last
 * hidden layer, summed over bodies, is the list of features, and H_0 the last layer as it stands (`closedForm`).
 */
export function ridge(model: Model, inner: Pick<InnerLoop, "reduction">): MetaLearner {
  const { features } = model;
  if (features === undefined) throw new RangeError("ridge: the network has no scalar H, so no features of H either");
  const body = model.parameters.length - model.headParameters;
  return closedForm(
    {
      title: "Meta-learned features, closed form",
      model,
      learned: model.parameters,
      features,
      ...commonPrior(
        model.parameters[body]?.shape[0] as number,
        (scale) => scale,
        (learned, tasks) => repeatForTasks(learned[body] as Tensor, tasks),
      ),
      network: (learned, weights) => {
        const repeat = (parameter: Tensor) => repeatForTasks(parameter, weights.shape[0] as number);
        return [...learned.slice(0, body).map(repeat), weights, ...learned.slice(body + 1).map(repeat)];
      },
    },
    inner,
  );
}

export const ridgeMethod = metaMethod({
  name: "ridge",
  summary: "meta-learned features of H, weights in closed form",

  comparedSteps: 1,
  learner: ridge,
});
