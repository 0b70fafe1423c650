import type { Program } from "../../src/graph/index.js";
import { type MetaLearner, maml, metaGradientProgram } from "../../src/learning/index.js";
import { graphNetwork } from "../../src/models/index.js";
import type { MetaOptions } from "./job.js";

/** Second-order MAML as the job describes it. */
export const methodOf = ({ network, inner }: MetaOptions): MetaLearner =>
  maml(graphNetwork(network), { ...inner, reduction: "mean", order: 2 });

/** The meta-loss and its gradient with respect to the flat vector of parameters, of all tasks in one program. */
export const metaProgram = (options: MetaOptions): Program<"loss" | "gradient"> =>
  metaGradientProgram(methodOf(options), options.groups);
