import { realPower } from "../../numerics/index.js";

/**
 * A function made of generated statements, in which the operations' JavaScript expressions may stand. Throws `EvalError` where a page
 * forbids generated code.
 */
export function generatedFunction<F>(parameters: readonly string[], body: string): F {
  return new Function("realPower", `return (${parameters.join()}) => {\n${body}\n};`)(realPower) as F;
}
