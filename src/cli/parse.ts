import { decimalNumber } from "../base/decimal.js";
import { UserError } from "../base/errors.js";
import { quote } from "../base/text.js";

/** A finite number, or undefined. */
function finiteNumber(text: string): number | undefined {
  const value = decimalNumber(text.trim());
  return value !== undefined && Number.isFinite(value) ? value : undefined;
}

/** "; write 10" for a number with a unit, "; write 0.01" for a percentage: what is taken instead. */
function plainly(text: string): string {
  const [, number = "", unit = ""] = /^([-+.\d]\S*?)\s*(%|[a-zµ]+)$/iu.exec(text.trim()) ?? [];
  const value = finiteNumber(number);
  if (value === undefined) return "";
  return `; write ${unit === "%" ? Number((value / 100).toPrecision(15)) : value}`;
}

/** A parser for the values of `option`: finite numbers. */
export function finiteNumberOf(option: string): (text: string) => number {
  return (text) => {
    const value = finiteNumber(text);
    if (value === undefined)
      throw new UserError(`${option} must be a finite number, got ${quote(text)}${plainly(text)}`);
    return value;
  };
}

/** A parser for the values of `option`: positive finite numbers. */
export function positiveNumber(option: string): (text: string) => number {
  return (text) => {
    const value = finiteNumber(text);
    if (value === undefined || !(value > 0))
      throw new UserError(
        `${option} must be a positive finite number, got ${quote(text)}${value === undefined ? plainly(text) : ""}`,
      );
    return value;
  };
}

/** A parser for the values of `option`: integers from `low` to `high`. */
export function integer(option: string, low: number, high = Number.MAX_SAFE_INTEGER): (text: string) => number {
  const range =
    high === Number.MAX_SAFE_INTEGER ? `an integer of at least ${low}` : `an integer from ${low} to ${high}`;
  return (text) => {
    const value = finiteNumber(text);
    if (value === undefined || !Number.isSafeInteger(value) || value < low || value > high)
      throw new UserError(`${option} must be ${range}, got ${quote(text)}`);
    return value;
  };
}

/** Collects the values of an option that may be given several times or with several values; each only once. */
export function listOf<T>(parse: (text: string) => T): (text: string, previous: readonly T[] | undefined) => T[] {
  return (text, previous = []) => [...new Set([...previous, parse(text)])];
}

/** One number for each of `names`, separated by commas. */
export function namedNumbers(option: string, text: string, names: readonly string[]): Float64Array {
  const parts = text.split(",");
  if (parts.length !== names.length)
    throw new UserError(
      `${option} must have ${names.length} numbers separated by commas (${names.join(",")}), got ${parts.length}: ${quote(text)}`,
    );
  return Float64Array.from(parts, (part, i) => {
    const value = finiteNumber(part);
    if (value === undefined)
      throw new UserError(`${option}: component ${i + 1} (${names[i]}) must be a finite number, got ${quote(part)}`);
    return value;
  });
}
