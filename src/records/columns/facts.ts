import type { Table, TableColumn } from "../tables/table.js";
import { parseHeading } from "../tables/text/heading.js";
import { type Meaning, meaningOf } from "./meaning.js";
import { type ColumnSample, sampleColumns } from "./sample.js";
import { measures, parseUnit, sameDimensions, type Unit, unitSymbol } from "./units.js";

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
  return table.columns.map((written, index) => {
    const suffixed = withSuffixUnit(written);
    const column = { ...suffixed, unit: unitSymbol(suffixed.unit) };
    const unit = parseUnit(column.unit);
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
      meaning: meaningOf(column.name, unit),
      minimum,
      maximum,
      sentinels,
    };
  });
}

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

/** Times whose name is their unit: what a microcontroller's clock is called. */
const NAMED_TIMES: readonly (readonly [unit: string, name: RegExp])[] = [
  ["ms", /^(millis(econds)?|msecs?|ms)(\(\))?$/i],
  ["us", /^(micros(econds)?|usecs?|us|µs)(\(\))?$/i],
  ["s", /^(seconds|secs?)$/i],
  ["min", /^minutes$/i],
];

/** "time_s", "x_mm" and "omega_rad_s": units that stand in a name, where they are units of what the name means. */
function withSuffixUnit(column: TableColumn): TableColumn {
  if (column.unit !== "") return column;
  const time = NAMED_TIMES.find(([, name]) => name.test(column.name));
  if (time !== undefined) return { ...column, unit: time[0] };
  const match = /^(.+?)_((?:[a-zµ]{1,4})(?:_?(?:per_?)?[a-z]{1,3}2?)?)$/.exec(column.name);
  const [, base = "", suffix = ""] = match ?? [];
  if (match === null) return column;
  for (const text of [suffix, suffix.replace(/_(?:per_?)?/, "/"), suffix.replace(/^mps$/, "m/s")]) {
    const unit = parseUnit(text);
    if (unit === undefined) continue;
    const { kind } = meaningOf(base, undefined);
    const expected = UNITS_OF[kind];
    const pixels = kind === "position" && measures(unit, "pixel");
    if (!pixels && (expected === undefined || !sameDimensions(unit, parseUnit(expected) as Unit))) continue;
    return {
      ...parseHeading(base),
      unit: text,
      heading: column.heading ?? column.name,
      ...(column.group === undefined ? {} : { group: column.group }),
    };
  }
  return column;
}

const UNITS_OF: Readonly<Record<string, string>> = {
  time: "s",
  position: "m",
  angle: "rad",
  velocity: "m/s",
  "angular velocity": "rad/s",
  acceleration: "m/s2",
  "angular acceleration": "rad/s2",
  force: "N",
};
