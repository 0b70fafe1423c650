export type { ChoiceOptions, Chosen } from "./choice/chosen.js";
export type { Alike } from "./choice/drives/drive-choice.js";
export { heldAs, type Inputs, inputsOf } from "./choice/fitting/candidate.js";
export type { FittedCandidate } from "./choice/fitting/fitted-candidate.js";
export type { CoordinateKind, Coordinates } from "./choice/form-builder.js";
export type { VelocityJudgement } from "./choice/judge-velocities.js";
export { hangsTogether } from "./choice/misfit.js";
export { slowsDown } from "./choice/one-way/one-way.js";
export { type ForceShare, forceShares, whitenessOf } from "./choice/shares.js";
export { type Compared, SMALL_LOOSENESS } from "./choice/task.js";
export { derivedMotion, type Estimate } from "./derived-motion.js";
export { drawLaws, drawnLaw, type LawDraw } from "./draws.js";
export { type Formula, type Formulas, findFormulas, refitFormula } from "./formula/find.js";
export { type Constant, type Words, type WordsOptions, wordsOf } from "./formula/words/words.js";
export { fitMore, type Identified, identify } from "./identify.js";
export { type DriveFactor, squaredText } from "./law/drive.js";
export type { FrictionKind } from "./law/friction.js";
export { type InputSamples, type InputSignal, ratesOf, sideBySide, signalOf } from "./law/input-signal.js";
export { momentaOf } from "./law/momenta.js";
export { oblateSize } from "./law/oblate.js";
export {
  type BasisSpec,
  basisOf,
  type FeatureSpec,
  featureOf,
  lawFrom,
  splinesOn,
  type TermSpec,
} from "./law/spec.js";
export {
  derivativeOf,
  followLaw,
  type LearnedLaw,
  type LearnedVelocities,
  lastStarts,
  lawEnergies as energiesOf,
  lawOfLearned,
  learnedLaw,
  powersOf,
} from "./learned.js";
export type { SmoothedRecord } from "./prepare/smoothed.js";
export { judgedSpreads } from "./prepare/turning.js";
export { turningSpread } from "./prepare/turns.js";
export { drawPossible, type PossibleLaw, possibleLaws } from "./rivals.js";
export { type MeasuredMotion, velocityUnknowns } from "./shooting/record.js";
export { deviationOf, evidenceWithout } from "./shooting/restrict.js";
export { withUnseen } from "./unseen.js";
