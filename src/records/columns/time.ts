import { UserError } from "../../base/errors.js";
import { usualStep } from "../../numerics/index.js";
import {
  type Cell,
  type CountedTime,
  cellError,
  isNameless,
  missingNumber,
  namelessColumn,
  type Table,
} from "../tables/table.js";
import { readInstant } from "../tables/text/instants.js";
import { isMissing } from "../tables/text/numbers.js";
import type { ColumnFacts } from "./facts.js";
import { measures, type Unit } from "./units/units.js";

/** How the times of a table are read. */
export interface TimeScale {
  /** Undefined: rows are counted. */
  readonly column: number | undefined;
  readonly name: string;
  readonly unit: string;
  /** What was decided, for people. */
  readonly notes: readonly string[];
  /** The time of a row, of which `row` were before; throws `MissingNumber` where there is none. */
  read(cell: Cell, place: number, row: number): number;
}

const SECONDS: Readonly<Record<CountedTime["unit"], number>> = {
  d: 86_400,
  h: 3600,
  min: 60,
  s: 1,
  ms: 1e-3,
  us: 1e-6,
  ns: 1e-9,
};

/** How likely a column holds the times; undefined where it cannot. `motions`: which one each row belongs to. */
export function timeScore(facts: ColumnFacts, motions?: readonly string[]): number | undefined {
  const { column, meaning, unit, values, numbers, instants, texts, minimum, maximum } = facts;
  if (meaning.kind === "period" || numbers + instants === 0 || texts > numbers + instants) return undefined;
  const { steps, ascending, restarts, even } = stepsOf(values, motions);
  if (values.length > 2 && (!(maximum > minimum) || ascending < 0.8 * steps) && !(steps > 0 && ascending === 0))
    return undefined;
  const named = meaning.kind === "time" || calendarUnit(facts) !== "";
  const exact = /^(t|time|zeit|temps|tiempo|tempo)$/i.test(column.name);
  // Days count finer than the dates beside them, and in the unit of the other columns.
  const julian = JULIAN.test(column.name) && instants === 0;
  const unitScore = unit === undefined ? 0 : measures(unit, "time") ? 2 : measures(unit, "count") ? -1 : -8;
  const counter = meaning.kind === "counter" ? -2 : 0;
  const plain = even && minimum % 1 === 0 && maximum - minimum === values.length - 1 && !named ? -2 : 0;
  const backwards = steps > 0 && ascending === 0 ? -3 : 0;
  const score =
    (exact ? 4 : named ? 3 : 0) +
    (julian ? 1 : 0) +
    (instants > 0 ? 2.5 : 0) +
    (column.counts === undefined ? 0 : 3) +
    unitScore +
    counter +
    plain +
    backwards -
    restarts * 0.01;
  const other =
    !named && meaning.kind !== "unknown" && meaning.kind !== "counter" && column.counts === undefined && instants === 0;
  return other && !(unitScore > 0) ? undefined : score + (steps > 4 ? 0.5 : 0);
}

/** Steps between rows of a motion: how many, how many up, how many back; whether all are 1. */
export function stepsOf(
  values: Float64Array,
  motions?: readonly string[],
): { steps: number; ascending: number; restarts: number; even: boolean } {
  let [steps, ascending, restarts] = [0, 0, 0];
  let even = true;
  const last = new Map<string, number>();
  values.forEach((value, i) => {
    if (Number.isNaN(value)) return;
    const key = motions?.[i] ?? "";
    const before = last.get(key);
    last.set(key, value);
    // A row that comes twice is no step.
    if (before === undefined || value === before) return;
    steps++;
    if (value > before) ascending++;
    else restarts++;
    if (value - before !== 1) even = false;
  });
  return { steps, ascending, restarts, even };
}

/** Rows a second, where the user says it. */
export interface TimeOptions {
  readonly rate?: number | undefined;
}

/** The sampled times in the unit in which `timeScale` reads them: seconds where they are dates or count time. */
export function sampledTimes(
  facts: ColumnFacts,
  { rate }: TimeOptions,
): { times: Float64Array; unit: Unit | undefined } {
  const { column, values, instants, numbers, unit } = facts;
  if (isDaily(facts)) return { times: values.map((value) => value / DAY.factor), unit: DAY };
  if (instants > numbers) return { times: values, unit: undefined };
  const counted = column.counts?.unit ?? epochUnit(facts);
  if (counted !== undefined) return { times: values.map((value) => value * SECONDS[counted]), unit: undefined };
  if (rate !== undefined && isFrames(facts)) return { times: values.map((value) => value / rate), unit: undefined };
  return isFine(unit)
    ? { times: values.map((value) => value * unit.factor), unit: undefined }
    : { times: values, unit };
}

const DAY: Unit = { factor: 86_400, dimensions: { time: 1 } };
/** Whether times are dates without times of day: they count days. */
const isDaily = ({ instants, numbers, values, maximum, minimum }: ColumnFacts) =>
  instants > numbers &&
  maximum - minimum >= 2 * DAY.factor &&
  values.every((value) => Number.isNaN(value) || value % DAY.factor === 0);

/** Milliseconds and less become seconds: nobody gives the constants of a motion in their terms. */
const isFine = (unit: Unit | undefined): unit is Unit =>
  unit !== undefined && measures(unit, "time") && unit.factor < 0.9;

/** Times without a unit that are whole numbers in steps from this to that may be a microcontroller's milliseconds. */
const [FINEST, COARSEST] = [2, 1000];

/** The usual step of times that are whole numbers without any unit; undefined for all others. */
export function wholeStep(facts: ColumnFacts): number | undefined {
  const { column, unit, values, meaning, numbers } = facts;
  if (column.unit !== "" || unit !== undefined || meaning.kind === "counter" || numbers < values.length)
    return undefined;
  if (column.counts !== undefined || epochUnit(facts) !== undefined || calendarUnit(facts) !== "") return undefined;
  const known = values.filter(Number.isFinite);
  if (known.length < 3 || !known.every(Number.isInteger)) return undefined;
  return Math.round(usualStep(known)) || undefined;
}

/** What is said of times that may be milliseconds, though nothing says so. */
function doubtOf(facts: ColumnFacts): string[] {
  const { column, index } = facts;
  const usual = wholeStep(facts) ?? 0;
  if (usual < FINEST || usual > COARSEST) return [];
  const name = column.name === "" ? namelessColumn(index + 1) : column.name;
  return [
    `${name} has no unit, and its steps of ${usual} may be milliseconds: constants are per unit of ${name}, or per second if the column is headed "${isNameless(name) ? "t" : name} [ms]"`,
  ];
}

/** Whether numbers may count frames or rows. */
const isFrames = ({ unit, values }: ColumnFacts) =>
  (unit === undefined || measures(unit, "count")) && values.every((value) => Number.isNaN(value) || value % 1 === 0);

/** How a column of times, or the counted rows, are read. */
export function timeScale(table: Table, facts: ColumnFacts | undefined, { rate }: TimeOptions): TimeScale {
  if (rate !== undefined && !(rate > 0 && Number.isFinite(rate)))
    throw new UserError(`${table.name}: the rate must be positive, got ${rate}`);
  if (facts === undefined) {
    if (rate === undefined) throw new UserError(`${table.name}: no column of times`);
    return {
      column: undefined,
      name: "time",
      unit: "s",
      notes: [`time: rows, ${rate} a second`],
      read: (_, __, row) => row / rate,
    };
  }
  const { column, index, instants, numbers, unit } = facts;
  const base = { column: index, name: column.name === "" ? "time" : column.name };
  const number = (cell: Cell, place: number) => table.number(cell, place, index);
  if (column.counts !== undefined) return countedTime(table, index, column.counts, base);
  if (instants > numbers) return instantTime(table, index, base, isDaily(facts));
  if (rate !== undefined && isFrames(facts))
    return {
      ...base,
      unit: "s",
      notes: [`time: ${column.name}, ${rate} a second`],
      read: (cell, place) => number(cell, place) / rate,
    };
  const ignored = rate === undefined ? [] : [`the rate is not used, since ${column.name} has the times`];
  const epoch = epochUnit(facts);
  if (epoch !== undefined) return countedTime(table, index, { kind: "instant", unit: epoch }, base);
  const factor = isFine(unit) ? unit.factor : 1;
  const calendar = column.unit === "" ? calendarUnit(facts) : "";
  const finer = isFine(unit)
    ? [`time: seconds, out of ${column.unit}`]
    : calendar === ""
      ? []
      : [`time: ${calendar === "d" ? "days" : "years"}, as its name says`];
  const doubt = doubtOf(facts);
  // Julian dates and other far origins would cost digits.
  const julian = facts.minimum > 2.2e6 && facts.maximum < 2.8e6 && (/jd/i.test(column.name) || unit?.factor === 86_400);
  const far = julian || (facts.minimum > 1e4 && facts.minimum > 1e4 * (facts.maximum - facts.minimum));
  const written = isFine(unit) ? "s" : calendar || column.unit;
  if (!far)
    return {
      ...base,
      unit: written,
      notes: [...finer, ...ignored, ...doubt],
      read: (cell, place) => number(cell, place) * factor,
    };
  const [start] = facts.values.filter((value) => !Number.isNaN(value)) as unknown as [number];
  return {
    ...base,
    unit: written === "" && julian ? "d" : written,
    notes: [...finer, `times count from the first, ${start}`, ...ignored, ...doubt],
    read: (cell, place) => (number(cell, place) - start) * factor,
  };
}

/** The unit of Julian dates and of years, which stands in their name alone. */
function calendarUnit({ column, minimum, maximum }: ColumnFacts): string {
  if (JULIAN.test(column.name) || DAYS.test(column.name)) return "d";
  const year = /^(year|jahr|ann[ée]e|año|anno|ano|jaar|rok|epoch)$/i.test(column.name);
  return year && minimum > 1500 && maximum < 2500 ? "yr" : "";
}
const DAYS = /^(days?|tage?|jours?|d[ií]as?|giorn[io])$/i;
const JULIAN = /^m?jd(tdb|tt|ut|utc)?$/i;

/** Seconds, milliseconds, ... since 1970 by their size: from 2001 to 2100. Seconds under a name that is none of a time may be a counter's. */
function epochUnit(facts: ColumnFacts): CountedTime["unit"] | undefined {
  const { column, meaning, minimum, maximum, unit } = facts;
  const named = meaning.kind === "time" || (meaning.kind === "unknown" && minimum > 0.95e12);
  if (!named || (unit !== undefined && !measures(unit, "time"))) return undefined;
  for (const [name, size] of [
    ["s", 1],
    ["ms", 1e3],
    ["us", 1e6],
    ["ns", 1e9],
  ] as const)
    if (minimum > 0.95e9 * size && maximum < 4.2e9 * size && (column.unit === "" || unit?.factor === 1 / size))
      return name === "ms" && countsNanoseconds(facts) ? undefined : name;
  return undefined;
}

/** Whether what may be milliseconds since 1970 goes in steps of a quarter of an hour and more that are no whole seconds: nanoseconds since a device was switched on. */
function countsNanoseconds({ values, minimum, maximum }: ColumnFacts): boolean {
  return maximum - minimum > 1e6 * (values.length - 1) && values.some((value) => value % 1000 !== 0);
}

function countedTime(
  table: Table,
  index: number,
  { kind, unit }: CountedTime,
  base: Pick<TimeScale, "column" | "name">,
): TimeScale {
  const seconds = SECONDS[unit];
  let first: Cell | undefined = kind === "duration" ? 0 : undefined;
  const whole = (cell: Cell) =>
    typeof cell === "bigint"
      ? cell
      : typeof cell === "string" && /^\s*-?\d{16,19}\s*$/.test(cell)
        ? BigInt(cell.trim())
        : undefined;
  return {
    ...base,
    unit: "s",
    notes: [kind === "instant" ? "time: seconds from the first" : `time: seconds, out of ${unit}`],
    read: (cell, place) => {
      const big = whole(cell);
      if (big === undefined) {
        const value = table.number(cell, place, index);
        first ??= value;
        return (value - Number(first)) * seconds;
      }
      first ??= big;
      // Whole differences first: nanoseconds since 1970 have more digits than a double.
      const difference = Number(typeof first === "bigint" ? big - first : big - BigInt(Math.round(Number(first))));
      return seconds < 1 ? difference / Math.round(1 / seconds) : difference * seconds;
    },
  };
}

function instantTime(table: Table, index: number, base: Pick<TimeScale, "column" | "name">, daily: boolean): TimeScale {
  let first: { days: number; seconds: number } | undefined;
  let [last, midnights] = [Number.NEGATIVE_INFINITY, 0];
  return {
    ...base,
    unit: daily ? "d" : "s",
    notes: [daily ? "time: days from the first date" : "time: seconds from the first date or time of day"],
    read: (cell, place) => {
      const text = String(cell).trim();
      if (isMissing(text)) throw missingNumber(table, place, index, "empty, expected a date or time of day");
      const instant = readInstant(text);
      if (instant === undefined) throw cellError(table, place, index, `"${text}" is neither a date nor a time of day`);
      first ??= instant;
      // Subtracting in milliseconds or finer keeps decimal fractions as they were written.
      const seconds = Math.round((instant.seconds - first.seconds) * 1e9) / 1e9;
      const time = (instant.days - first.days + midnights) * 86_400 + seconds;
      if (instant.clock && time < last - 43_200) midnights++;
      const passed = instant.clock && time < last - 43_200 ? time + 86_400 : time;
      last = passed;
      return daily ? passed / DAY.factor : passed;
    },
  };
}
