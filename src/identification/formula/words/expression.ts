import { exact, plus, raised, times, type Uncertain } from "./uncertain.js";

/** `positive` is the larger of 0 and its argument. */
export type FunctionName = "sin" | "cos" | "exp" | "log" | "abs" | "sign" | "positive";

/** A formula as a tree. Symbols are coordinates, their velocities (order 1) and accelerations (2), the time and inputs. */
export type LawExpression =
  | { readonly kind: "number"; readonly number: Uncertain }
  | { readonly kind: "coordinate"; readonly index: number; readonly order: 0 | 1 | 2 }
  | { readonly kind: "time" }
  | { readonly kind: "input"; readonly index: number }
  | { readonly kind: "sum"; readonly terms: readonly LawExpression[] }
  | { readonly kind: "product"; readonly factors: readonly LawExpression[] }
  | { readonly kind: "power"; readonly base: LawExpression; readonly exponent: Uncertain }
  | {
      readonly kind: "call";
      readonly name: FunctionName;
      readonly argument: LawExpression;
      readonly smoothing?: number;
    }
  /** The length of a vector, which has a name of its own in texts. */
  | { readonly kind: "length"; readonly components: readonly LawExpression[] };

export const number = (value: Uncertain | number): LawExpression => ({
  kind: "number",
  number: typeof value === "number" ? exact(value) : value,
});

export const coordinate = (index: number, order: 0 | 1 | 2 = 0): LawExpression => ({
  kind: "coordinate",
  index,
  order,
});

/** A number times the rest of an expression. */
export function split(e: LawExpression): { factor: Uncertain; rest: LawExpression | undefined } {
  if (e.kind === "number") return { factor: e.number, rest: undefined };
  if (e.kind !== "product") return { factor: exact(1), rest: e };
  const [first, ...others] = e.factors as [LawExpression, ...LawExpression[]];
  if (first.kind !== "number") return { factor: exact(1), rest: e };
  return { factor: first.number, rest: others.length === 1 ? others[0] : { kind: "product", factors: others } };
}

const isZero = ({ value, gradient }: Uncertain) => value === 0 && gradient === undefined;
const isOne = ({ value, gradient }: Uncertain) => value === 1 && gradient === undefined;

/** Tells expressions apart, numbers by their values. */
export const keyOf = (e: LawExpression): string =>
  JSON.stringify(e, (_key, value: unknown) => (value instanceof Float64Array ? undefined : value));

/** A sum with like terms collected. */
export function sumOf(...terms: readonly LawExpression[]): LawExpression {
  const collected = new Map<string, { factor: Uncertain; rest: LawExpression | undefined }>();
  for (const term of terms.flatMap((t) => (t.kind === "sum" ? t.terms : [t]))) {
    const { factor, rest } = split(term);
    const key = rest === undefined ? "" : keyOf(rest);
    const before = collected.get(key);
    collected.set(key, { factor: before === undefined ? factor : plus(before.factor, factor), rest });
  }
  const left = [...collected.values()]
    .filter(({ factor }) => !isZero(factor) && !(factor.value === 0 && factor.gradient?.every((g) => g === 0)))
    .map(({ factor, rest }) => (rest === undefined ? number(factor) : product(number(factor), rest)));
  if (left.length === 0) return number(0);
  return left.length === 1 ? (left[0] as LawExpression) : { kind: "sum", terms: left };
}

/** Order of factors: places, then lengths and functions, then sums, then velocities. */
function rankOf(e: LawExpression): number {
  if (e.kind === "coordinate") return e.order === 0 ? 0 : 4 + e.order;
  return { input: 1, time: 1, length: 2, call: 3, sum: 4 }[e.kind as "input" | "time" | "length" | "call" | "sum"] ?? 3;
}

/** A factor times every term of a sum, sums of numbered sums opened. */
export function distributed(e: LawExpression, factor: LawExpression = number(1)): LawExpression {
  if (e.kind === "sum") return sumOf(...e.terms.map((term) => distributed(term, factor)));
  const { factor: own, rest } = split(e);
  if (rest?.kind === "sum" && factor.kind === "number" && rest.terms.every(isPlain))
    return product(number(own), factor, rest);
  if (rest?.kind === "sum") return distributed(rest, product(number(own), factor));
  return product(factor, e);
}

/** Coordinates and numbers, with numbers before them: (x - y), (x - 0.5). */
const isPlain = (e: LawExpression) => ["coordinate", "number"].includes((split(e).rest ?? e).kind);

/** A product with numbers in front and powers of one base collected. */
export function product(...factors: readonly LawExpression[]): LawExpression {
  let front = exact(1);
  const bases = new Map<string, { base: LawExpression; exponent: Uncertain }>();
  const flat = factors.flatMap((f) => (f.kind === "product" ? f.factors : [f]));
  for (const factor of flat) {
    if (factor.kind === "number") front = times(front, factor.number);
    else {
      const [base, exponent] = factor.kind === "power" ? [factor.base, factor.exponent] : [factor, exact(1)];
      const key = keyOf(base);
      const before = bases.get(key);
      bases.set(key, { base, exponent: before === undefined ? exponent : plus(before.exponent, exponent) });
    }
  }
  if (isZero(front)) return number(0);
  const rest = [...bases.entries()]
    .sort(([a, { base: x }], [b, { base: y }]) => rankOf(x) - rankOf(y) || (a < b ? -1 : 1))
    .map(([, own]) => own)
    .map(({ base, exponent }) => power(base, exponent))
    .filter((e) => !(e.kind === "number" && isOne(e.number)));
  if (rest.length === 0) return number(front);
  if (isOne(front)) return rest.length === 1 ? (rest[0] as LawExpression) : { kind: "product", factors: rest };
  return { kind: "product", factors: [number(front), ...rest] };
}

export function power(base: LawExpression, exponent: Uncertain | number): LawExpression {
  const n = typeof exponent === "number" ? exact(exponent) : exponent;
  if (isZero(n)) return number(1);
  if (isOne(n)) return base;
  if (base.kind === "number") return number(raised(base.number, n));
  return { kind: "power", base, exponent: n };
}

export const call = (name: FunctionName, argument: LawExpression, smoothing?: number): LawExpression => ({
  kind: "call",
  name,
  argument,
  ...(smoothing === undefined ? {} : { smoothing }),
});

export const minus = (a: LawExpression, b: LawExpression): LawExpression => sumOf(a, product(number(-1), b));

/** Whether powers of it above 1 have the derivative of its argument's powers, where it is not 0. */
const isPositivePart = (e: LawExpression): e is Extract<LawExpression, { kind: "call" }> =>
  e.kind === "call" && e.name === "positive";

/** The derivative with respect to a coordinate or its velocity. */
export function derivative(e: LawExpression, index: number, order: 0 | 1): LawExpression {
  const of = (inner: LawExpression) => derivative(inner, index, order);
  switch (e.kind) {
    case "number":
    case "time":
    case "input":
      return number(0);
    case "coordinate":
      return number(e.index === index && e.order === order ? 1 : 0);
    case "sum":
      return sumOf(...e.terms.map(of));
    case "product":
      return sumOf(...e.factors.map((factor, k) => product(of(factor), ...e.factors.filter((_, l) => l !== k))));
    case "power": {
      const inner = of(isPositivePart(e.base) ? e.base.argument : e.base);
      return product(number(e.exponent), power(e.base, plus(e.exponent, exact(-1))), inner);
    }
    case "call": {
      const inner = of(e.argument);
      const a = e.argument;
      switch (e.name) {
        case "sin":
          return product(call("cos", a), inner);
        case "cos":
          return product(number(-1), call("sin", a), inner);
        case "exp":
          return product(e, inner);
        case "log":
          return product(power(a, -1), inner);
        case "abs":
          return product(call("sign", a), inner);
        case "sign":
          return number(0);
        // Written only as a square, whose derivative needs no step.
        case "positive":
          return product(call("sign", e), inner);
      }
      break;
    }
    case "length":
      return product(sumOf(...e.components.map((c) => product(c, of(c)))), power(e, -1));
  }
}

/** c . q, or c . v for order 1. */
export function along(row: readonly number[], order: 0 | 1 = 0): LawExpression {
  return sumOf(...row.map((c, i) => product(number(c), coordinate(i, order))));
}
