import type { OnnxEmitter } from "../onnx/emitter.js";
import { broadcastShapes } from "../shape.js";
import { type Attributes, makeTensor, type Operation, type Tensor } from "../tensor.js";
import { fill, filledWith } from "./leaves.js";
import { broadcast, sumTo } from "./structural.js";

/** A tensor, or a number standing for a scalar constant. */
export type Operand = Tensor | number;

// ---- two operands, broadcast against each other ------------------------------------------------------------------

function binaryOperation(
  name: string,
  onnx: string,
  symbol: string,
  evaluate: (a: number, b: number) => number,
  vjp: (cotangent: Tensor, a: Tensor, b: Tensor, result: Tensor) => readonly [Tensor, Tensor],
): Operation {
  return {
    name,
    shape: ([a = [], b = []]) => broadcastShapes(name, a, b),
    vjp(node, cotangent) {
      const [a, b] = node.inputs as [Tensor, Tensor];
      const [da, db] = vjp(cotangent, a, b, node);
      return [sumTo(da, a.shape), sumTo(db, b.shape)];
    },
    onnx: (emitter, _, inputs) => emitter.node(onnx, inputs),
    scalar: ([a, b]) => `(${a} ${symbol} ${b})`,
    evaluate: ([a = 0, b = 0]) => evaluate(a, b),
  };
}

export const addOperation = binaryOperation(
  "add",
  "Add",
  "+",
  (a, b) => a + b,
  (g) => [g, g],
);
export const subOperation = binaryOperation(
  "sub",
  "Sub",
  "-",
  (a, b) => a - b,
  (g) => [g, neg(g)],
);
export const mulOperation = binaryOperation(
  "mul",
  "Mul",
  "*",
  (a, b) => a * b,
  (g, a, b) => [mul(g, b), mul(g, a)],
);
export const divOperation = binaryOperation(
  "div",
  "Div",
  "/",
  (a, b) => a / b,
  (g, _, b, y) => {
    const da = div(g, b);
    return [da, neg(mul(da, y))];
  },
);

/** Both operands as tensors, with the result of folding them when both are filled constants. */
function binary(operation: Operation, a: Operand, b: Operand): { x: Tensor; y: Tensor; node: Tensor } {
  const x = typeof a === "number" ? fill(a) : a;
  const y = typeof b === "number" ? fill(b) : b;
  const node = makeTensor(operation, [x, y]);
  const [u, v] = [filledWith(x), filledWith(y)];
  const folded = u !== undefined && v !== undefined && operation.evaluate;
  return { x, y, node: folded ? fill(folded([u, v], {}), node.shape) : node };
}

/** a + b */
export function add(a: Operand, b: Operand): Tensor {
  const { x, y, node } = binary(addOperation, a, b);
  if (filledWith(x) === 0) return broadcast(y, node.shape);
  if (filledWith(y) === 0) return broadcast(x, node.shape);
  return node;
}

/** a - b */
export function sub(a: Operand, b: Operand): Tensor {
  const { x, y, node } = binary(subOperation, a, b);
  if (filledWith(y) === 0) return broadcast(x, node.shape);
  if (filledWith(x) === 0) return broadcast(neg(y), node.shape);
  return node;
}

/** a b, element by element */
export function mul(a: Operand, b: Operand): Tensor {
  const { x, y, node } = binary(mulOperation, a, b);
  for (const [constant, other] of [
    [filledWith(x), y],
    [filledWith(y), x],
  ] as const) {
    if (constant === 0) return fill(0, node.shape);
    if (constant === 1) return broadcast(other, node.shape);
    if (constant === -1) return broadcast(neg(other), node.shape);
  }
  return node;
}

/** a / b, element by element */
export function div(a: Operand, b: Operand): Tensor {
  const { x, y, node } = binary(divOperation, a, b);
  if (filledWith(x) === 0) return fill(0, node.shape);
  if (filledWith(y) === 1) return broadcast(x, node.shape);
  return node;
}

// ---- one operand -------------------------------------------------------------------------------------------------

interface UnaryRule {
  readonly name: string;
  readonly derivative: (x: Tensor, y: Tensor, attributes: Attributes) => Operand;
  readonly onnx: (emitter: OnnxEmitter, x: string, attributes: Attributes) => string;
  readonly scalar: (x: string, attributes: Attributes) => string;
  readonly evaluate: (x: number, attributes: Attributes) => number;
}

function unaryOperation(rule: UnaryRule): Operation {
  return {
    name: rule.name,
    shape: ([x = []]) => x,
    vjp: (node, cotangent) => [mul(cotangent, rule.derivative(node.inputs[0] as Tensor, node, node.attributes))],
    onnx: (emitter, node, [x = ""]) => rule.onnx(emitter, x, node.attributes),
    scalar: ([x = ""], attributes) => rule.scalar(x, attributes),
    evaluate: ([x = 0], attributes) => rule.evaluate(x, attributes),
  };
}

function unary(operation: Operation, x: Operand, attributes: Attributes = {}): Tensor {
  const operand = typeof x === "number" ? fill(x) : x;
  const value = filledWith(operand);
  if (value !== undefined && operation.evaluate) return fill(operation.evaluate([value], attributes), operand.shape);
  return makeTensor(operation, [operand], attributes);
}

/** An operation that ONNX and JavaScript's Math both have. */
const native = (onnx: string, math: keyof Math & string, evaluate: (x: number) => number) => ({
  onnx: (emitter: OnnxEmitter, x: string) => emitter.node(onnx, [x]),
  scalar: (x: string) => `Math.${math}(${x})`,
  evaluate,
});

export const negOperation = unaryOperation({
  name: "neg",
  derivative: () => -1,
  onnx: (emitter, x) => emitter.node("Neg", [x]),
  scalar: (x) => `(-${x})`,
  evaluate: (x) => -x,
});
export const expOperation = unaryOperation({ name: "exp", derivative: (_, y) => y, ...native("Exp", "exp", Math.exp) });
const logOperation = unaryOperation({
  name: "log",
  derivative: (x) => div(1, x),
  ...native("Log", "log", Math.log),
});
const sinOperation = unaryOperation({
  name: "sin",
  derivative: (x) => cos(x),
  ...native("Sin", "sin", Math.sin),
});
const cosOperation = unaryOperation({
  name: "cos",
  derivative: (x) => neg(sin(x)),
  ...native("Cos", "cos", Math.cos),
});
export const sqrtOperation = unaryOperation({
  name: "sqrt",
  derivative: (_, y) => div(0.5, y),
  ...native("Sqrt", "sqrt", Math.sqrt),
});
export const absOperation = unaryOperation({
  name: "abs",
  derivative: (x) => sign(x),
  ...native("Abs", "abs", Math.abs),
});
const signOperation = unaryOperation({
  name: "sign",
  derivative: () => 0,
  ...native("Sign", "sign", Math.sign),
});
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
const powOperation = unaryOperation({
  name: "pow",
  derivative: (x, _, { exponent }) => mul(exponent as number, pow(x, (exponent as number) - 1)),
  onnx: (emitter, x, { exponent }) => emitter.node("Pow", [x, emitter.fill(exponent as number, [])]),
  scalar: (x, { exponent }) => `Math.pow(${x}, ${exponent})`,
  evaluate: (x, { exponent }) => x ** (exponent as number),
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

/** Operations of two operands that broadcast against each other. */
export const binaryOperations: readonly Operation[] = [addOperation, subOperation, mulOperation, divOperation];

/** Operations of one operand, element by element. */
export const unaryOperations: readonly Operation[] = [
  negOperation,
  expOperation,
  logOperation,
  sinOperation,
  cosOperation,
  sqrtOperation,
  absOperation,
  signOperation,
  tanhOperation,
  sigmoidOperation,
  softplusOperation,
  logCoshOperation,
  mishGateOperation,
  powOperation,
];

function softplusNodes(emitter: OnnxEmitter, x: string): string {
  // max(x, 0) + log(1 + exp(-|x|)): the CPU engine has no 64-bit Softplus, and its 32-bit one takes six times as long.
  const decay = emitter.node("Exp", [emitter.node("Neg", [emitter.node("Abs", [x])])]);
  const positive = emitter.node("Max", [x, emitter.fill(0, [])]);
  return emitter.node("Add", [positive, emitter.node("Log", [emitter.node("Add", [decay, emitter.fill(1, [])])])]);
}

/** -x */
export function neg(x: Operand): Tensor {
  if (typeof x !== "number" && x.operation === negOperation) return x.inputs[0] as Tensor;
  return unary(negOperation, x);
}
/** e^x */
export const exp = (x: Operand): Tensor => unary(expOperation, x);
/** Natural logarithm. */
export const log = (x: Operand): Tensor => unary(logOperation, x);
/** Sine of an angle in radians. */
export const sin = (x: Operand): Tensor => unary(sinOperation, x);
/** Cosine of an angle in radians. */
export const cos = (x: Operand): Tensor => unary(cosOperation, x);
/** Square root; its derivative is infinite at 0. */
export const sqrt = (x: Operand): Tensor => unary(sqrtOperation, x);
/** |x|; its derivative at 0 is 0. */
export const abs = (x: Operand): Tensor => unary(absOperation, x);
/** -1, 0 or 1; its derivative is 0. */
export const sign = (x: Operand): Tensor => unary(signOperation, x);
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

/** x to a constant power. */
export function pow(x: Operand, exponent: number): Tensor {
  if (exponent === 0) return fill(1, typeof x === "number" ? [] : x.shape);
  if (exponent === 1) return typeof x === "number" ? fill(x) : x;
  return unary(powOperation, x, { exponent });
}

/** x x; cheaper and more exact than `pow(x, 2)`. */
export const square = (x: Operand): Tensor => mul(x, x);
/** The smaller of two values, (a + b - |a - b|) / 2. */
export const minimum = (a: Operand, b: Operand): Tensor => mul(0.5, sub(add(a, b), abs(sub(a, b))));
