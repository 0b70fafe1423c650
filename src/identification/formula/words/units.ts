/** Units of a law's symbols; "" where one is not known. Angles in radians have the unit 1. */
export interface SymbolUnits {
  readonly coordinates: readonly string[];
  readonly time: string;
  readonly inputs: readonly string[];
  /** Of the first mass; absent where no mass is known. */
  readonly mass?: string | undefined;
}

const NONE = new Set(["rad", "1"]);

/** A product of powers of units, such as m^2/s^2; "" where one of them is not known or nothing is left. */
export function unitOf(...powers: readonly (readonly [string, number])[]): string {
  const own = new Map<string, number>();
  for (const [unit, power] of powers) {
    if (power === 0 || NONE.has(unit)) continue;
    if (unit === "") return "";
    const base = /^[\p{L}°%]+$/u.test(unit) ? unit : `(${unit})`;
    own.set(base, (own.get(base) ?? 0) + power);
  }
  const text = (entries: readonly (readonly [string, number])[]) =>
    entries.map(([unit, n]) => (n === 1 ? unit : `${unit}^${Number(n.toPrecision(4))}`)).join(" ");
  const over = [...own].filter(([, n]) => n > 0);
  const under = [...own].filter(([, n]) => n < 0).map(([unit, n]) => [unit, -n] as const);
  if (over.length === 0 && under.length === 0) return "";
  if (under.length === 0) return text(over);
  return `${over.length === 0 ? "1" : text(over)}/${under.length > 1 ? `(${text(under)})` : text(under)}`;
}
