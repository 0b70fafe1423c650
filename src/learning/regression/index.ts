export { type RandomFeaturesOptions, randomFeatures } from "./random-features.js";
export { sparseRegression } from "./sparse-regression.js";
