export { DEFAULT_TOLERANCE, integrate } from "./integrate.js";
export { dop853 } from "./integrators/dop853.js";
export { rk4, rk4Stepper } from "./integrators/rk4.js";
export { fromNodes, NODE_SIZE, nodeComponents, readNodes, toNodes, writeNodes } from "./layout.js";
export { defineSystem, ESCAPE_FACTOR, hasEscaped } from "./system.js";
export { doublePendulum, magneticMirror, massSpring, pendulum, systemNamed, systems, threeBody, twoBody, } from "./systems/index.js";
export { energiesOf, energyError, MAX_ENERGY_ERROR, sampleTimes, sampleTrajectory, simulate, } from "./trajectory.js";
