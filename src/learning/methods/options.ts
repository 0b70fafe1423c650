import type { Model } from "../../models/index.js";
import type { InnerLoop } from "../inner-loop.js";
import type { MetaLearner } from "../meta-learner.js";
import { anil } from "./anil.js";
import { maml } from "./maml.js";
import { mamlPlusPlus } from "./maml-plus-plus.js";
import { metaSgd } from "./meta-sgd.js";
import { modulation } from "./modulation.js";
import { pretraining } from "./pretraining.js";
import { reptile } from "./reptile.js";
import { ridge } from "./ridge.js";

/** Names of the methods; first order is a property of the inner loop. */
export const methodNames = [
  "maml",
  "anil",
  "reptile",
  "meta-sgd",
  "maml++",
  "modulation",
  "ridge",
  "pretrain",
] as const;

export type MethodName = (typeof methodNames)[number];

/** A method by name, with everything that decides it besides the network. */
export interface MethodOptions {
  readonly name: MethodName;
  /** Numbers in a task's code; for modulation only. */
  readonly codeSize: number;
  /** Rank of the change of a weight matrix; for modulation only. */
  readonly rank: number;
}

/** MAML, and what the other methods have where nothing else is said. */
export const methodDefaults: MethodOptions = { name: "maml", codeSize: 16, rank: 5 };

/** The method that the options describe, for a network and an inner loop. */
export function metaLearner(model: Model, options: MethodOptions, inner: InnerLoop): MetaLearner {
  switch (options.name) {
    case "maml":
      return maml(model, inner);
    case "anil":
      return anil(model, inner);
    case "reptile":
      return reptile(model, inner);
    case "meta-sgd":
      return metaSgd(model, inner);
    case "maml++":
      return mamlPlusPlus(model, inner);
    case "modulation":
      return modulation(model, inner, options);
    case "ridge":
      return ridge(model, inner);
    case "pretrain":
      return pretraining(model, inner);
  }
}
