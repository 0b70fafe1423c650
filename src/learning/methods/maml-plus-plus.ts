import { abs, add, gradient, mul, reshape, slice, sub, type Tensor } from "../../graph/index.js";
import type { Model } from "../../models/index.js";
import { descend, type InnerLoop, taskGradients } from "../meta/inner-loop.js";
import type { MetaLearner } from "../meta/meta-learner.js";
import { lossAfter, sumOverGroups, unroll } from "../meta/objective.js";
import { groupInputs } from "../meta/task-group.js";
import { maml } from "./maml.js";
import { metaMethod } from "./meta-method.js";

/** Share of the training over which the outer loss comes to look at the last step alone. */
const ANNEALING = 0.15;
/** What is left of the weight of each earlier step then, in units of 1 / steps. */
const FLOOR = 0.03;

/**
 * Two of the remedies of MAML++ (Antoniou, Edwards and Storkey 2019): a learned step size for every array and step, and
 * the multi-step loss, a weighted sum of the query losses after every step whose weight moves to the last step during
 * the training. Beyond the trained number of steps, the last step's sizes are used. Left out: their annealing of the
 * derivative's order, and batch normalisation, which the networks here do not have.
 */
export function mamlPlusPlus(model: Model, loop: InnerLoop): MetaLearner {
  const { steps, rate } = loop;
  const count = model.parameters.length;
  const inner = maml(model, loop);
  const rates = {
    name: "rates",
    shape: [steps, count],
    initial: () => new Float64Array(steps * count).fill(rate),
  };
  const method: MetaLearner = {
    ...inner,
    title: "MAML++",
    differentSteps: steps,
    parameters: [...model.parameters, rates],
    begin: (meta, tasks) => inner.begin(meta.slice(0, count), tasks),
    step(meta, own, points, step) {
      const row = slice(meta[count] as Tensor, 0, Math.min(step, steps - 1), Math.min(step, steps - 1) + 1);
      const sizes = own.map((_, i) => reshape(slice(row, 1, i, i + 1), []));
      return descend(own, taskGradients(model, own, own, points, loop), sizes);
    },
    outer(meta, groups, progress) {
      const weights = stepWeights(steps, progress);
      const loss = sumOverGroups(groups, (group) => {
        const { support, query } = groupInputs(group);
        return unroll(method, meta, support)
          .slice(1)
          .map((own, i) => mul(weights[i] as Tensor | number, lossAfter(method, meta, own, query)))
          .reduce((a, b) => add(a, b));
      });
      return { loss, gradients: gradient(loss, meta) };
    },
  };
  return method;
}

/**
 * Weights of the losses after steps 1 ... n, which add up to 1: equal at first, those of the earlier steps falling along a
 * line to `FLOOR` / n.
 */
export function stepWeights(steps: number, progress: Tensor): (Tensor | number)[] {
  if (steps === 1) return [1];
  const line = sub(1, mul(progress, (1 - FLOOR) / ANNEALING));
  // max(line, FLOOR) = (a + b + |a - b|) / 2
  const earlier = mul(0.5 / steps, add(add(line, FLOOR), abs(sub(line, FLOOR))));
  return [...new Array<Tensor>(steps - 1).fill(earlier), sub(1, mul(steps - 1, earlier))];
}

export const mamlPlusPlusMethod = metaMethod({
  name: "maml++",
  summary: "meta-trained start, step sizes a layer and step, multi-step loss",
  inner: { steps: 5 },
  comparedSteps: 100,
  learner: mamlPlusPlus,
});
