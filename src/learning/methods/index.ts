export { anil } from "./anil.js";
export { featureSlopes } from "./closed-form.js";
export { gaussNewton } from "./gauss-newton.js";
export { inContext } from "./in-context.js";
export { maml } from "./maml.js";
export { mamlPlusPlus, stepWeights } from "./maml-plus-plus.js";
export type { CodeOptions, MetaMethod } from "./meta-method.js";
export { metaSgd } from "./meta-sgd.js";
export { modulation } from "./modulation.js";
export {
  type MethodName,
  type MethodOptions,
  metaLearner,
  metaMethods,
  methodDefaults,
  methodNames,
} from "./options.js";
export { pairRidge } from "./pair-ridge.js";
export { pretraining } from "./pretraining.js";
export { reptile } from "./reptile.js";
export { ridge } from "./ridge.js";
export { type RidgeSolution, solveRidge } from "./ridge-solve.js";
