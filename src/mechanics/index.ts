export type {
  BoundedQuantity,
  Constants,
  Coordinate,
  CoordinateInput,
  Place,
  Quantity,
  SurplusCoordinate,
  SystemDefinition,
  SystemInput,
  VectorField,
} from "./definition.js";
export { type ConjugatePair, type Roles, rolesOf } from "./expression/coordinates.js";
export { parseExpression } from "./expression/parse.js";
export { type Expression, ExpressionError, namesIn } from "./expression/syntax.js";
export { type WrittenSystemOptions, writtenSystem } from "./expression/system.js";
export { functionNames } from "./expression/translate.js";
export { DEFAULT_TOLERANCE, type IntegrationOptions, integrate } from "./integrate.js";
export { type Dop853Options, type Dop853Solution, dop853 } from "./integrators/dop853.js";
export { type DenseMotion, dop853Dense, dop853EqualSteps } from "./integrators/dop853-dense.js";
export {
  type FixedStepMethod,
  integrateFixed,
  type Step,
} from "./integrators/fixed-step.js";
export {
  dormandPrince8,
  fixedStepMethodNamed,
  fixedStepMethods,
  gaussLegendre4,
  gaussLegendre6,
  implicitMidpoint,
  leapfrog,
  rk4,
  yoshida4,
  yoshida6,
} from "./integrators/index.js";
export type {
  AdaptiveTableau,
  ExplicitTableau,
  GroupedWeights,
  ImplicitTableau,
  StageWeights as Weights,
} from "./integrators/tableau.js";
export { rolloutMethods, type TensorField, tensorStep } from "./integrators/tensor-step.js";
export { LAST_NAMED, MOST_BODIES, randomLaw } from "./laws/random-law.js";
export {
  componentNames,
  fromNodes,
  fromTask,
  inStateOrder,
  NODE_SIZE,
  type NodeComponent,
  nodeComponents,
  nodeIndices,
  readNodes,
  type StateSpace,
  toNodes,
  toTask,
  writeNodes,
} from "./layout.js";
export { motionRemark } from "./motion-remark.js";
export { isSeparable } from "./separable.js";
export { type ChosenSteps, stepsForError } from "./steps-for-error.js";
export { defineSystem, ESCAPE_FACTOR, hasEscaped, type System, sameDefinition } from "./system.js";
export {
  allSystems,
  chargedParticle,
  doublePendulum,
  duffing,
  harmonicOscillator2d,
  henonHeiles,
  kepler,
  knownSystems,
  magneticMirror,
  massSpring,
  nBody,
  pendulum,
  registerSystem,
  springChain,
  systemNamed,
  systems,
  threeBody,
  twoBody,
} from "./systems/index.js";
export {
  energiesOf,
  energyError,
  MAX_ENERGY_ERROR,
  type SampledTrajectory,
  sampleTimes,
  sampleTrajectory,
  simulate,
  stateRows,
  type Trajectory,
  type TrajectoryOptions,
} from "./trajectory.js";
