export { bending, type PointTransformation, rotation, shear } from "./canonical.js";
export { type Hyperprior, type Teacher, wideHyperprior } from "./hyperprior.js";
export { type Course, courseOnRandomLaws, coursesOn } from "./lessons.js";
export { type RandomLaw, randomLaws } from "./random-law.js";
export { fitObservations, type StructuredProcessOptions, structuredProcess } from "./structured-process.js";
export { type Lesson, learnHyperprior, type TeachingOptions } from "./teach.js";
