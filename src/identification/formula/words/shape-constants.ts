import { type ShapeSpec, shapeParameters } from "../../law/shape.js";
import type { TermSpec } from "../../law/spec.js";
import { nearestCentre, shapeNumbers } from "./of-shape.js";
import type { NamedNumber, Symbols } from "./symbols.js";
import { exact, negative, over, times, type Uncertain } from "./uncertain.js";
import { unitOf } from "./units.js";

/** Acceleration of free fall that a pendulum's length is worked out with, m/s^2. */
const FREE_FALL = 9.81;

/** What the constants of a potential with parameters of its own are called. */
export function shapeConstants(
  spec: Extract<TermSpec, { kind: "shape" }>,
  given: readonly Uncertain[],
  symbols: Symbols,
): NamedNumber[] {
  const rows = spec.groups[0] as readonly (readonly number[])[];
  const values = nearestCentre(rows, spec.shape, spec.centred, given);
  const first = (rows[0] as readonly number[]).findIndex((x) => x !== 0);
  const unit = symbols.unit(first);
  const own = shapeParameters(spec.shape);
  const centres = spec.centred
    ? rows.map((row, k) => ({
        name: `${pointOf(spec.shape)} of ${symbols.label(row)}`,
        number: values[own + k] as Uncertain,
        unit: unit === "rad" ? unit : unitOf([unit, 1]),
      }))
    : [];
  const { strength, exponent } = shapeNumbers(spec.shape, values);
  const argument: Argument = {
    label: rows.length > 1 ? "r" : symbols.label(rows[0] as readonly number[]),
    unit,
    distance: rows.length > 1,
    strength,
    exponent,
  };
  const whose = whoseDistance(spec, symbols);
  const named = namesOf(spec.shape, argument, symbols).map(({ whole, ...own }) => ({
    ...own,
    name: own.name + whose,
    ...(whole === undefined ? {} : { whole: { ...whole, name: whole.name + whose } }),
  }));
  return [...named, ...centres];
}

/** Of one of several distances, whose it is. */
function whoseDistance({ groups }: Extract<TermSpec, { kind: "shape" }>, symbols: Symbols): string {
  const [rows = [], ...more] = groups;
  const moved = new Set(rows.flatMap((row) => Array.from(row, (x, i) => (x === 0 ? -1 : i)))).size - 1;
  const alone = rows.length < 2 || more.length > 0 || moved >= (rows[0]?.length ?? 0);
  return alone ? "" : ` of ${rows.map((row) => symbols.label(row)).join(", ")}`;
}

/** What the point that a shape lies about is called. */
function pointOf(shape: ShapeSpec): string {
  if (shape.kind === "contact") return shape.side > 0 ? "upper contact" : "lower contact";
  return shape.kind === "edge" ? "edge" : "centre";
}

interface Argument {
  readonly label: string;
  readonly unit: string;
  readonly distance: boolean;
  readonly strength: Uncertain;
  readonly exponent: Uncertain;
}

function namesOf(shape: ShapeSpec, argument: Argument, symbols: Symbols): NamedNumber[] {
  const { label, unit: z, strength, exponent } = argument;
  const of = symbols.several ? ` of ${label}` : "";
  const rate = (name: string) => ({ name, number: exponent, unit: unitOf([z, -1]) });
  switch (shape.kind) {
    case "power":
      return powerNames(argument, symbols);
    case "cosine":
      return waveNames(argument, symbols);
    case "exponential":
      return [
        { name: `amplitude of exp${of}`, number: over(strength, exponent), unit: symbols.energy() },
        rate(`rate of exp${of}`),
      ];
    case "duffing":
      return [
        stiffness(label, z, strength, symbols),
        { name: `coefficient of ${label}^4`, number: times(exponent, exact(0.25)), unit: symbols.energy([z, -4]) },
      ];
    case "toda":
      return [stiffness(label, z, strength, symbols), rate(`rate of exp${of}`)];
    case "contact": {
      const side = shape.side > 0 ? "above" : "below";
      return [stiffness(label, z, strength, symbols, ` ${side} the contact`)];
    }
    case "edge":
      return [
        { name: `acceleration towards the edge${of}`, number: strength, unit: symbols.energy([z, -1]) },
        {
          name: `width of the edge${of}`,
          number: exponent.value < 0 ? negative(exponent) : exponent,
          unit: unitOf([z, 1]),
        },
      ];
    case "morse":
      return [{ name: `depth${of}`, number: strength, unit: symbols.energy() }, rate(`decay rate${of}`)];
  }
}

function stiffness(label: string, z: string, strength: Uncertain, symbols: Symbols, where = ""): NamedNumber {
  const [name, whole] = symbols.several
    ? [`k of ${label} over m of ${symbols.name(symbols.base)}`, `k (spring) of ${label}`]
    : ["k/m", "k"];
  return symbols.perMass(`${name}${where}`, strength, `${whole}${where}`, [z, -2]);
}

function powerNames({ label, unit: z, distance, strength, exponent }: Argument, symbols: Symbols): NamedNumber[] {
  const n = exponent.value;
  if (exponent.gradient !== undefined)
    return [
      { name: `coefficient of the power of ${label}`, number: over(strength, exponent), unit: "" },
      { name: `exponent of ${label}`, number: exponent, unit: "" },
    ];
  const unit = symbols.energy([z, -n]);
  if (n === 0) return [{ name: `coefficient of log(${label})`, number: strength, unit }];
  // From a point it is no direction: part of a spring with a rest length.
  if (n === 1 && distance) return [{ name: `coefficient of ${label}`, number: strength, unit }];
  if (n === 1) return [{ name: `uniform acceleration along ${label}`, number: negative(strength), unit }];
  if (n === 2) return [stiffness(label, z, strength, symbols)];
  if (n === -1 && distance) return [{ name: "G M", number: strength, unit }];
  return [{ name: `coefficient of ${label}^${n}`, number: over(strength, exponent), unit }];
}

function waveNames({ label, unit: z, strength, exponent }: Argument, symbols: Symbols): NamedNumber[] {
  const unit = symbols.energy();
  const known = exponent.gradient === undefined;
  if (known && exponent.value === 1 && !symbols.several && z === "rad")
    return [
      { name: "g/l", number: strength, unit },
      ...(symbols.time === "s"
        ? [{ name: `l (if g = ${FREE_FALL} m/s^2)`, number: over(exact(FREE_FALL), strength), unit: "m" }]
        : []),
    ];
  const wave = known ? (exponent.value === 1 ? label : `${exponent.value} ${label}`) : `k ${label}`;
  return [
    { name: `coefficient of cos(${wave})`, number: over(strength, exponent), unit },
    ...(known ? [] : [{ name: `k of ${label}`, number: exponent, unit: unitOf([z, -1]) }]),
  ];
}
