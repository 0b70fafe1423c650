import {
  type BasisSpec,
  energiesOf,
  type FeatureSpec,
  type LearnedLaw,
  lawFrom,
  splinesOn,
  type TermSpec,
} from "../../../identification/index.js";
import type { Quantity } from "../../../mechanics/index.js";
import { realPower } from "../../../numerics/index.js";
import type { Recording } from "../../recording.js";
import { lessAt, lessTangent, valuesAlong, weightsOf } from "../linear-function.js";
import type { LawModel } from "../model.js";
import { type LawUnits, lawUnits, unitProduct } from "../units.js";
import { formulaForce, formulaPotential } from "./formula-curves.js";

/** A part of a law as a function of one variable, with its standard deviation. */
export interface LawCurve {
  /** Potential energy, a force along a distance, an element of the mass matrix, friction against velocity, a coefficient of friction against place, or a force against time. */
  readonly kind: "potential" | "force" | "mass" | "friction" | "damping" | "drive";
  readonly quantity: Quantity;
  readonly variable: Quantity;
  readonly x: readonly number[];
  readonly y: readonly number[];
  readonly deviation: readonly number[];
  /** The same of the law's formula, where it can be told apart there from the rest of the formula. */
  readonly formula?: readonly number[] | undefined;
  /** Of a potential: it is given less its tangent at the record's mean, because straight parts can be moved from one potential of the law to another. */
  readonly bent?: boolean | undefined;
  /** Some values of the variable along the record. */
  readonly visited: readonly number[];
}

/** The potential energy over two coordinates. */
export interface EnergyMap {
  readonly variables: readonly [Quantity, Quantity];
  readonly unit: string;
  readonly x: readonly number[];
  readonly y: readonly number[];
  /** Energy at rest less the smallest, by y and x. */
  readonly values: readonly (readonly number[])[];
  readonly path: { readonly x: readonly number[]; readonly y: readonly number[] };
}

const POINTS = 121;
const MAP_POINTS = 41;
/** Rows that are taken for where the record has been; what is shown beyond its range, relative to it. */
const [MARKS, BEYOND] = [400, 0.08];

/** A law with what its curves need to know. */
interface Drawn {
  readonly model: LawModel;
  readonly units: LawUnits;
  /** Of the terms. */
  readonly offsets: readonly number[];
  /** Of the coordinates that move. */
  readonly names: readonly string[];
  readonly positionUnits: readonly string[];
  /** Where they are at some rows, [rows][active]. */
  readonly seen: readonly (readonly number[])[];
  readonly formula?: LearnedLaw | undefined;
}

/** All that can be drawn of a law against one variable, and the map of the energy where there are two coordinates. */
export function lawCurves(
  record: Recording,
  model: LawModel,
  formula?: LearnedLaw,
): { curves: LawCurve[]; map?: EnergyMap } {
  const units = lawUnits(record);
  const { law, active } = model;
  const drawn: Drawn = {
    model,
    units,
    offsets: lawFrom(law.dimension, law.terms, () => {}, law.inputs).offsets,
    names: active.map((c) => record.space.coordinates[c]?.position.name ?? ""),
    positionUnits: active.map(units.position),
    seen: rowsSeen(record, active),
    ...(formula === undefined ? {} : { formula }),
  };
  const map = energyMap(drawn);
  return {
    curves: [
      ...potentials(drawn),
      ...masses(drawn),
      ...frictions(drawn),
      ...dampings(drawn),
      ...smoothForces(drawn, record),
    ],
    ...(map === undefined ? {} : { map }),
  };
}

/** Potentials, and along distances forces, which are what one compares with 1/r^2. */
function potentials(drawn: Drawn): LawCurve[] {
  const { model, units, offsets } = drawn;
  const groups = new Map<string, { feature: FeatureSpec; terms: { first: number; basis: BasisSpec }[] }>();
  model.law.terms.forEach((spec, t) => {
    if (spec.kind !== "potential") return;
    const key = JSON.stringify(spec.feature);
    const group = groups.get(key) ?? { feature: spec.feature, terms: [] };
    group.terms.push({ first: offsets[t] as number, basis: spec.basis });
    groups.set(key, group);
  });
  const shared = [...groups.values()].some(
    ({ feature }) => feature.kind === "linear" && feature.coefficients.filter((e) => e !== 0).length > 1,
  );
  return [...groups.values()].map(({ feature, terms }): LawCurve => {
    const variable = variableOf(drawn, feature);
    const { x, visited } = rangeOf(drawn, feature);
    if (feature.kind === "distance") {
      const force = valuesAlong(model, x, weightsOf(terms, "slope", -1));
      const unit = unitProduct([units.energy, 1], [variable.unit, -1]);
      const own = formulaForce(drawn, feature, x);
      return { kind: "force", quantity: { name: "F", unit }, variable, x, ...force, ...own, visited };
    }
    const weights = weightsOf(terms, "value");
    const quantity = { name: "V", unit: units.energy };
    if (shared) {
      const mean = visited.reduce((sum, z) => sum + z / visited.length, 0);
      const bent = lessTangent(mean, weights, weightsOf(terms, "slope"));
      return { kind: "potential", quantity, variable, x, ...valuesAlong(model, x, bent), bent: true, visited };
    }
    const heights = valuesAlong(model, x, weights).y;
    const lowest = x[heights.indexOf(Math.min(...heights))] as number;
    const values = valuesAlong(model, x, lessAt(lowest, weights));
    const own = formulaPotential(drawn, feature, x, lowest);
    return { kind: "potential", quantity, variable, x, ...values, ...own, visited };
  });
}

/** Elements of the mass matrix that depend on place. */
function masses(drawn: Drawn): LawCurve[] {
  const { model, names, offsets } = drawn;
  const patterns = new Map<string, [number, Extract<TermSpec, { kind: "kinetic" }>][]>();
  model.law.terms.forEach((spec, t) => {
    if (spec.kind !== "kinetic") return;
    const key = JSON.stringify(spec.pattern);
    patterns.set(key, [...(patterns.get(key) ?? []), [t, spec]]);
  });
  return [...patterns.values()].flatMap((group): LawCurve[] => {
    const varying = group.find(([, { basis }]) => basis !== undefined && basis.kind !== "constant");
    if (varying === undefined) return [];
    const [, { feature, pattern }] = varying;
    const at = pattern.findIndex((e) => e !== 0);
    const [i, j] = [Math.floor(at / names.length), at % names.length];
    const { x, visited } = rangeOf(drawn, feature);
    const terms = group.flatMap(([t, { basis }]) =>
      basis === undefined ? [] : [{ first: offsets[t] as number, basis }],
    );
    const constant = group.reduce((sum, [, spec]) => sum + spec.constant, 0);
    const values = valuesAlong(model, x, weightsOf(terms, "value"), constant);
    const quantity = { name: i === j ? `m_${names[i]}` : `m_${names[i]}_${names[j]}`, unit: massUnit(drawn, i, j) };
    return [{ kind: "mass", quantity, variable: variableOf(drawn, feature), x, ...values, visited }];
  });
}

/** Friction on a coordinate against its velocity, all others at rest. */
function frictions({ model, names, offsets, units, positionUnits }: Drawn): LawCurve[] {
  const { law } = model;
  const all = law.terms.flatMap((spec, t) => (spec.kind === "friction" ? [{ spec, first: offsets[t] as number }] : []));
  const together = all.length > 0 && all.every(({ spec: { directions } }) => directions.length > 1);
  return names.flatMap((name, i): LawCurve[] => {
    const own = all.filter(({ spec: { directions } }) => directions.some((direction) => direction[i] !== 0));
    // What acts on a body the same way in every direction is drawn once.
    if (own.length === 0 || (together && own.every(({ spec: { directions } }) => directions[0]?.[i] === 0))) return [];
    const most = 2 * (law.spreads[names.length + i] as number);
    const x = spaced(-most, most, POINTS);
    const values = valuesAlong(model, x, (v, into) => {
      for (const { spec, first } of own) {
        const size =
          spec.law === "dry"
            ? 1 / Math.hypot(v, spec.smoothing)
            : realPower(Math.abs(v), { viscous: 0, quadratic: 1, cubic: 2 }[spec.law]);
        into[first] = (into[first] as number) - v * size;
      }
    });
    const position = positionUnits[i] as string;
    const variable = { name: together ? "speed" : `v_${name}`, unit: unitProduct([position, 1], [units.time, -1]) };
    const quantity = { name: "F", unit: unitProduct([units.energy, 1], [position, -1]) };
    return [{ kind: "friction", quantity, variable, x, ...values, visited: [] }];
  });
}

/** A smooth force of time along the record. */
function smoothForces(
  { model, names, offsets, units, positionUnits }: Drawn,
  { time, motions }: Recording,
): LawCurve[] {
  return model.law.terms.flatMap((spec, t): LawCurve[] => {
    if (spec.kind !== "time") return [];
    const first = offsets[t] as number;
    const ends = motions.flatMap(({ times }) => [times[0] as number, times.at(-1) as number]);
    const x = spaced(Math.min(...ends), Math.max(...ends), POINTS);
    const splines = splinesOn(spec.knots);
    const values = valuesAlong(model, x, (at, into) => splines(at, into.subarray(first, first + spec.knots.length)));
    const i = spec.direction.findIndex((e) => e !== 0);
    const quantity = { name: `F_${names[i]}`, unit: unitProduct([units.energy, 1], [positionUnits[i] as string, -1]) };
    return [{ kind: "drive", quantity, variable: time, x, ...values, visited: [] }];
  });
}

/** Viscous friction that depends on place, with the part that does not. */
function dampings(drawn: Drawn): LawCurve[] {
  const { model, names, offsets, units } = drawn;
  return model.law.terms.flatMap((spec, t): LawCurve[] => {
    if (spec.kind !== "place-friction") return [];
    const { x, visited } = rangeOf(drawn, spec.feature);
    const i = spec.direction.findIndex((e) => e !== 0);
    const quantity = {
      name: `gamma_${names[i]}`,
      unit: unitProduct([massUnit(drawn, i, i), 1], [units.time, -1]),
    };
    const constant = model.law.terms.flatMap((other, k) =>
      other.kind === "friction" &&
      other.law === "viscous" &&
      other.directions.length === 1 &&
      other.directions[0]?.every((e, c) => (e !== 0) === (c === i))
        ? [{ first: offsets[k] as number, basis: { kind: "constant" } as const }]
        : [],
    );
    const terms = [...constant, { first: offsets[t] as number, basis: spec.basis }];
    const values = valuesAlong(model, x, weightsOf(terms, "value"));
    return [{ kind: "damping", quantity, variable: variableOf(drawn, spec.feature), x, ...values, visited }];
  });
}

function energyMap({ model, units, names, positionUnits, seen }: Drawn): EnergyMap | undefined {
  const { law, energyScale } = model;
  if (law.dimension !== 2) return undefined;
  const column = (i: number) => seen.map((q) => q[i] as number);
  const [x, y] = [spaced(...roomy(column(0)), MAP_POINTS), spaced(...roomy(column(1)), MAP_POINTS)];
  const states = y.flatMap((b) => x.flatMap((a) => [a, b, 0, 0]));
  const energies = energiesOf(law, Float64Array.from(states)).map((value) => energyScale * value);
  const least = energies.reduce((low, value) => Math.min(low, value), Number.POSITIVE_INFINITY);
  const quantity = (i: number) => ({ name: names[i] as string, unit: positionUnits[i] as string });
  return {
    variables: [quantity(0), quantity(1)],
    unit: units.energy,
    x,
    y,
    values: y.map((_, k) => x.map((_, l) => (energies[k * MAP_POINTS + l] as number) - least)),
    path: { x: column(0), y: column(1) },
  };
}

/** Unit of an element of the mass matrix: energy over two velocities. */
function massUnit({ units, positionUnits }: Drawn, i: number, j: number): string {
  return unitProduct(
    [units.energy, 1],
    [units.time, 2],
    [positionUnits[i] as string, -1],
    [positionUnits[j] as string, -1],
  );
}

function variableOf({ names, positionUnits }: Drawn, feature: FeatureSpec): Quantity {
  const rows = feature.kind === "linear" ? [feature.coefficients] : feature.components;
  const unit = positionUnits[(rows[0] as readonly number[]).findIndex((e) => e !== 0)] ?? "";
  if (feature.kind === "linear") {
    const parts = feature.coefficients.flatMap((e, i) => (e === 0 ? [] : [{ e, name: names[i] as string }]));
    const text = parts.map(({ e, name }, k) => `${e < 0 ? (k > 0 ? " − " : "−") : k > 0 ? " + " : ""}${name}`).join("");
    return { name: text, unit };
  }
  const of = (sign: number) => rows.flatMap((row) => row.flatMap((e, i) => (sign * e > 0 ? [names[i] as string] : [])));
  const between = of(-1).length > 0 ? ` between (${of(1).join(", ")}) and (${of(-1).join(", ")})` : "";
  return { name: `r${between}`, unit };
}

function rangeOf({ seen }: Drawn, feature: FeatureSpec): { x: number[]; visited: number[] } {
  const along = (row: readonly number[], q: readonly number[]) =>
    row.reduce((sum, e, i) => sum + e * (q[i] as number), 0);
  const visited = seen.map((q) =>
    feature.kind === "linear"
      ? along(feature.coefficients, q)
      : Math.hypot(...feature.components.map((row, k) => along(row, q) - (feature.origin[k] as number))),
  );
  return { x: spaced(...roomy(visited), POINTS), visited };
}

/** Positions of the coordinates that move at an even selection of all rows. */
function rowsSeen({ motions, space: { dimension: d } }: Recording, active: readonly number[]): number[][] {
  const most = Math.max(1, Math.floor(MARKS / motions.length));
  return motions.flatMap(({ times, positions }) => {
    const count = Math.min(most, times.length);
    return Array.from({ length: count }, (_, k) => Math.round((k * (times.length - 1)) / Math.max(1, count - 1))).map(
      (i) => active.map((c) => positions[i * d + c] as number),
    );
  });
}

function roomy(values: readonly number[]): [number, number] {
  const [low, high] = [Math.min(...values), Math.max(...values)];
  const room = BEYOND * (high - low) || 1;
  return [low - room, high + room];
}
const spaced = (low: number, high: number, count: number) =>
  Array.from({ length: count }, (_, i) => low + ((high - low) * i) / (count - 1));
