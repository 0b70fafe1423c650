import { powerOfTen } from "../../../numerics/index.js";
import type { LawExpression } from "./expression.js";
import { keyOf } from "./expression.js";
import { latexName, type Names, programNames } from "./names.js";
import type { FormulaDialect } from "./render.js";
import { deviationOfNumber, type Uncertain } from "./uncertain.js";

/** Digits that are written at most, and of numbers without a deviation. */
const MOST_DIGITS = 8;

/** A number with as many digits as its standard deviation leaves, two of them uncertain; of an exact one those that it has. */
export function roundedNumber(value: number, deviation: number): string {
  if (!(deviation > 0)) return String(Number(value.toPrecision(MOST_DIGITS)));
  const size = Math.floor(Math.log10(Math.abs(value) || deviation));
  const last =
    Math.floor(Math.log10(deviation)) - (deviation / powerOfTen(Math.floor(Math.log10(deviation))) < 3 ? 1 : 0);
  const digits = Math.max(1, Math.min(MOST_DIGITS, size - last + 1));
  // Zeros that are measured stay; those of a number as good as exact do not.
  const text = plain(value, digits);
  return digits === MOST_DIGITS ? text.replace(/(\.\d+?)0+(?=e|$)/, "$1") : text;
}

/** Without an exponent where it is short. */
function plain(value: number, digits: number): string {
  const size = Math.floor(Math.log10(Math.abs(value) || 1));
  if (size >= 6 || size < -3) return value.toExponential(digits - 1);
  const decimals = Math.max(0, digits - 1 - size);
  return value.toFixed(Math.min(20, decimals));
}

const written = (value: number, deviation: number) => roundedNumber(value, deviation).replace(/e\+?(-?\d+)$/, "e$1");

/** Names of the lengths in a text, in the order of their appearance. */
export class Lengths {
  readonly named = new Map<string, { readonly name: string; readonly components: readonly LawExpression[] }>();

  nameOf(components: readonly LawExpression[]): string {
    const key = components.map(keyOf).join();
    const found = this.named.get(key);
    if (found !== undefined) return found.name;
    const name = this.named.size === 0 ? "r" : `r_${this.named.size + 1}`;
    this.named.set(key, { name, components });
    return name;
  }
}

const isVelocity = (e: LawExpression) => JSON.stringify(e).includes('"order":1');

/** As a physicist types it. */
export function textDialect(names: Names, covariance: Float64Array, lengths: Lengths): FormulaDialect {
  const number = (value: Uncertain) => written(value.value, deviationOfNumber(value, covariance));
  return {
    number,
    coordinate: (index, order) => `${names.coordinates[index]}${"'".repeat(order)}`,
    time: names.time,
    input: (index) => names.inputs[index] ?? "",
    call: (name, argument) =>
      name === "abs" ? `|${argument}|` : name === "positive" ? `max(0, ${argument})` : `${name}(${argument})`,
    power: (base, n) => {
      const exponent = number(n);
      return `${base}^${/^\d+(\.\d+)?$/.test(exponent) ? exponent : `(${exponent})`}`;
    },
    fraction: (over, under, simple) => `${over}/${simple ? under : `(${under})`}`,
    times: " ",
    length: (components) => (components.some(isVelocity) ? "|v|" : lengths.nameOf(components)),
    parentheses: ["(", ")"],
  };
}

export function latexDialect(names: Names, covariance: Float64Array): FormulaDialect {
  const number = (value: Uncertain) =>
    written(value.value, deviationOfNumber(value, covariance)).replace(/e(-?\d+)$/, " \\cdot 10^{$1}");
  return {
    number,
    coordinate: (index, order) => {
      const name = latexName(names.coordinates[index] ?? "");
      return order === 0 ? name : `\\${order === 1 ? "dot" : "ddot"}{${name}}`;
    },
    time: latexName(names.time),
    input: (index) => latexName(names.inputs[index] ?? ""),
    call: (name, argument) =>
      name === "abs"
        ? `\\left|${argument}\\right|`
        : name === "positive"
          ? `\\max\\left(0, ${argument}\\right)`
          : `${name === "sign" ? "\\operatorname{sign}" : `\\${name}`}\\left(${argument}\\right)`,
    power: (base, n) => `${base}^{${number(n)}}`,
    fraction: (over, under) => `\\frac{${over}}{${under}}`,
    times: " \\, ",
    length: (components, render) => `\\sqrt{${components.map((c) => `\\left(${render(c)}\\right)^{2}`).join(" + ")}}`,
    parentheses: ["\\left(", "\\right)"],
  };
}

const full = ({ value }: Uncertain) => (value < 0 ? `(${value})` : String(value));

export function javascriptDialect(names: Names): FormulaDialect {
  const own = programNames(names);
  return {
    number: ({ value }) => String(value),
    coordinate: (index, order) => `${own.coordinates[index]}${["", "_dot", "_ddot"][order]}`,
    time: "t",
    input: (index) => own.inputs[index] ?? "",
    call: (name, argument, smoothing) =>
      name === "positive"
        ? `Math.max(0, ${argument})`
        : smoothing === undefined
          ? `Math.${name}(${argument})`
          : `(${argument}) / Math.hypot(${argument}, ${smoothing})`,
    power: (base, n) => `${base} ** ${full(n)}`,
    fraction: (over, under, simple) => `${over} / ${simple ? under : `(${under})`}`,
    times: " * ",
    length: (components, render) => `Math.hypot(${components.map(render).join(", ")})`,
    parentheses: ["(", ")"],
  };
}

export function sympyDialect(names: Names): FormulaDialect {
  const own = programNames(names);
  return {
    number: ({ value }) => String(value),
    coordinate: (index, order) => `${own.coordinates[index]}${["", "_dot", "_ddot"][order]}`,
    time: "t",
    input: (index) => own.inputs[index] ?? "",
    call: (name, argument, smoothing) =>
      name === "positive"
        ? `Max(0, ${argument})`
        : smoothing === undefined
          ? `${name === "abs" ? "Abs" : name}(${argument})`
          : `(${argument}) / sqrt((${argument})**2 + ${smoothing}**2)`,
    power: (base, n) => `${base}**${full(n)}`,
    fraction: (over, under, simple) => `${over} / ${simple ? under : `(${under})`}`,
    times: " * ",
    length: (components, render) => `sqrt(${components.map((c) => `(${render(c)})**2`).join(" + ")})`,
    parentheses: ["(", ")"],
  };
}
