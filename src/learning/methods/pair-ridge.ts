import { broadcast, concat, fill, slice } from "../../graph/index.js";
import { type Model, repeatForTasks } from "../../models/index.js";
import type { InnerLoop } from "../meta/inner-loop.js";
import type { MetaLearner } from "../meta/meta-learner.js";
import { closedForm } from "./closed-form.js";
import { metaMethod } from "./meta-method.js";
import { blocksOf, pairModel } from "./pair-features.js";
import { commonPrior } from "./weight-prior.js";

/**
 * `ridge` with features of bodies and of pairs, and weights of their own for every body and every pair (`pairModel`). Bodies may
 * differ, as the two of a double pendulum do, and forces between two bodies need not pass through the node network.
 */
export function pairRidge(graph: Model, inner: Pick<InnerLoop, "reduction">): MetaLearner {
  const { model, width, size } = pairModel(graph, "pair-ridge", false);
  // The scales are those of the bodies' features, then those of the pairs'.
  const prior = commonPrior(
    2 * width,
    (scale, bodies) => {
      const [node, edge] = [slice(scale, 0, 0, width), slice(scale, 0, width, 2 * width)];
      return concat(
        blocksOf(bodies, false).map((block) => (block === "body" ? node : edge)),
        0,
      );
    },
    (_, tasks) => broadcast(fill(0, [1, 1, 1]), [tasks, size, 1]),
  );
  return closedForm(
    {
      title: "Features of bodies and pairs, closed form",
      model,
      learned: graph.parameters,
      features: model.features,
      ...prior,
      network: (learned, weights) => [
        ...learned.map((parameter) => repeatForTasks(parameter, weights.shape[0] as number)),
        weights,
      ],
    },
    inner,
  );
}

export const pairRidgeMethod = metaMethod({
  name: "pair-ridge",
  summary: "the same with features of bodies and of pairs, and weights of its own for each of them",
  comparedSteps: 1,
  learner: pairRidge,
});
