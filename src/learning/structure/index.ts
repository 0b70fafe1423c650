export { type Hyperprior, type Teacher, wideHyperprior } from "./hyperprior.js";
export { fitObservations, type StructuredProcessOptions, structuredProcess } from "./structured-process.js";
export { bending, type PointTransformation, rotation, shear } from "./teaching/canonical.js";
export { type Course, courseOnRandomLaws, coursesOn } from "./teaching/lessons.js";
export { type RandomLaw, randomLaws } from "./teaching/random-law.js";
export { type Lesson, learnHyperprior, type TeachingOptions } from "./teaching/teach.js";
