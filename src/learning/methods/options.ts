import type { Model } from "../../models/index.js";
import type { InnerLoop } from "../meta/inner-loop.js";
import type { MetaLearner } from "../meta/meta-learner.js";
import { anilMethod } from "./anil.js";
import { gaussNewtonMethod } from "./gauss-newton.js";
import { inContextMethod } from "./in-context.js";
import { mamlMethod } from "./maml.js";
import { mamlPlusPlusMethod } from "./maml-plus-plus.js";
import type { CodeOptions, MetaMethod } from "./meta-method.js";
import { metaSgdMethod } from "./meta-sgd.js";
import { modulationMethod } from "./modulation.js";
import { pairRidgeMethod } from "./pair-ridge.js";
import { pretrainingMethod } from "./pretraining.js";
import { reptileMethod } from "./reptile.js";
import { ridgeMethod } from "./ridge.js";

/** Every method; first order is a property of the inner loop. */
export const metaMethods = [
  mamlMethod,
  anilMethod,
  reptileMethod,
  metaSgdMethod,
  mamlPlusPlusMethod,
  gaussNewtonMethod,
  modulationMethod,
  ridgeMethod,
  pairRidgeMethod,
  inContextMethod,
  pretrainingMethod,
] as const satisfies readonly MetaMethod[];

export type MethodName = (typeof metaMethods)[number]["name"];

export const methodNames: readonly MethodName[] = metaMethods.map(({ name }) => name);

/** A method by name, with everything that decides it besides the network. */
export interface MethodOptions extends CodeOptions {
  readonly name: MethodName;
}

/** MAML, and what the other methods have where nothing else is said. */
export const methodDefaults: MethodOptions = { name: "maml", codeSize: 16, rank: 5 };

/** The method that the options describe, for a network and an inner loop. */
export function metaLearner(model: Model, options: MethodOptions, inner: InnerLoop): MetaLearner {
  const method: MetaMethod | undefined = metaMethods.find(({ name }) => name === options.name);
  if (method === undefined) throw new RangeError(`there is no method ${options.name}`);
  return method.learner(model, inner, options);
}
