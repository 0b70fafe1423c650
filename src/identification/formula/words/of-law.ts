import { realPower } from "../../../numerics/index.js";
import type { SquareFactor } from "../../law/drive.js";
import { type BasisSpec, type FeatureSpec, SQUARED_SINE, type TermSpec } from "../../law/spec.js";
import type { KnownSurface } from "../../law/surface.js";
import {
  along,
  call,
  coordinate,
  derivative,
  distributed,
  type LawExpression,
  minus,
  number,
  power,
  product,
  sumOf,
} from "./expression.js";
import { oblateOf } from "./of-oblate.js";
import { shapeOf } from "./of-shape.js";
import { surfaceFrictionExpressions, surfaceOf } from "./of-surface.js";
import { coefficient, exact, plus, polar, times, type Uncertain } from "./uncertain.js";

/** A law in expressions. Forces are those that no energy gives. */
export interface LawExpressions {
  readonly dimension: number;
  /** [d][d]. */
  readonly mass: readonly (readonly LawExpression[])[];
  readonly potential: LawExpression;
  /** [d]. */
  readonly forces: readonly LawExpression[];
}

/** Coefficients of a term, those that are known among them, as numbers. */
export function coefficientsOf(
  spec: TermSpec,
  theta: Float64Array,
  first: number,
  count: number,
): { spec: Exclude<TermSpec, { kind: "restricted" }>; values: Uncertain[] } {
  if (spec.kind !== "restricted") {
    const values = Array.from({ length: count }, (_, k) =>
      coefficient(theta[first + k] as number, first + k, theta.length),
    );
    return { spec, values };
  }
  let at = 0;
  const inner = coefficientsOf(spec.term, theta, first, 0).spec;
  const values = spec.fixed.map((value) => {
    if (value !== null) return exact(value);
    const k = first + at++;
    return coefficient(theta[k] as number, k, theta.length);
  });
  return { spec: inner, values };
}

/** Expressions of a law's terms at its coefficients. */
export function lawExpressions(
  dimension: number,
  terms: readonly TermSpec[],
  offsets: readonly number[],
  counts: readonly number[],
  theta: Float64Array,
): LawExpressions {
  const d = dimension;
  const mass = Array.from({ length: d }, () => Array.from({ length: d }, () => number(0)));
  const forces = Array.from({ length: d }, () => number(0));
  let potential = number(0);
  const push = (c: readonly number[], force: LawExpression) =>
    c.forEach((x, i) => {
      forces[i] = sumOf(forces[i] as LawExpression, product(number(x), force));
    });
  /** Coefficients of the law's own surface, or of the one along which friction was found to act. */
  const surfaceNumbers = ({ k, axis }: KnownSurface): readonly Uncertain[] => {
    const own = terms.flatMap((term, t) => {
      const found = coefficientsOf(term, theta, offsets[t] as number, counts[t] as number);
      return found.spec.kind === "surface" ? [found.values] : [];
    });
    return own[0] ?? [exact(k), exact(0), ...axis.map(exact)];
  };
  terms.forEach((term, t) => {
    const { spec, values } = coefficientsOf(term, theta, offsets[t] as number, counts[t] as number);
    switch (spec.kind) {
      case "kinetic": {
        const m = sumOf(
          number(spec.constant),
          ...(spec.basis === undefined ? [] : [seriesOf(spec.feature, spec.basis, values)]),
        );
        for (let i = 0; i < d; i++)
          for (let j = 0; j < d; j++) {
            const row = mass[i] as LawExpression[];
            row[j] = sumOf(row[j] as LawExpression, product(number(spec.pattern[i * d + j] as number), m));
          }
        return;
      }
      case "potential":
        potential = sumOf(potential, seriesOf(spec.feature, spec.basis, values));
        return;
      case "shape":
        for (const group of spec.groups) potential = sumOf(potential, shapeOf(group, spec.shape, spec.centred, values));
        return;
      case "oblate":
        potential = sumOf(potential, oblateOf(spec.unit, values[0] as Uncertain));
        return;
      case "surface": {
        const { x, mass: m, potential: own } = surfaceOf(spec, values);
        potential = sumOf(potential, own);
        spec.at.forEach((i, k) => {
          const row = mass[i] as LawExpression[];
          spec.at.forEach((j, l) => {
            row[j] = sumOf(row[j] as LawExpression, product(m, x[k] as LawExpression, x[l] as LawExpression));
          });
        });
        return;
      }
      case "product":
        spec.products.forEach((indices, k) => {
          const factors = spec.factors.map(({ coordinate: i, basis }, f) => {
            const index = indices[f] as number;
            return index < 0 ? number(1) : functionOf(coordinate(i), basis, index);
          });
          potential = sumOf(
            potential,
            product(number(times(values[k] as Uncertain, exact(spec.scales[k] as number))), ...factors),
          );
        });
        return;
      case "friction": {
        const u = spec.directions.map((c) => along(c, 1));
        const speed: LawExpression =
          u.length === 1 ? call("abs", u[0] as LawExpression) : { kind: "length", components: u };
        if (spec.surface !== undefined) {
          const along = surfaceFrictionExpressions(
            surfaceOf(spec.surface, surfaceNumbers(spec.surface)),
            spec.surface.at,
          );
          along.forEach((part, k) => {
            const i = spec.surface?.at[k] as number;
            forces[i] = sumOf(
              forces[i] as LawExpression,
              product(number(times(exact(-1), values[0] as Uncertain)), part),
            );
          });
          return;
        }
        spec.directions.forEach((c, j) => {
          const own = u[j] as LawExpression;
          const gamma = number(times(exact(-1), values[0] as Uncertain));
          if (spec.law === "viscous") push(c, product(gamma, own));
          else if (spec.law === "quadratic") push(c, product(gamma, speed, own));
          else if (spec.law === "cubic")
            push(c, product(gamma, u.length === 1 ? power(own, 3) : product(power(speed, 2), own)));
          else if (u.length === 1) push(c, product(gamma, call("sign", own, spec.smoothing)));
          else
            push(c, product(gamma, own, power(sumOf(...u.map((x) => power(x, 2)), number(spec.smoothing ** 2)), -0.5)));
        });
        return;
      }
      case "place-friction": {
        const gamma = seriesOf(spec.feature, spec.basis, values);
        push(spec.direction, product(number(-1), gamma, along(spec.direction, 1)));
        return;
      }
      case "gyroscopic": {
        const whole = spec.first.map((_, i) =>
          along(
            spec.first.map((__, k) => (k === i ? 1 : 0)),
            1,
          ),
        );
        const speed: readonly LawExpression[] = spec.lift === true ? [{ kind: "length", components: whole }] : [];
        const size = number(values[0] as Uncertain);
        push(spec.first, product(size, ...speed, along(spec.second, 1)));
        push(spec.second, product(number(-1), size, ...speed, along(spec.first, 1)));
        return;
      }
      case "harmonic": {
        const { amplitude, frequency, phase } = harmonicNumbers(values, spec.origin);
        const argument = sumOf(product(number(frequency), { kind: "time" }), number(phase));
        push(spec.direction, product(number(amplitude), factorOf(spec), call("cos", argument)));
        return;
      }
      case "input":
        spec.inputs.forEach((index, k) => {
          const u: LawExpression = { kind: "input", index };
          const acting =
            spec.squared === undefined ? u : product(power(u, 2), squareFactor(spec.squared, spec.direction));
          push(spec.direction, product(number(values[k] as Uncertain), acting));
        });
        return;
      default:
        throw new Error(`a term of kind ${spec.kind} has no closed form`);
    }
  });
  return { dimension, mass, potential, forces };
}

/** A cos(w t + phase) of a harmonic term's coefficients. */
export function harmonicNumbers(values: readonly Uncertain[], origin: number) {
  const [a, b, w] = values as [Uncertain, Uncertain, Uncertain];
  const { length, angle } = polar(a, b);
  const raw = plus(times(exact(-1), angle), times(exact(-origin), w));
  const turns = Math.round(raw.value / (2 * Math.PI));
  return { amplitude: length, frequency: w, phase: plus(raw, exact(-2 * Math.PI * turns)) };
}

/** What the square of an input is multiplied by. */
function squareFactor(kind: SquareFactor, direction: readonly number[]): LawExpression {
  if (kind === "plain") return number(1);
  const z = along(direction);
  return kind === "place" ? z : product(call("sin", z), call("cos", z));
}

/** What a force that oscillates is in proportion to. */
function factorOf({ direction, factor }: Extract<TermSpec, { kind: "harmonic" }>): LawExpression {
  if (factor === undefined) return number(1);
  if (factor.kind === "velocity") return along(direction, 1);
  const z = minus(along(direction), number(factor.origin));
  return factor.kind === "place" ? z : call(factor.kind === "sine" ? "sin" : "cos", z);
}

function seriesOf(feature: FeatureSpec, basis: BasisSpec, values: readonly Uncertain[]): LawExpression {
  const z = feature.kind === "linear" ? along(feature.coefficients) : lengthOf(feature.components);
  return sumOf(...values.map((value, k) => product(number(value), functionOf(z, basis, k))));
}

const lengthOf = (rows: readonly (readonly number[])[]): LawExpression => ({
  kind: "length",
  components: rows.map((row) => along(row)),
});

/** Whether a function is the squared sine, which a model's file gives as any other sum. */
const isSquaredSine = (basis: BasisSpec): boolean => JSON.stringify(basis) === JSON.stringify(SQUARED_SINE);

/** Function k of a basis. */
function functionOf(z: LawExpression, basis: BasisSpec, k: number): LawExpression {
  switch (basis.kind) {
    case "constant":
      return number(1);
    case "linear":
      return z;
    case "fourier": {
      const order = 1 + (k % basis.orders);
      const wave = call(k < basis.orders ? "cos" : "sin", product(number(order), z));
      return product(number((k < basis.orders ? -1 : 1) / order), wave);
    }
    case "powers": {
      const n = k + 1;
      return product(number(realPower(basis.unit, 1 - n) / n), power(minus(z, number(basis.origin)), n));
    }
    case "sum": {
      if (isSquaredSine(basis)) return power(call("sin", z), 2);
      const own = basis.weights.map((weight, i) => product(number(weight), functionOf(z, basis.of, i)));
      return sumOf(number(basis.constant), ...own);
    }
    case "chebyshev":
    case "log-chebyshev":
      throw new Error("a polynomial fitted on an interval has no closed form");
  }
}

/** The kinetic energy. */
export function kineticOf({ dimension: d, mass }: LawExpressions): LawExpression {
  const terms: LawExpression[] = [];
  for (let i = 0; i < d; i++)
    for (let j = i; j < d; j++) {
      const m = (mass[i] as readonly LawExpression[])[j] as LawExpression;
      terms.push(product(number(i === j ? 0.5 : 1), m, coordinate(i, 1), coordinate(j, 1)));
    }
  return sumOf(...terms);
}

/** What stands on the left and right of every equation of motion: sum_j M_ij q_j'' = right_i. */
export function rightSides(law: LawExpressions): LawExpression[] {
  const { dimension: d, mass, potential, forces } = law;
  const kinetic = kineticOf(law);
  return Array.from({ length: d }, (_, i) => {
    const turning: LawExpression[] = [];
    for (let j = 0; j < d; j++)
      for (let k = 0; k < d; k++)
        turning.push(
          product(
            derivative((mass[i] as readonly LawExpression[])[j] as LawExpression, k, 0),
            coordinate(j, 1),
            coordinate(k, 1),
          ),
        );
    return sumOf(
      distributed(forces[i] as LawExpression),
      distributed(derivative(potential, i, 0), number(-1)),
      distributed(derivative(kinetic, i, 0)),
      ...turning.map((term) => distributed(term, number(-1))),
    );
  });
}
