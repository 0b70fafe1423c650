export { type Chosen, type ChoiceOptions, type Compared, SMALL_LOOSENESS } from "./choice/choose.js";
export type { Inputs } from "./choice/candidate.js";
export type { FittedCandidate } from "./choice/fit-candidate.js";
export type { CoordinateKind, Coordinates } from "./choice/forms.js";
export { type ForceShare, forceShares, whitenessOf } from "./choice/shares.js";
export type { VelocityJudgement } from "./choice/judge-velocities.js";
export { fitMore, type Identified, identify } from "./identify.js";
export type { FrictionKind } from "./law/friction.js";
export {
  basisOf,
  type BasisSpec,
  type FeatureSpec,
  featureOf,
  type InputSignal,
  lawFrom,
  type TermSpec,
} from "./law/spec.js";
export {
  derivativeOf,
  drawLaws,
  energiesOf,
  followLaw,
  type LawDraw,
  type LearnedLaw,
  type LearnedVelocities,
  lastStarts,
  learnedLaw,
  powersOf,
} from "./learned.js";
export type { SmoothedRecord } from "./prepare/smoothed.js";
export { type MeasuredMotion, velocityUnknowns } from "./shooting/record.js";
export { smoothLocally } from "./shooting/smooth.js";
export { deviationOf, evidenceWithout } from "./shooting/restrict.js";
