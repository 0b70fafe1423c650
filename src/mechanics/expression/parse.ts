import { type Expression, ExpressionError } from "./syntax.js";
import { type Token, tokens } from "./tokens.js";

/** Longer or more deeply nested formulas are refused: nobody writes one, and a page must not hang on it. */
const MAX_LENGTH = 2000;
const MAX_DEPTH = 100;

/**
 * Reads a formula such as `p^2 / (2*m) + m*g*l*(1 - cos(q))`: numbers, names, `+ - * / ^`, parentheses and functions of one
 * operand. `^` binds most tightly and to the right, then the sign, then `* /`, then `+ -`; products need their sign.
 * Nothing is evaluated and no code is made. Throws `ExpressionError`.
 */
export function parseExpression(text: string): Expression {
  if (text.length > MAX_LENGTH)
    throw new ExpressionError(`more than ${MAX_LENGTH} characters`, MAX_LENGTH, `${text.slice(0, 40)}...`);
  return new Parser(text).whole();
}

class Parser {
  readonly #tokens: readonly Token[];
  #at = 0;
  #depth = 0;

  constructor(readonly text: string) {
    this.#tokens = tokens(text);
  }

  whole(): Expression {
    const expression = this.#sum();
    if (this.#next.kind !== "end") throw this.#unexpected("an operator");
    return expression;
  }

  get #next(): Token {
    return this.#tokens[this.#at] as Token;
  }

  /** Takes the next token if it is one of these symbols. */
  #take<Symbol extends string>(...symbols: readonly Symbol[]): { symbol: Symbol; position: number } | undefined {
    const { kind, text, position } = this.#next;
    const symbol = symbols.find((wanted) => kind === "symbol" && wanted === text);
    if (symbol === undefined) return undefined;
    this.#at++;
    return { symbol, position };
  }

  #sum(): Expression {
    return this.#chain(["+", "-"], () => this.#product());
  }

  #product(): Expression {
    return this.#chain(["*", "/"], () => this.#signed());
  }

  /** Operators of equal rank, from left to right. */
  #chain(operators: readonly ("+" | "-" | "*" | "/")[], operand: () => Expression): Expression {
    let left = operand();
    for (let taken = this.#take(...operators); taken !== undefined; taken = this.#take(...operators))
      left = { kind: "operation", operator: taken.symbol, left, right: operand(), position: taken.position };
    return left;
  }

  #signed(): Expression {
    const sign = this.#take("+", "-");
    if (sign === undefined) return this.#power();
    const operand = this.#deeper(() => this.#signed());
    return sign.symbol === "+" ? operand : { kind: "negation", operand, position: sign.position };
  }

  #power(): Expression {
    const left = this.#primary();
    const taken = this.#take("^");
    if (taken === undefined) return left;
    const right = this.#deeper(() => this.#signed());
    return { kind: "operation", operator: "^", left, right, position: taken.position };
  }

  #primary(): Expression {
    const { kind, text, position } = this.#next;
    if (kind === "number") {
      this.#at++;
      return { kind: "number", value: Number(text), position };
    }
    if (kind === "name") {
      this.#at++;
      if (this.#take("(") === undefined) return { kind: "name", name: text, position };
      return { kind: "call", name: text, operand: this.#enclosed(), position };
    }
    if (this.#take("(") !== undefined) return this.#enclosed();
    throw this.#unexpected("a number, a name or a parenthesis");
  }

  /** The rest of a parenthesis that has been opened. */
  #enclosed(): Expression {
    const expression = this.#deeper(() => this.#sum());
    if (this.#take(")") === undefined) throw this.#unexpected('")" or an operator');
    return expression;
  }

  #deeper(read: () => Expression): Expression {
    if (++this.#depth > MAX_DEPTH)
      throw new ExpressionError(`more than ${MAX_DEPTH} levels`, this.#next.position, this.text);
    const expression = read();
    this.#depth--;
    return expression;
  }

  #unexpected(expected: string): ExpressionError {
    const { kind, text, position } = this.#next;
    const found = kind === "end" ? "the formula ends" : `found "${text}"`;
    return new ExpressionError(`${found} where ${expected} was expected`, position, this.text);
  }
}
