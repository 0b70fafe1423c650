import { type ShapeSpec, shapeParameters } from "../../law/shape.js";
import { along, call, type LawExpression, minus, number, power, product, sumOf } from "./expression.js";
import { exact, negative, over, plus, raised, times, type Uncertain } from "./uncertain.js";

/** A shape's coefficients with the centre of a wave as near to 0 as it goes, which may turn the strength's sign; others stay as they are. */
export function nearestCentre(
  rows: readonly unknown[],
  shape: ShapeSpec,
  centred: boolean,
  values: readonly Uncertain[],
): readonly Uncertain[] {
  if (!centred || rows.length !== 1 || shape.kind !== "cosine" || shape.wavenumber === null) return values;
  const half = Math.PI / shape.wavenumber;
  const at = shapeParameters(shape);
  const [strength, centre] = [values[0] as Uncertain, values[at] as Uncertain];
  // cos(k (z - c)) changes its sign with every half wave.
  const turned = strength.value < 0;
  const own = centre.value + (turned ? half : 0);
  const shift = (turned ? half : 0) - 2 * half * Math.round(own / (2 * half));
  return values.map((value, k) => (k === at ? plus(value, exact(shift)) : k === 0 && turned ? negative(value) : value));
}

/** What the coefficients of a shape say: its constants as physicists write them. */
export function shapeNumbers(shape: ShapeSpec, values: readonly Uncertain[]) {
  const a = values[0] as Uncertain;
  const second = values[1];
  switch (shape.kind) {
    case "power": {
      const n = shape.exponent === null ? (second as Uncertain) : exact(shape.exponent);
      // F' = strength z^(n - 1).
      const strength = times(a, raised(exact(shape.unit), plus(exact(1), times(exact(-1), n))));
      return { strength, exponent: n };
    }
    case "cosine":
      return { strength: a, exponent: shape.wavenumber === null ? (second as Uncertain) : exact(shape.wavenumber) };
    case "contact":
      return { strength: times(a, exact(1 / shape.unit)), exponent: exact(2) };
    default:
      return { strength: a, exponent: second as Uncertain };
  }
}

export function shapeOf(
  rows: readonly (readonly number[])[],
  shape: ShapeSpec,
  centred: boolean,
  given: readonly Uncertain[],
): LawExpression {
  const values = nearestCentre(rows, shape, centred, given);
  const own = shapeParameters(shape);
  const components = rows.map((row, k) =>
    centred ? minus(along(row), number(values[own + k] as Uncertain)) : along(row),
  );
  const z: LawExpression = components.length === 1 ? (components[0] as LawExpression) : { kind: "length", components };
  const { strength, exponent } = shapeNumbers(shape, values);
  switch (shape.kind) {
    case "power": {
      const size = shape.signed || z.kind === "length" ? z : call("abs", z);
      if (exponent.value === 0 && exponent.gradient === undefined) return product(number(strength), call("log", size));
      // A square of a distance is a sum of squares.
      if (z.kind === "length" && exponent.value === 2 && exponent.gradient === undefined)
        return sumOf(...components.map((c) => product(number(times(strength, exact(0.5))), power(c, 2))));
      return product(number(over(strength, exponent)), power(size, exponent));
    }
    case "cosine": {
      const wave = call("cos", product(number(exponent), z));
      return product(number(over(strength, exponent)), minus(number(1), wave));
    }
    case "exponential":
      return product(number(over(strength, exponent)), call("exp", product(number(exponent), z)));
    case "toda": {
      const kz = product(number(exponent), z);
      const square = times(exponent, exponent);
      return product(number(over(strength, square)), sumOf(call("exp", kz), number(-1), product(number(-1), kz)));
    }
    case "morse": {
      const decay = call("exp", product(number(times(exact(-1), exponent)), z));
      return product(number(strength), power(minus(number(1), decay), 2));
    }
    case "duffing": {
      const [square, fourth] = [times(strength, exact(0.5)), times(exponent, exact(0.25))];
      return sumOf(product(number(square), power(z, 2)), product(number(fourth), power(z, 4)));
    }
    case "contact": {
      const pressed = call("positive", product(number(shape.side), z));
      return product(number(times(strength, exact(0.5))), power(pressed, 2));
    }
    case "edge":
      return product(number(strength), power(sumOf(power(z, 2), number(times(exponent, exponent))), 0.5));
  }
}
