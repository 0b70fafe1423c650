import { concat, input, type Program, program, reshape, sizeOf } from "../../src/graph/index.js";
import { maml, metaGradient } from "../../src/learning/index.js";
import { graphNetwork, parameterCount, unflatten } from "../../src/models/index.js";
import type { MetaOptions } from "./job.js";

/** The meta-loss and its gradient with respect to the flat vector of parameters. */
export function metaProgram({ network, groups, inner }: MetaOptions): Program<"loss" | "gradient"> {
  const model = graphNetwork(network);
  const parameters = unflatten(model, input("parameters", [parameterCount(model)]));
  const { loss, gradients } = metaGradient(maml(model, { ...inner, reduction: "mean", order: 2 }), parameters, groups);
  return program({
    loss,
    gradient: concat(
      gradients.map((x) => reshape(x, [sizeOf(x.shape)])),
      0,
    ),
  });
}
