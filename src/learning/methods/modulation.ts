import type { Random } from "../../base/random.js";
import { add, fill, matmul, mul, reshape, sizeOf, type Tensor } from "../../graph/index.js";
import { type Model, type ParameterSpec, repeatForTasks } from "../../models/index.js";
import { descend, type InnerLoop, taskGradients } from "../meta/inner-loop.js";
import type { MetaLearner } from "../meta/meta-learner.js";
import { type CodeOptions, metaMethod } from "./meta-method.js";

/**
 * Modulation of a shared network by a low-rank code (Meta-learning Structure-Preserving Dynamics, arXiv 2508.11205, its
 * SVD-like modulation): a task has a code z, and the weights of its network are W + U diag(A z) V^T, its biases b + B z.
 * U, V, A, B, W and b are shared and learned by the outer loop; a task adapts its code alone, from zero, by gradient steps.
 *
 * Our choices, as no code is public: a linear map from the code to every layer's modulation, all layers modulated, U and V
 * N(0, 1 / rank) scaled by the layer's inputs and outputs, and an outer gradient through the steps.
 */
export function modulation(model: Model, loop: InnerLoop, { codeSize, rank }: CodeOptions): MetaLearner {
  const layers = model.parameters.map((spec) => layerParameters(spec, codeSize, rank));
  const count = model.parameters.length;
  const network: MetaLearner["network"] = (meta, [code]) => {
    let next = count;
    return layers.map((added, i) => {
      const own = meta.slice(next, next + added.length);
      next += added.length;
      return modulated(meta[i] as Tensor, own, code as Tensor);
    });
  };
  return {
    title: "Low-rank modulation",
    model,
    parameters: [...model.parameters, ...layers.flat()],
    steps: loop.steps,
    reduction: loop.reduction,
    begin: (_, tasks) => [fill(0, [tasks, codeSize])],
    step: (meta, own, points) => descend(own, taskGradients(model, network(meta, own), own, points, loop), loop.rate),
    network,
  };
}

function layerParameters({ name, shape }: ParameterSpec, codeSize: number, rank: number): ParameterSpec[] {
  const normal = (part: string, own: readonly number[], deviation: number): ParameterSpec => ({
    name: `modulation.${name}.${part}`,
    shape: own,
    initial: (random: Random) => Float64Array.from({ length: sizeOf(own) }, () => deviation * random.normal()),
  });
  const spread = 1 / Math.sqrt(codeSize);
  if (shape.length === 1) return [normal("shift", [codeSize, shape[0] as number], spread)];
  const [inputs, outputs] = shape as [number, number];
  return [
    normal("left", [inputs, rank], 1 / Math.sqrt(inputs)),
    normal("right", [outputs, rank], 1 / Math.sqrt(rank)),
    normal("scale", [codeSize, rank], spread),
  ];
}

/** One parameter of every task's network, [task, ...shape]. */
function modulated(parameter: Tensor, added: readonly Tensor[], code: Tensor): Tensor {
  const [tasks = 1] = code.shape;
  const shared = repeatForTasks(parameter, tasks);
  if (added.length === 1) return add(shared, matmul(code, added[0] as Tensor));
  const [left, right, scale] = added as [Tensor, Tensor, Tensor];
  const scales = reshape(matmul(code, scale), [tasks, 1, scale.shape[1] as number]);
  const stretched = mul(repeatForTasks(left, tasks), scales);
  return add(shared, matmul(stretched, repeatForTasks(right, tasks), { transposeB: true }));
}

export const modulationMethod = metaMethod({
  name: "modulation",
  summary: "shared network, low-rank code adapted",
  inner: { steps: 5 },
  comparedSteps: 100,
  learner: modulation,
});
