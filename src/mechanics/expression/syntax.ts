import { UserError } from "../../base/errors.js";

/** A mistake in a written formula, with the place where it was noticed: characters from the start, counted from 0. */
export class ExpressionError extends UserError {
  constructor(
    readonly problem: string,
    readonly position: number,
    text: string,
  ) {
    super(`${problem} at character ${position + 1} of "${text}"`);
  }
}

/** A formula as a tree. `position` is where the part begins in the text. */
export type Expression =
  | { readonly kind: "number"; readonly value: number; readonly position: number }
  | { readonly kind: "name"; readonly name: string; readonly position: number }
  | { readonly kind: "negation"; readonly operand: Expression; readonly position: number }
  | {
      readonly kind: "operation";
      readonly operator: "+" | "-" | "*" | "/" | "^";
      readonly left: Expression;
      readonly right: Expression;
      readonly position: number;
    }
  | { readonly kind: "call"; readonly name: string; readonly operand: Expression; readonly position: number };

/** The names that a formula mentions, each once, in the order of their first use; functions do not count. */
export function namesIn(expression: Expression): string[] {
  const names = new Set<string>();
  const visit = (part: Expression): void => {
    if (part.kind === "name") names.add(part.name);
    else if (part.kind === "operation") {
      visit(part.left);
      visit(part.right);
    } else if (part.kind !== "number") visit(part.operand);
  };
  visit(expression);
  return [...names];
}
