export { type ArrayFunction, compileArrays } from "./arrays/compile.js";
export { identity, inverseCholesky, solveCholesky } from "./cholesky.js";
export { gradient } from "./gradient.js";
export type { Precision } from "./onnx/emitter.js";
export { type OnnxOptions, writeOnnx } from "./onnx/writer.js";
export { logCosh, mishGate, sigmoid, softplus, tanh } from "./operations/activations.js";
export {
  abs,
  add,
  cos,
  div,
  exp,
  log,
  minimum,
  mul,
  neg,
  type Operand,
  pow,
  sign,
  sin,
  sqrt,
  square,
  sub,
} from "./operations/elementwise.js";
export { operations } from "./operations/index.js";
export { fill, input, table } from "./operations/leaves.js";
export { matmul } from "./operations/matmul.js";
export { type SmoothName, smooth } from "./operations/smooth.js";
export {
  alias,
  broadcast,
  concat,
  detach,
  pad,
  reshape,
  slice,
  sum,
  sumTo,
  transpose,
} from "./operations/structural.js";
export { inputName, type Program, type ProgramCost, printProgram, program, programCost } from "./program.js";
export { compileScalar, interpret, type ScalarFunction } from "./scalar.js";
export { formatShape, type Shape, ShapeError, sameShape, sizeOf } from "./shape.js";
export { type Operation, reachable, type Tensor } from "./tensor.js";
export { type Kernel, type Region, writeKernel } from "./wasm/writer.js";
