/** Decimal numbers as people and programs write them; not "", "0x10" or "Infinity", which `Number` takes as well. */
const DECIMAL = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;

/** The number that a text without blanks around it writes: infinite where it is beyond all doubles, undefined for anything else. */
export function decimalNumber(text: string): number | undefined {
  return DECIMAL.test(text) ? Number(text) : undefined;
}
