export { balancedNormals } from "./balanced-normals.js";
export {
  type Cholesky,
  cholesky,
  choleskySolve,
  type JitterPolicy,
  logDeterminant,
  solveLower,
  solveLowerTransposed,
} from "./cholesky.js";
export { dot } from "./dot.js";
export { choleskyInverse, inverseDiagonalBlocks } from "./inverse.js";
export { type LbfgsOptions, lbfgs, lbfgsAsync, type Minimum, type Objective } from "./lbfgs.js";
export { leastSquares, leftOf } from "./least-squares.js";
export { upperMedian, usualStep } from "./median.js";
export { cube, powerOfTen, realPower } from "./powers.js";
export { nelderMead, type SimplexMinimum } from "./simplex.js";
export { componentVariances } from "./variance.js";
