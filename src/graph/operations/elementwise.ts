import { realPower } from "../../numerics/index.js";
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

/** An operation of one operand, element by element, by its rule. */
export function unaryOperation(rule: UnaryRule): Operation {
  return {
    name: rule.name,
    shape: ([x = []]) => x,
    vjp: (node, cotangent) => [mul(cotangent, rule.derivative(node.inputs[0] as Tensor, node, node.attributes))],
    onnx: (emitter, node, [x = ""]) => rule.onnx(emitter, x, node.attributes),
    scalar: ([x = ""], attributes) => rule.scalar(x, attributes),
    evaluate: ([x = 0], attributes) => rule.evaluate(x, attributes),
  };
}

/** The result of such an operation; of a filled constant another one. */
export function unary(operation: Operation, x: Operand, attributes: Attributes = {}): Tensor {
  const operand = typeof x === "number" ? fill(x) : x;
  const value = filledWith(operand);
  if (value !== undefined && operation.evaluate) return fill(operation.evaluate([value], attributes), operand.shape);
  return makeTensor(operation, [operand], attributes);
}

/** An operation that ONNX and JavaScript's Math both have. */
export const native = (onnx: string, math: keyof Math & string, evaluate: (x: number) => number) => ({
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
const powOperation = unaryOperation({
  name: "pow",
  derivative: (x, _, { exponent }) => mul(exponent as number, pow(x, (exponent as number) - 1)),
  onnx: (emitter, x, { exponent }) => emitter.node("Pow", [x, emitter.fill(exponent as number, [])]),
  scalar: (x, { exponent }) => `realPower(${x}, ${exponent})`,
  evaluate: (x, { exponent }) => realPower(x, exponent as number),
});

/** Operations of two operands that broadcast against each other. */
export const binaryOperations: readonly Operation[] = [addOperation, subOperation, mulOperation, divOperation];

/** Operations of one operand, element by element, but for activations. */
export const plainOperations: readonly Operation[] = [
  negOperation,
  expOperation,
  logOperation,
  sinOperation,
  cosOperation,
  sqrtOperation,
  absOperation,
  signOperation,
  powOperation,
];

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
