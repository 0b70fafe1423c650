export type {
  BoundedQuantity,
  Constants,
  Coordinate,
  Place,
  Quantity,
  SurplusCoordinate,
  SystemDefinition,
} from "./definition.js";
export { DEFAULT_TOLERANCE, integrate } from "./integrate.js";
export { type Dop853Options, type Dop853Solution, dop853 } from "./integrators/dop853.js";
export { rk4, rk4Stepper } from "./integrators/rk4.js";
export { fromNodes, NODE_SIZE, type NodeComponent, nodeComponents, readNodes, toNodes, writeNodes } from "./layout.js";
export { defineSystem, ESCAPE_FACTOR, hasEscaped, type System, type VectorField } from "./system.js";
export {
  allSystems,
  chargedParticle,
  doublePendulum,
  duffing,
  harmonicOscillator2d,
  henonHeiles,
  kepler,
  magneticMirror,
  massSpring,
  nBody,
  pendulum,
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
  type Trajectory,
  type TrajectoryOptions,
} from "./trajectory.js";
