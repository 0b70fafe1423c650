import type { FunctionName, LawExpression } from "./expression.js";
import { exact, type Uncertain } from "./uncertain.js";

/** How an expression is written down. */
export interface FormulaDialect {
  number(value: Uncertain): string;
  coordinate(index: number, order: 0 | 1 | 2): string;
  readonly time: string;
  input(index: number): string;
  call(name: FunctionName, argument: string, smoothing: number | undefined): string;
  /** `base` is an atom or in parentheses. */
  power(base: string, exponent: Uncertain): string;
  fraction(over: string, under: string, simple: boolean): string;
  /** Between factors. */
  readonly times: string;
  length(components: readonly LawExpression[], render: (e: LawExpression) => string): string;
  readonly parentheses: readonly [string, string];
}

/** How tightly the outermost operation binds. */
type Level = 1 | 2 | 3;

/** Writes an expression in a dialect. */
export function render(e: LawExpression, dialect: FormulaDialect): string {
  return written(e, dialect).text;
}

function written(e: LawExpression, dialect: FormulaDialect): { text: string; level: Level } {
  const own = (inner: LawExpression, least: Level): string => {
    const { text, level } = written(inner, dialect);
    return level >= least ? text : dialect.parentheses.join(text);
  };
  switch (e.kind) {
    case "number": {
      const text = dialect.number(e.number);
      return { text, level: text.startsWith("-") ? 1 : 3 };
    }
    case "coordinate":
      return { text: dialect.coordinate(e.index, e.order), level: 3 };
    case "time":
      return { text: dialect.time, level: 3 };
    case "input":
      return { text: dialect.input(e.index), level: 3 };
    case "length":
      return { text: dialect.length(e.components, (c) => render(c, dialect)), level: 3 };
    case "call":
      return { text: dialect.call(e.name, render(e.argument, dialect), e.smoothing), level: 3 };
    case "power":
      if (e.exponent.value < 0) return fraction([e], dialect, own);
      return { text: dialect.power(own(e.base, 3), e.exponent), level: 3 };
    case "product":
      return fraction(e.factors, dialect, own);
    case "sum": {
      const terms = e.terms.map((term) => own(term, 1));
      const [first, ...rest] = terms as [string, ...string[]];
      const text = rest.reduce(
        (before, term) => (term.startsWith("-") ? `${before} - ${term.slice(1)}` : `${before} + ${term}`),
        first,
      );
      return { text, level: 1 };
    }
  }
}

/** Factors with negative powers, and whole divisors, below the line. */
function fraction(
  factors: readonly LawExpression[],
  dialect: FormulaDialect,
  own: (e: LawExpression, least: Level) => string,
): { text: string; level: Level } {
  const [over, under]: [string[], string[]] = [[], []];
  let sign = "";
  for (const factor of factors) {
    if (factor.kind === "number") {
      const { value, gradient } = factor.number;
      const divisor = 1 / Math.abs(value);
      if (value < 0) sign = "-";
      if (gradient === undefined && Math.abs(value) < 1 && Math.abs(divisor - Math.round(divisor)) < 1e-12)
        under.unshift(dialect.number(exact(Math.round(divisor))));
      else if (gradient !== undefined || Math.abs(value) !== 1) {
        const size = value < 0 ? { value: -value, gradient: gradient?.map((g) => -g) } : factor.number;
        over.unshift(dialect.number(size));
      }
    } else if (factor.kind === "power" && factor.exponent.value < 0) {
      const { value, gradient } = factor.exponent;
      const n = { value: -value, gradient: gradient?.map((g) => -g) };
      const base = own(factor.base, 3);
      under.push(n.value === 1 && gradient === undefined ? base : dialect.power(base, n));
    } else over.push(own(factor, 3));
  }
  const top = over.length === 0 ? "1" : over.join(dialect.times);
  if (under.length === 0) return { text: `${sign}${top}`, level: sign === "" ? 2 : 1 };
  const text = dialect.fraction(top, under.join(dialect.times), under.length === 1);
  return { text: `${sign}${text}`, level: sign === "" ? 2 : 1 };
}
