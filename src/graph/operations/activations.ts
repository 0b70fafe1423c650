import type { OnnxEmitter } from "../onnx/emitter.js";
import type { Operation, Tensor } from "../tensor.js";
import { mul, native, type Operand, plainOperations, sub, unary, unaryOperation } from "./elementwise.js";

// Functions that networks and losses are made of: they saturate, or grow like |x|, and are finite for every x.

export const tanhOperation = unaryOperation({
  name: "tanh",
  derivative: (_, y) => sub(1, mul(y, y)),
  ...native("Tanh", "tanh", Math.tanh),
});
export const sigmoidOperation = unaryOperation({
  name: "sigmoid",
  derivative: (_, y) => mul(y, sub(1, y)),
  onnx: (emitter, x) => emitter.node("Sigmoid", [x]),
  scalar: (x) => `(1 / (1 + Math.exp(-${x})))`,
  evaluate: (x) => 1 / (1 + Math.exp(-x)),
});
const softplusOf = (x: number) => Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)));
export const softplusOperation = unaryOperation({
  name: "softplus",
  derivative: (x) => sigmoid(x),
  onnx: softplusNodes,
  scalar: (x) => `(Math.max(${x}, 0) + Math.log1p(Math.exp(-Math.abs(${x}))))`,
  evaluate: softplusOf,
});
export const logCoshOperation = unaryOperation({
  name: "logCosh",
  derivative: (x) => tanh(x),
  onnx(emitter, x) {
    // log cosh x = |x| + softplus(-2 |x|) - log 2: finite for every x, absolute error of one rounding of log 2.
    const magnitude = emitter.node("Abs", [x]);
    const decay = softplusNodes(emitter, emitter.node("Mul", [magnitude, emitter.fill(-2, [])]));
    return emitter.node("Sub", [emitter.node("Add", [magnitude, decay]), emitter.fill(Math.LN2, [])]);
  },
  scalar: (x) => `(Math.abs(${x}) + Math.log1p(Math.exp(-2 * Math.abs(${x}))) - Math.LN2)`,
  evaluate: (x) => Math.abs(x) + softplusOf(-2 * Math.abs(x)) - Math.LN2,
});
/** Beyond this, e^-x is less than half a unit in the last place of 1 in 64 bits, and e^2x is finite in 32. */
const gateCeiling = 40;
const mishGateOf = (x: number) => {
  const e = Math.exp(Math.min(x, gateCeiling));
  const n = e * (e + 2);
  return n / (n + 2);
};
/** tanh(softplus(x)), the factor that mish puts on x, as n / (n + 2) with n = e^x (e^x + 2): one exponential, no logarithm. */
export const mishGateOperation = unaryOperation({
  name: "mishGate",
  derivative: (x, y) => mul(sub(1, mul(y, y)), sigmoid(x)),
  onnx(emitter, x) {
    const e = emitter.node("Exp", [emitter.node("Min", [x, emitter.fill(gateCeiling, [])])]);
    const n = emitter.node("Mul", [e, emitter.node("Add", [e, emitter.fill(2, [])])]);
    return emitter.node("Div", [n, emitter.node("Add", [n, emitter.fill(2, [])])]);
  },
  scalar: (x) => `((e) => (e * (e + 2)) / (e * (e + 2) + 2))(Math.exp(Math.min(${x}, ${gateCeiling})))`,
  evaluate: mishGateOf,
});

/** Operations of one operand, element by element. */
export const unaryOperations: readonly Operation[] = [
  ...plainOperations,
  tanhOperation,
  sigmoidOperation,
  softplusOperation,
  logCoshOperation,
  mishGateOperation,
];

function softplusNodes(emitter: OnnxEmitter, x: string): string {
  // max(x, 0) + log(1 + exp(-|x|)): the CPU engine has no 64-bit Softplus, and its 32-bit one takes six times as long.
  const decay = emitter.node("Exp", [emitter.node("Neg", [emitter.node("Abs", [x])])]);
  const positive = emitter.node("Max", [x, emitter.fill(0, [])]);
  return emitter.node("Add", [positive, emitter.node("Log", [emitter.node("Add", [decay, emitter.fill(1, [])])])]);
}

/** Hyperbolic tangent. */
export const tanh = (x: Operand): Tensor => unary(tanhOperation, x);
/** 1 / (1 + e^-x) */
export const sigmoid = (x: Operand): Tensor => unary(sigmoidOperation, x);
/** log(1 + e^x) */
export const softplus = (x: Operand): Tensor => unary(softplusOperation, x);
/** tanh(softplus(x)) */
export const mishGate = (x: Operand): Tensor => unary(mishGateOperation, x);
/** log cosh x, the robust loss of Song and Jeong 2022; derivative tanh x. */
export const logCosh = (x: Operand): Tensor => unary(logCoshOperation, x);
