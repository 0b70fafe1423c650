import { oblateSize } from "../../law/oblate.js";
import { coordinate, type LawExpression, number, power, product, sumOf } from "./expression.js";
import type { NamedNumber, Symbols } from "./symbols.js";
import { exact, times, type Uncertain } from "./uncertain.js";

/** What a flattened body's coefficient is in front of (3 z^2 / r^2 - 1) / r^3. */
const strengthOf = (unit: number, value: Uncertain): Uncertain => times(value, exact(oblateSize(unit)));

/** The potential energy of `oblateTerm`. */
export function oblateOf(unit: number, value: Uncertain): LawExpression {
  const r: LawExpression = { kind: "length", components: [0, 1, 2].map((i) => coordinate(i)) };
  const c = strengthOf(unit, value);
  return sumOf(
    product(number(times(c, exact(3))), power(coordinate(2), 2), power(r, -5)),
    product(number(times(c, exact(-1))), power(r, -3)),
  );
}

/** Its constant. */
export const oblateConstant = (unit: number, value: Uncertain, symbols: Symbols): NamedNumber => ({
  name: `coefficient of (3 ${symbols.name(2)}^2/r^2 - 1)/r^3`,
  number: strengthOf(unit, value),
  unit: symbols.energy([symbols.unit(0), 3]),
});
