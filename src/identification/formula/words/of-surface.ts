import type { TermSpec } from "../../law/spec.js";
import { coordinate, type LawExpression, minus, number, power, product, sumOf } from "./expression.js";
import type { NamedNumber, Symbols } from "./symbols.js";
import { exact, negative, over, raised, times, type Uncertain } from "./uncertain.js";
import { unitOf } from "./units.js";

type Surface = Pick<Extract<TermSpec, { kind: "surface" }>, "at" | "profile">;

const root = (a: Uncertain) => raised(a, exact(0.5));

/** Coordinates less the axis, the factor of their products in the mass matrix, and the potential energy of a body on a surface: see `surfaceTerm`. */
export function surfaceOf(
  { at, profile }: Surface,
  values: readonly Uncertain[],
): { x: readonly LawExpression[]; mass: LawExpression; potential: LawExpression } {
  const [k, w, ...axis] = values as [Uncertain, Uncertain, Uncertain, Uncertain];
  const x = at.map((c, i) => minus(coordinate(c), number(axis[i] as Uncertain)));
  const squares = x.map((own) => power(own, 2));
  if (profile === "paraboloid")
    return {
      x,
      mass: number(k),
      potential: sumOf(...squares.map((own) => product(number(times(w, exact(0.5))), own))),
    };
  // 1 / (l^2 - s) and -g sqrt(l^2 - s).
  const left = sumOf(number(over(exact(1), k)), ...squares.map((own) => product(number(-1), own)));
  return { x, mass: power(left, -1), potential: product(number(negative(over(w, root(k)))), power(left, 0.5)) };
}

/** Velocities along a surface as friction acts on them, by coordinate: v + c (x.v) x. */
export function surfaceFrictionExpressions(
  { x, mass }: Pick<ReturnType<typeof surfaceOf>, "x" | "mass">,
  at: Surface["at"],
): LawExpression[] {
  const outward = sumOf(...at.map((c, k) => product(x[k] as LawExpression, coordinate(c, 1))));
  return at.map((c, k) => sumOf(coordinate(c, 1), product(mass, x[k] as LawExpression, outward)));
}

/** A pendulum's length, or a dish's curvature at its lowest point, and what gravity makes of it. */
export function surfaceConstants(
  { at, profile }: Surface,
  values: readonly Uncertain[],
  symbols: Symbols,
): NamedNumber[] {
  const [k, w, ...axis] = values as [Uncertain, Uncertain, Uncertain, Uncertain];
  const unit = symbols.unit(at[0]);
  const rate = unitOf([symbols.time, -2]);
  const size: NamedNumber[] =
    profile === "sphere"
      ? [
          { name: "l", number: raised(k, exact(-0.5)), unit: unitOf([unit, 1]) },
          { name: "g/l", number: w, unit: rate },
        ]
      : [
          { name: "a", number: root(k), unit: unitOf([unit, -1]) },
          { name: "g a", number: w, unit: rate },
        ];
  const centres = at.map((c, i) => ({
    name: `centre of ${symbols.name(c)}`,
    number: axis[i] as Uncertain,
    unit: unitOf([unit, 1]),
  }));
  return [...size, ...centres];
}
