import type { CoordinateColumns } from "../coordinate-columns.js";
import type { ColumnFacts } from "../facts.js";
import { FACTOR_TOLERANCE, KNOWN_FACTORS } from "../score.js";
import type { Witness } from "../witness.js";
import { countsOfTurn } from "../wrapped.js";
import { anglesInDegrees } from "./angles.js";
import { measures, parseUnit, sameDimensions, timesPower, type Unit } from "./units.js";

/** What a number of a column is multiplied by, and the unit that it then has. */
export interface Conversion {
  readonly factor: number;
  /** "" where nothing is known. */
  readonly unit: string;
}

/** The conversions of a coordinate's columns to the units of the record. */
export interface CoordinateConversions {
  readonly position: Conversion;
  readonly momentum?: Conversion | undefined;
  readonly velocity?: Conversion | undefined;
  readonly force?: Conversion | undefined;
  readonly acceleration?: Conversion | undefined;
}

export interface Conversions {
  readonly coordinates: readonly CoordinateConversions[];
  /** What is converted and why, for people. */
  readonly notes: readonly string[];
}

const RADIAN = parseUnit("rad") as Unit;

/** A column of an encoder's counts as an angle in parts of a turn. */
const countedAngle = (column: ColumnFacts, turn: number): ColumnFacts => ({
  ...column,
  meaning: { ...column.meaning, kind: "angle" },
  unit: { ...RADIAN, factor: (2 * Math.PI) / turn },
});

/** From this share on a factor that the headings do not explain is believed. */
const CLEAR = 0.9;

/**
 * One coherent set of units: the time's own, radians, the first length's own; velocities are those divided by the time. A velocity
 * that the record shows to be another multiple of the rate of change is converted and named.
 */
export function conversionsOf(
  facts: readonly ColumnFacts[],
  coordinates: readonly CoordinateColumns[],
  timeUnit: string,
  witness: Witness,
): Conversions {
  const time = parseUnit(timeUnit);
  const lengthText = coordinates
    .map((c) => facts[c.position] as ColumnFacts)
    .find(({ unit }) => unit !== undefined && measures(unit, "length"))?.column.unit;
  const notes: string[] = [];
  // Beside a velocity in radians an angle in degrees needs no further evidence, and is none for others.
  const besideRadians = coordinates.map(
    ({ position, velocity }) =>
      velocity !== undefined &&
      looksLikeDegrees(facts[position] as ColumnFacts, facts[velocity] as ColumnFacts, witness),
  );
  const counts = coordinates.map((c) => countsOfTurn(facts[c.position] as ColumnFacts));
  const undecided = coordinates
    .filter((_, i) => !besideRadians[i] && counts[i] === undefined)
    .map((c) => facts[c.position] as ColumnFacts);
  const swinging = anglesInDegrees(undecided, notes);
  const converted = coordinates.map((c, i): CoordinateConversions => {
    const column = facts[c.position] as ColumnFacts;
    const turn = counts[i];
    const q = turn === undefined ? column : countedAngle(column, turn);
    if (besideRadians[i] && turn === undefined) {
      const v = facts[c.velocity as number] as ColumnFacts;
      notes.push(
        `${v.column.name} is 0.01745 times the rate of change of ${q.column.name} in the record, as of degrees beside radians; ${q.column.name} is brought to radians`,
      );
      const factor = Math.PI / 180;
      const [position, velocity] = [
        { factor, unit: "rad" },
        { factor: 1, unit: v.column.unit },
      ];
      const acceleration = c.acceleration === undefined ? undefined : { factor: 1, unit: "" };
      return { position, velocity, acceleration, force: acceleration };
    }
    const degrees = swinging[undecided.indexOf(column)] === true;
    const base = degrees ? { text: "rad", unit: RADIAN } : baseUnit(q, lengthText);
    const own = degrees ? Math.PI / 180 : q.unit?.factor;
    if (turn !== undefined) notes.push(`${q.column.name} counts ${turn} steps a turn and is brought to radians`);
    const position = {
      factor: base.unit === undefined || own === undefined ? 1 : own / base.unit.factor,
      unit: base.text,
    };
    if (position.factor !== 1 && !degrees && turn === undefined)
      notes.push(`${q.column.name} converted from ${q.column.unit} to ${base.text}`);
    const rate = (order: 1 | 2) => rateUnit(base, timeUnit, time, order);
    const convert = (index: number | undefined, target: Target, silent = false): Conversion | undefined => {
      if (index === undefined) return undefined;
      const column = facts[index] as ColumnFacts;
      const conversion = toTarget(column, target, position.factor);
      if (!silent && conversion.factor !== 1 && column.unit !== undefined && conversion.unit !== column.column.unit)
        notes.push(`${column.column.name} converted from ${column.column.unit} to ${conversion.unit}`);
      return conversion;
    };
    const velocity =
      c.velocity === undefined
        ? undefined
        : checked(
            q,
            facts[c.velocity] as ColumnFacts,
            { text: timeUnit, unit: time },
            witness,
            convert(c.velocity, rate(1)),
            notes,
          );
    const momentum =
      c.momentum === undefined
        ? undefined
        : momentumConversion(facts[c.momentum] as ColumnFacts, rate(1), base, time, timeUnit, position.factor, notes);
    const acceleration = convert(c.acceleration, rate(2), c.acceleration === undefined);
    const force =
      c.momentum === undefined
        ? acceleration
        : forceConversion(c.force === undefined ? undefined : facts[c.force], momentum, time, timeUnit);
    return { position, velocity, momentum, acceleration, force };
  });
  return { coordinates: converted, notes };
}

/** Whether an angle without a unit is in degrees, since its velocity is that of radians. */
function looksLikeDegrees(q: ColumnFacts, v: ColumnFacts, witness: Witness): boolean {
  if (q.meaning.kind !== "angle" || q.unit !== undefined) return false;
  const evidence = witness.rate(q.index, v.index);
  if (evidence === undefined || !evidence.determined || evidence.share < CLEAR) return false;
  return Math.abs((evidence.factor * 180) / Math.PI - 1) < FACTOR_TOLERANCE / 2;
}

interface Target {
  readonly text: string;
  /** Undefined where it is not known. */
  readonly unit: Unit | undefined;
}

function baseUnit({ unit, column, meaning }: ColumnFacts, length: string | undefined): Target {
  if (unit === undefined) return { text: column.unit, unit: undefined };
  if (measures(unit, "angle") && meaning.kind !== "position") return { text: "rad", unit: parseUnit("rad") };
  if (measures(unit, "length") && length !== undefined) return { text: length, unit: parseUnit(length) };
  return { text: column.unit, unit };
}

function rateUnit({ text, unit }: Target, timeText: string, time: Unit | undefined, order: 1 | 2): Target {
  const power = order === 1 ? "" : "²";
  // Without a unit of the times, seconds, if the rates have one at all.
  const per = time ?? parseUnit("s");
  return {
    text: text === "" ? "" : `${text}/${timeText === "" ? "s" : timeText}${power}`,
    unit:
      unit === undefined || per === undefined || (timeText !== "" && time === undefined)
        ? undefined
        : timesPower(unit, per, -order),
  };
}

/** `own`: factor of the position, which a rate without a unit shares. */
function toTarget({ unit, column }: ColumnFacts, target: Target, own: number): Conversion {
  if (unit !== undefined && target.unit !== undefined && sameDimensions(unit, target.unit)) {
    const factor = unit.factor / target.unit.factor;
    return Math.abs(factor - 1) < 1e-12 ? { factor: 1, unit: column.unit } : { factor, unit: target.text };
  }
  return {
    factor: column.unit === "" ? own : 1,
    unit: column.unit === "" ? (own === 1 ? "" : target.text) : column.unit,
  };
}

/** Holds a velocity against the record. */
function checked(
  q: ColumnFacts,
  v: ColumnFacts,
  { text: timeUnit, unit: time }: Target,
  witness: Witness,
  conversion: Conversion | undefined,
  notes: string[],
): Conversion | undefined {
  if (conversion === undefined) return undefined;
  const evidence = witness.rate(q.index, v.index);
  if (evidence === undefined || !evidence.determined || evidence.share < CLEAR) return conversion;
  const declared =
    q.unit === undefined || v.unit === undefined ? 1 : q.unit.factor / (time?.factor ?? 1) / v.unit.factor;
  const ratio = evidence.factor / declared;
  if (Math.abs(ratio - 1) < FACTOR_TOLERANCE) return conversion;
  const near = (factor: number) => Math.abs(ratio / factor - 1);
  const [known, cause] = KNOWN_FACTORS.find(([factor]) => near(factor) < FACTOR_TOLERANCE / 2) ?? [ratio, ""];
  const perSecond = 1 / (time?.factor ?? 1);
  if (
    q.unit === undefined &&
    near(perSecond) < FACTOR_TOLERANCE / 2 &&
    (cause === "" || near(perSecond) <= near(known))
  ) {
    notes.push(
      `${v.column.name} is per second, as the record shows, and is divided by ${Number(perSecond.toPrecision(4))}: times, and so the law, are in ${timeUnit}`,
    );
    return { factor: conversion.factor / perSecond, unit: conversion.unit };
  }
  const number = Number(known.toPrecision(4));
  notes.push(
    `${v.column.name} is ${number} times the rate of change of ${q.column.name} in the record${cause === "" ? ", which no heading explains" : `, as of ${cause}`}; it is divided by ${number}`,
  );
  return { factor: conversion.factor / known, unit: conversion.unit };
}

/** Momenta keep their unit of mass: that of the file, or kg. */
function momentumConversion(
  p: ColumnFacts,
  rate: Target,
  base: Target,
  time: Unit | undefined,
  timeText: string,
  own: number,
  notes: string[],
): Conversion {
  const plain = { factor: 1, unit: p.column.unit };
  if (p.unit === undefined || rate.unit === undefined || base.unit === undefined) return plain;
  if (sameDimensions(p.unit, rate.unit)) return toTarget(p, rate, own);
  const angular = measures(base.unit, "angle");
  const length = angular ? 2 : 1;
  const matches = p.unit.dimensions.mass === 1 && p.unit.dimensions.length === length && p.unit.dimensions.time === -1;
  if (!matches) return plain;
  // An angular momentum in kg m²/s is conjugate to radians whatever the unit of length.
  const size = angular ? 1 / (time?.factor ?? 1) : base.unit.factor / (time?.factor ?? 1);
  const mass = p.unit.factor / size;
  if ([1, 1e-3, 1e-6, 1e3].some((known) => Math.abs(mass / known - 1) < 1e-9)) return plain;
  const unit = angular ? `kg m²/${timeText === "" ? "s" : timeText}` : `kg ${rate.text}`;
  notes.push(`${p.column.name} converted from ${p.column.unit} to ${unit}`);
  return { factor: mass, unit };
}

function forceConversion(
  force: ColumnFacts | undefined,
  momentum: Conversion | undefined,
  time: Unit | undefined,
  timeText: string,
): Conversion | undefined {
  if (force === undefined || momentum === undefined) return undefined;
  const target = parseUnit(momentum.unit);
  if (force.unit === undefined || target === undefined) return { factor: momentum.factor, unit: force.column.unit };
  const rate = timesPower(target, time ?? { factor: 1, dimensions: { time: 1 } }, -1);
  return toTarget(force, { text: `${momentum.unit}/${timeText}`, unit: rate }, momentum.factor);
}
