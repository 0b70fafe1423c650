export { anil } from "./anil.js";
export { maml } from "./maml.js";
export { mamlPlusPlus, stepWeights } from "./maml-plus-plus.js";
export { metaSgd } from "./meta-sgd.js";
export { type ModulationOptions, modulation } from "./modulation.js";
export { type MethodName, type MethodOptions, metaLearner, methodDefaults, methodNames } from "./options.js";
export { pretraining } from "./pretraining.js";
export { reptile } from "./reptile.js";
