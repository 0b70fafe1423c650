import {
  abs,
  add,
  cos,
  div,
  exp,
  log,
  mul,
  neg,
  pow,
  sin,
  sqrt,
  square,
  sub,
  type Tensor,
  tanh,
} from "../../graph/index.js";
import { realPower } from "../../numerics/index.js";
import { type Expression, ExpressionError } from "./syntax.js";

/** The functions of the language, of tensors and of numbers. */
const functions: Readonly<Record<string, readonly [(x: Tensor) => Tensor, (x: number) => number]>> = {
  sin: [sin, Math.sin],
  cos: [cos, Math.cos],
  tan: [(x) => div(sin(x), cos(x)), Math.tan],
  exp: [exp, Math.exp],
  log: [log, Math.log],
  sqrt: [sqrt, Math.sqrt],
  abs: [abs, Math.abs],
  tanh: [tanh, Math.tanh],
};

/** Names of the functions that a formula may call. */
export const functionNames: readonly string[] = Object.keys(functions);

type Value = Tensor | number;

/**
 * The formula as a scalar tensor. `values` gives every name its scalar tensor or its number; `pi` is known. Parts without
 * tensors are worked out as numbers. Throws `ExpressionError` for names and functions that are not known.
 */
export function translate(expression: Expression, values: ReadonlyMap<string, Value>, text: string): Value {
  const fail = (problem: string, { position }: Expression) => new ExpressionError(problem, position, text);
  const visit = (part: Expression): Value => {
    switch (part.kind) {
      case "number":
        return part.value;
      case "name": {
        const value = values.get(part.name) ?? (part.name === "pi" ? Math.PI : undefined);
        if (value === undefined) throw fail(`"${part.name}" is not known`, part);
        return value;
      }
      case "negation": {
        const x = visit(part.operand);
        return typeof x === "number" ? -x : neg(x);
      }
      case "call": {
        const found = Object.hasOwn(functions, part.name) ? functions[part.name] : undefined;
        if (found === undefined)
          throw fail(`there is no function "${part.name}" (there are ${functionNames.join(", ")})`, part);
        const x = visit(part.operand);
        return typeof x === "number" ? found[1](x) : found[0](x);
      }
      case "operation":
        return combine(part.operator, visit(part.left), visit(part.right));
    }
  };
  return visit(expression);
}

function combine(operator: "+" | "-" | "*" | "/" | "^", a: Value, b: Value): Value {
  const numbers = typeof a === "number" && typeof b === "number";
  switch (operator) {
    case "+":
      return numbers ? a + b : add(a, b);
    case "-":
      return numbers ? a - b : sub(a, b);
    case "*":
      return numbers ? a * b : mul(a, b);
    case "/":
      return numbers ? a / b : div(a, b);
    case "^":
      return numbers ? realPower(a, b) : power(a, b);
  }
}

/** a^b; a variable exponent is written by exponential and logarithm, so the base must be positive there. */
function power(a: Value, b: Value): Tensor {
  if (typeof b !== "number") return exp(mul(b, typeof a === "number" ? Math.log(a) : log(a)));
  return b === 2 ? square(a) : pow(a, b);
}
