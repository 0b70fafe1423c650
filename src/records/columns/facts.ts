import { isNameless, type Table, type TableColumn } from "../tables/table.js";
import { type Kind, type Meaning, meaningOf } from "./meaning.js";
import { velocityNames } from "./names.js";
import { type ColumnSample, sampleColumns } from "./sample.js";
import { withSuffixUnit } from "./units/suffixes.js";
import { parseUnit, type Unit, unitSymbol } from "./units/units.js";

/** A column with what its heading says and its first rows hold. */
export interface ColumnFacts extends ColumnSample {
  readonly index: number;
  readonly column: TableColumn;
  /** What the unit as written means; undefined where there is none or it is not known. */
  readonly unit: Unit | undefined;
  readonly meaning: Meaning;
  /** Of the numbers. */
  readonly minimum: number;
  readonly maximum: number;
  /** Numbers that stand for missing ones, since they lie far beyond all others. */
  readonly sentinels: readonly number[];
}

/** Numbers that programs write for missing ones. */
const SENTINELS = [
  -1e30, -1e20, -99999, -9999, -9999.9, -999.99, -999.9, -999, 999, 999.9, 9999, 99999, 1e20, 1e30,
  9.969209968386869e36,
];

/** Looks at the headings and first rows of a table. */
export async function columnFacts(table: Table): Promise<ColumnFacts[]> {
  const samples = await sampleColumns(table);
  const beside = meaningsBeside(table, samples);
  return table.columns.map((written, index) => {
    const suffixed = withSuffixUnit(written);
    const column = { ...suffixed, unit: unitSymbol(suffixed.unit) };
    const unit = unitOf(column);
    const sample = samples[index] as ColumnSample;
    const [minimum, maximum] = rangeOf(sample.values);
    const reach = 2 * Math.max(maximum - minimum, Math.abs(minimum), Math.abs(maximum));
    const sentinels = SENTINELS.filter((value) => value < minimum - reach || value > maximum + reach);
    const values = sample.values.map((value) => (sentinels.includes(value) ? Number.NaN : value));
    return {
      ...sample,
      values,
      index,
      column,
      unit,
      meaning: beside(column, index) ?? meaningOf(column.name, unit),
      minimum,
      maximum,
      sentinels,
    };
  });
}

/** What columns are by the others of their table and its name, whatever they are called; undefined where these do not tell. */
function meaningsBeside(table: Table, samples: readonly ColumnSample[]) {
  const { columns } = table;
  const numbered = areNumbered(columns);
  // Axes that have velocities beside them, or of which one is missing, are those of a place, whatever the file is called.
  const axes = columns.filter(({ name }) => /^[xyz]$/i.test(name));
  const rated = axes.some(({ name }) => columns.some((other) => velocityNames(name).includes(other.name)));
  const sensed = axes.length === 3 && !rated;
  const gyroscope = isMotionChip(columns);
  const boxed = [...BOX, ...PLACED].every((part) => columns.some(({ name }) => part.test(name)));
  const posed = isPose(columns);
  const lettered = arePoints(columns);
  const other: Meaning = { kind: "other", subject: "" };
  return (column: TableColumn, index: number): Meaning | undefined => {
    const { name } = column;
    if (isNameless(name) && samples.some((sample, i) => i < index && isSame(sample, samples[index] as ColumnSample)))
      return other;
    if (posed && POSED.test(name)) return { kind: "position", subject: name.toLowerCase() };
    if (lettered && POINT.test(name)) return { kind: "position", subject: name.toLowerCase().replace("_", "") };
    if (numbered) return { kind: "unknown", subject: "" };
    // As catalogues of astronomy head them.
    if (/^e_./.test(name) && columns.some((measured) => measured.name === name.slice(2)))
      return { kind: "uncertainty", subject: name.slice(2) };
    if (boxed && BOX.some((size) => size.test(name))) return other;
    return sensed ? ofSensor(table.name, column) : gyroscope ? ofChip(column) : undefined;
  };
}

/** Rows from which on two columns with the same numbers are one: circuit simulators write the times again before every quantity. */
const REPEATED = 8;
const isSame = ({ values: a }: ColumnSample, { values: b }: ColumnSample): boolean =>
  a.length >= REPEATED && a.length === b.length && a.some((x) => x !== a[0]) && a.every((x, i) => Object.is(x, b[i]));

/** Least and largest number that may be no sentinel. */
function rangeOf(values: Float64Array): [number, number] {
  let [minimum, maximum] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const value of values) {
    if (SENTINELS.includes(value)) continue;
    if (value < minimum) minimum = value;
    if (value > maximum) maximum = value;
  }
  return minimum <= maximum ? [minimum, maximum] : [0, 0];
}

/** What R, MATLAB and spreadsheets call columns that have no names: V1, Var1, X1, Column1. */
const NUMBERED = /^(V|Var|X|Column|Col|Spalte|Colonne|Columna)\s?(\d+)$/;

/** Whether the columns only count themselves, from 1. */
function areNumbered(columns: readonly TableColumn[]): boolean {
  const named = columns.filter(({ name }) => name !== "");
  const stem = NUMBERED.exec(named[0]?.name ?? "")?.[1];
  if (stem === undefined || named.length < 2) return false;
  // x1, x2 and so on are coordinates, X1 beside a time is no mere number.
  return named.every(({ name, unit }, i) => {
    const match = NUMBERED.exec(name);
    return unit === "" && match?.[1] === stem && Number(match[2]) === i + 1;
  });
}

/** Width and height of the box around what a program follows in a film. */
const BOX = [/^(bbox[_ ]?)?w(idth)?$/i, /^(bbox[_ ]?)?h(eight)?$/i] as const;
const PLACED = [
  /^(bbox[_ ]?)?((c|cent(er|re)[_ ]?)?x|left|x[_ ]?min|x1)$/i,
  /^(bbox[_ ]?)?((c|cent(er|re)[_ ]?)?y|top|y[_ ]?min|y1)$/i,
] as const;

/** A place px, py, pz beside a quaternion, as poses are written. */
const POSED = /^p_?[xyz]$/i;
const isPose = (columns: readonly TableColumn[]) =>
  columns.filter(({ name }) => POSED.test(name)).length === 3 &&
  columns.filter(({ name }) => /^q_?[wxyz]$/i.test(name)).length === 4;

/** Points of a plane by letters: px, py, ax, ay, bx, by. */
const POINT = /^([a-z])_?([xy])$/i;
/** Letters that stand for momenta, velocities, accelerations, forces, rates, fields and differences, and those of coordinates. */
const QUANTITY = /^[pvawfgmdqrsutcx]$/i;

/**
 * Whether columns are points by letters, of which some could stand for momenta or accelerations: there are none of anything else, and some letter is that of no quantity. Without axes of their own, and in the plane: of three axes
 * they may be fields and rates.
 */
function arePoints(columns: readonly TableColumn[]): boolean {
  const axes = new Map<string, Set<string>>();
  for (const { name } of columns) {
    if (/^.?_?[z]$|^[xyq]$/i.test(name)) return false;
    const [, letter, axis] = POINT.exec(name.toLowerCase()) ?? [];
    if (letter !== undefined && axis !== undefined) axes.set(letter, (axes.get(letter) ?? new Set()).add(axis));
  }
  const letters = [...axes.keys()];
  return (
    letters.length > 1 &&
    letters.every((letter) => axes.get(letter)?.size === 2) &&
    letters.some((letter) => !QUANTITY.test(letter))
  );
}

const GRAVITY: Unit = { factor: 9.80665, dimensions: { length: 1, time: -2 } };

/** The unit as written; a g of an acceleration is no gram. */
function unitOf({ name, unit }: TableColumn): Unit | undefined {
  return /^g$/i.test(unit) && meaningOf(name, undefined).kind === "acceleration" ? GRAVITY : parseUnit(unit);
}

/** Files of telephones that are named after a sensor, whose axes alone are the columns' names. */
const SENSORS: readonly (readonly [file: RegExp, kind: Kind])[] = [
  [/gyro/i, "angular velocity"],
  [/accel|gravity/i, "acceleration"],
  [/magnet/i, "other"],
];

/** Axes of a chip that measures accelerations and rates of turning: ax, ay, az beside gx, gy, gz. */
const [PUSHED, TURNED] = [/^a(cc)?_?([xyz])$/i, /^g(yr)?_?([xyz])$/i];
const isMotionChip = (columns: readonly TableColumn[]) =>
  [PUSHED, TURNED].every((axis) => columns.filter(({ name }) => axis.test(name)).length === 3);

function ofChip({ name, unit }: TableColumn): Meaning | undefined {
  const axis = TURNED.exec(name)?.[2];
  return axis === undefined || unit !== "" ? undefined : { kind: "angular velocity", subject: axis.toLowerCase() };
}

function ofSensor(file: string, { name, unit }: TableColumn): Meaning | undefined {
  const kind = SENSORS.find(([pattern]) => pattern.test(file.replace(/^.*[\\/]/, "")))?.[1];
  return kind !== undefined && unit === "" && /^[xyz]$/i.test(name) ? { kind, subject: name.toLowerCase() } : undefined;
}
