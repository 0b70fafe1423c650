export { bending, type PointTransformation, rotation, shear } from "./canonical.js";
export { type Hyperprior, wideHyperprior } from "./hyperprior.js";
export { type StructuredProcessOptions, structuredProcess } from "./structured-process.js";
export { type Lesson, learnHyperprior, type TeachingOptions } from "./teach.js";
