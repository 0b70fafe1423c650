import { realPower } from "../../../numerics/index.js";
import { squaredText } from "../../law/drive.js";
import type { TermSpec } from "../../law/spec.js";
import type { Names } from "./names.js";
import { coefficientsOf, harmonicNumbers } from "./of-law.js";
import { oblateConstant } from "./of-oblate.js";
import { surfaceConstants } from "./of-surface.js";
import { shapeConstants } from "./shape-constants.js";
import { type NamedNumber, Symbols } from "./symbols.js";
import { exact, negative, times, type Uncertain } from "./uncertain.js";
import { type SymbolUnits, unitOf } from "./units.js";

/**
 * The constants of a law's terms that were measured, in the order of the terms: energies and forces are for a first mass of 1. Where the mass is known, `scale`, what has
 * a name of its own times that follows: the k of k/m.
 */
export function constantsOf(
  dimension: number,
  terms: readonly TermSpec[],
  offsets: readonly number[],
  counts: readonly number[],
  theta: Float64Array,
  names: Names,
  units: SymbolUnits,
  scale: Uncertain,
): NamedNumber[] {
  const symbols = new Symbols(dimension, terms, names, units);
  const own = terms.flatMap((term, t) => {
    const { spec, values } = coefficientsOf(term, theta, offsets[t] as number, counts[t] as number);
    return termConstants(spec, values, symbols.actingOn(only(spec)));
  });
  const whole = own.flatMap(({ whole, number }) =>
    whole === undefined ? [] : [{ ...whole, number: times(number, scale) }],
  );
  return units.mass === undefined ? own : [...own, ...whole];
}

/** The only coordinate that a term acts on; -1 where there are several. */
function only(spec: TermSpec): number {
  const rows =
    spec.kind === "shape"
      ? spec.groups.flat()
      : spec.kind === "friction"
        ? spec.directions
        : spec.kind === "place-friction" || spec.kind === "harmonic" || spec.kind === "input"
          ? [spec.direction]
          : [];
  const at = rows.flatMap((row) => Array.from(row).flatMap((x, i) => (x === 0 ? [] : [i])));
  return at.length === 1 ? (at[0] as number) : -1;
}

type Spec<K extends TermSpec["kind"]> = Extract<TermSpec, { kind: K }>;

function termConstants(spec: TermSpec, values: readonly Uncertain[], symbols: Symbols): NamedNumber[] {
  switch (spec.kind) {
    case "kinetic":
      return masses(spec, values, symbols);
    case "shape":
      return shapeConstants(spec, values, symbols);
    case "surface":
      return surfaceConstants(spec, values, symbols);
    case "oblate":
      return values.map((value) => oblateConstant(spec.unit, value, symbols));
    case "product":
      return products(spec, values, symbols);
    case "potential":
      return values.map((number, k) => ({ name: `coefficient ${k + 1} of V`, number, unit: symbols.energy() }));
    case "friction":
      return friction(spec, values, symbols);
    case "place-friction":
      return placeFriction(spec, values, symbols);
    case "gyroscopic":
      return gyroscopic(spec, values, symbols);
    case "harmonic":
      return drive(spec, values, symbols);
    case "input": {
      const c = spec.direction.findIndex((x) => x !== 0);
      const { squared } = spec;
      const power = squared === undefined ? 1 : 2;
      return spec.inputs.map((index, k) => ({
        name: `effect of ${squaredText(symbols.names.inputs[index] ?? "", squared, symbols.name(c))} on ${symbols.name(c)}`,
        number: values[k] as Uncertain,
        unit: symbols.energy(
          [symbols.unit(c), squared === "place" ? -2 : -1],
          [symbols.units.inputs[index] ?? "", -power],
        ),
      }));
    }
    default:
      return [];
  }
}

function masses(spec: Spec<"kinetic">, values: readonly Uncertain[], symbols: Symbols): NamedNumber[] {
  const d = Math.sqrt(spec.pattern.length);
  const at = spec.pattern.findIndex((x) => x !== 0);
  const [i, j] = [Math.floor(at / d), at % d];
  const [one, other] = factorsOf(spec.pattern, d).map((row) => symbols.label(row));
  const base = symbols.unit(symbols.base);
  const ratio = [[base, 2] as const, [symbols.unit(i), -1] as const, [symbols.unit(j), -1] as const];
  const { basis, feature } = spec;
  return values.map((number, k): NamedNumber => {
    if (basis?.kind === "constant")
      return {
        name: `mass of ${one} over that of ${symbols.name(symbols.base)}`,
        number,
        unit: unitOf(...ratio),
      };
    if (basis?.kind === "powers" && feature.kind === "linear") {
      const z = feature.coefficients.findIndex((x) => x !== 0);
      const own = symbols.label(feature.coefficients);
      const about = basis.origin === 0 ? own : `(${own} - ${basis.origin})`;
      return {
        name: `mass of ${one}, coefficient of ${about}^${k + 1}`,
        number: times(number, exact(realPower(basis.unit, -k) / (k + 1))),
        unit: unitOf(...ratio, [symbols.unit(z), -k - 1]),
      };
    }
    if (basis?.kind === "sum" && feature.kind === "linear") {
      const own = symbols.label(feature.coefficients);
      const isLength = basis.of.kind === "powers";
      const z = feature.coefficients.findIndex((x) => x !== 0);
      return {
        name: `mass of ${one}, coefficient of ${isLength ? own : `sin(${own})`}^2`,
        number,
        unit: isLength ? unitOf(...ratio, [symbols.unit(z), -2]) : unitOf(...ratio),
      };
    }
    if (basis?.kind === "fourier" && feature.kind === "linear" && d === 1) {
      const order = 1 + (k % basis.orders);
      const wave = `${k < basis.orders ? "cos" : "sin"}(${order === 1 ? "" : `${order} `}${one})`;
      return {
        name: `mass of ${one}, coefficient of ${wave}`,
        number: times(number, exact((k < basis.orders ? -1 : 1) / order)),
        unit: unitOf(...ratio),
      };
    }
    return {
      name: `coupling of ${one} and ${other}`,
      number: k === 0 ? negative(number) : number,
      unit: unitOf(...ratio),
    };
  });
}

/** The rows c and e of a pattern, which is that of (c.v) (e.v): two of the directions of a chain, or twice the same. */
function factorsOf(pattern: readonly number[], d: number): [number[], number[]] {
  const at = pattern.findIndex((x) => x !== 0);
  const [i, j] = [Math.floor(at / d), at % d];
  const row = Array.from({ length: d }, (_, k) => pattern[i * d + k] as number);
  const own = Array.from({ length: d }, (_, k) => (k === i ? 1 : 0));
  // A square has the products of its row in every place; of another pattern the first row, its own place halved, is the other factor.
  const isSquare = i === j && row.every((c, k) => pattern[k * d + k] === (c * c) / (row[i] as number));
  return isSquare ? [row, row] : [own, row.map((c, k) => (k === i ? c / 2 : c))];
}

function products(spec: Spec<"product">, values: readonly Uncertain[], symbols: Symbols): NamedNumber[] {
  return spec.products.map((indices, k) => {
    const waves = spec.factors.flatMap(({ coordinate, basis }, f) => {
      const index = indices[f] as number;
      if (basis.kind !== "fourier" || index < 0) return [];
      return [`${index < basis.orders ? "cos" : "sin"}(${symbols.name(coordinate)})`];
    });
    const powers = spec.factors.map(
      ({ coordinate, basis }, f) => [coordinate, basis.kind === "fourier" ? 0 : (indices[f] as number) + 1] as const,
    );
    const scale =
      spec.factors.reduce((product, { basis }, f) => {
        const n = (indices[f] as number) + 1;
        return n === 0 || basis.kind !== "powers" ? product : (product * realPower(basis.unit, 1 - n)) / n;
      }, spec.scales[k] as number) * (waves.some((wave) => wave.startsWith("cos")) ? -1 : 1);
    const label = powers
      .filter(([, n]) => n > 0)
      .map(([i, n]) => (n === 1 ? symbols.name(i) : `${symbols.name(i)}^${n}`))
      .concat(waves)
      .join(" ");
    return {
      name: `coefficient of ${label}`,
      number: times(values[k] as Uncertain, exact(scale)),
      unit: symbols.energy(...powers.map(([i, n]) => [symbols.unit(i), -n] as const)),
    };
  });
}

function friction(spec: Spec<"friction">, values: readonly Uncertain[], symbols: Symbols): NamedNumber[] {
  const c = spec.directions[0]?.findIndex((x) => x !== 0) ?? 0;
  const power = { dry: 0, viscous: 1, quadratic: 2, cubic: 3 }[spec.law];
  const on = spec.directions.map((row) => symbols.label(row)).join(", ");
  // Of a body with another mass it is no rate at which that body's velocity decays.
  const own = spec.directions.every((row) => symbols.isPerOwnMass(row));
  const of = symbols.several ? ` of ${on}${own ? "" : ` over m of ${symbols.name(symbols.base)}`}` : "";
  const name = spec.law !== "viscous" ? `${spec.law} friction` : own ? "gamma" : "c";
  const powers = [[symbols.unit(c), -1 - power] as const, [symbols.time, power] as const];
  return values.map((number) =>
    spec.law === "viscous"
      ? symbols.perMass(`${name}${of}`, number, `c (friction)${symbols.several ? ` of ${on}` : ""}`, ...powers)
      : { name: `${name}${of}`, number, unit: symbols.energy(...powers) },
  );
}

function placeFriction(
  { direction, feature, basis }: Spec<"place-friction">,
  values: readonly Uncertain[],
  symbols: Symbols,
): NamedNumber[] {
  const c = direction.findIndex((x) => x !== 0);
  const z = feature.kind === "linear" ? symbols.label(feature.coefficients) : "r";
  return values.map((number, k): NamedNumber => {
    if (basis.kind === "sum") {
      const by = feature.kind === "linear" ? feature.coefficients.findIndex((x) => x !== 0) : c;
      // In the plane of a distance and an angle, friction of the angle grows with the distance squared.
      const plane = by !== c;
      const name = plane ? `gamma of ${symbols.name(c)}, over ${z}^2` : "gamma along the path";
      const per = plane ? [[symbols.unit(by), -2] as const] : [];
      return { name, number, unit: symbols.energy([symbols.unit(c), -2], ...per, [symbols.time, 1]) };
    }
    if (basis.kind === "powers") {
      const n = k + 1;
      const about = basis.origin === 0 ? z : `(${z} - ${basis.origin})`;
      return {
        name: `gamma of ${symbols.name(c)}, coefficient of ${about}^${n}`,
        number: times(number, exact(realPower(basis.unit, 1 - n) / n)),
        unit: symbols.energy([symbols.unit(c), -2 - n], [symbols.time, 1]),
      };
    }
    const orders = basis.kind === "fourier" ? basis.orders : values.length;
    const [wave, order] = [k < orders ? "cos" : "sin", 1 + (k % orders)];
    return {
      name: `gamma of ${symbols.name(c)}, coefficient of ${wave}(${order === 1 ? "" : `${order} `}${z})`,
      number: times(number, exact((k < orders ? -1 : 1) / order)),
      unit: symbols.energy([symbols.unit(c), -2], [symbols.time, 1]),
    };
  });
}

function gyroscopic(
  { first, second, lift = false }: Spec<"gyroscopic">,
  values: readonly Uncertain[],
  symbols: Symbols,
): NamedNumber[] {
  const [i, j] = [first, second].map((row) => row.findIndex((x) => x !== 0)) as [number, number];
  const name = `${lift ? "lift" : "gyroscopic force"}${symbols.units.coordinates.length > 2 ? ` of ${symbols.name(i)} and ${symbols.name(j)}` : ""}`;
  const swift = lift ? [[symbols.unit(i), -1] as const, [symbols.time, 1] as const] : [];
  const unit = symbols.energy([symbols.unit(i), -1], [symbols.unit(j), -1], [symbols.time, 1], ...swift);
  return values.map((number) => ({ name, number, unit }));
}

function drive(spec: Spec<"harmonic">, values: readonly Uncertain[], symbols: Symbols): NamedNumber[] {
  const { amplitude, frequency, phase } = harmonicNumbers(values, spec.origin);
  const c = spec.direction.findIndex((x) => x !== 0);
  const on = symbols.several ? ` on ${symbols.name(c)}` : "";
  const kind = spec.factor?.kind;
  const own = kind === "place" || kind === "velocity" ? [[symbols.unit(c), -1] as const] : [];
  const rate = kind === "velocity" ? [[symbols.time, 1] as const] : [];
  return [
    {
      name: `amplitude of the drive${on}`,
      number: amplitude,
      unit: symbols.energy([symbols.unit(c), -1], ...own, ...rate),
    },
    {
      name: `angular frequency of the drive${on}`,
      number: frequency,
      unit: symbols.time === "" ? "" : `rad/${symbols.time}`,
    },
    { name: `phase of the drive${on}`, number: phase, unit: "rad" },
  ];
}
