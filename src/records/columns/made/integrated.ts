import { UserError } from "../../../base/errors.js";
import type { Batch, Cell, Table, TableColumn } from "../../tables/table.js";
import { MissingNumber, madeNumber, numberOrNaN } from "../../tables/table.js";
import { isNoise } from "../derived.js";
import type { ColumnFacts } from "../facts.js";
import { velocityNames } from "../names.js";
import type { TimeScale } from "../time.js";
import { swingsInDegrees } from "../units/angles.js";
import { measures, parseUnit } from "../units/units.js";
import { MAIN, turningAxis } from "./axis.js";
import { swingTrend } from "./swings.js";

/** Rows of a gyroscope that are kept in memory for their integral. */
const MAX_ROWS = 1 << 23;
const TOTAL = /abs|magnitude|betrag|norm|total/i;

/**
 * The velocity whose integral may stand for a coordinate in a record that has none: the main axis of a gyroscope, or the one velocity, as of
 * a vibrometer. Undefined where there is none, throws `UserError` where two axes turn alike.
 */
export function velocityAlone(file: string, facts: readonly ColumnFacts[]): ColumnFacts | undefined {
  const kinds = facts.filter(({ numbers, texts }) => numbers > texts);
  const velocities = kinds.filter(({ meaning }) => meaning.kind === "velocity");
  // Beside a speed, the height of a car on the level shows nothing but the steps of its receiver.
  const isBeside = (column: ColumnFacts) =>
    velocities.some((v) => !velocityNames(column.column.name).includes(v.column.name)) && isNoise(column);
  const isPlace = (column: ColumnFacts) =>
    (column.meaning.kind === "position" && !isBeside(column)) || column.meaning.kind === "angle";
  // A column of positions that is empty is a hole in the record, which is for its user to fill.
  if (facts.some((column) => isPlace(column) && (column.texts === 0 || kinds.includes(column)))) return undefined;
  if (kinds.some(({ meaning }) => meaning.kind === "momentum")) return undefined;
  if (velocities.length > 0) {
    const beside = kinds.some(({ meaning, column }) => meaning.kind === "unknown" && column.name !== "");
    return velocities.length === 1 && !beside ? velocities[0] : undefined;
  }
  const beside = kinds.filter(({ meaning, column }) => meaning.kind === "unknown" && column.name !== "");
  const speeds = kinds.filter((column) => column.meaning.kind === "speed" && isAlong(column) && goesOn(column));
  if (speeds.length === 1 && beside.length === 0) return speeds[0];
  // The speed of a shaft, which turns one way.
  const isTurning = ({ meaning, unit }: ColumnFacts) =>
    meaning.kind === "angular velocity" ||
    (meaning.kind === "speed" && unit?.dimensions.angle === 1 && unit.dimensions.time === -1);
  const turning = kinds
    .filter((column) => isTurning(column) && !TOTAL.test(column.column.name))
    .map((column) => ({ column, size: spreadOf(column.values) }))
    .sort((a, b) => b.size - a.size);
  const [first, second] = turning;
  if (first === undefined || !(first.size > 0)) return undefined;
  if (second !== undefined && first.size < MAIN * second.size && turningAxis(first.column, facts) === undefined)
    throw new UserError(
      `${file}: ${first.column.column.name} and ${second.column.column.name} turn alike, not about one axis, so neither is the rate of an angle; turn the sensor so that one axis is that of the motion, or name an angle with option coordinates`,
    );
  return first.column;
}

/** Whether it is a length over a time. */
const isAlong = ({ unit }: ColumnFacts) =>
  unit !== undefined && unit.dimensions.length === 1 && unit.dimensions.time === -1;

/** What is this small beside the largest speed may be a turning point. */
const STILL = 0.05;

/** Whether a speed is that of what does not turn back, such as a car that rolls: it is small at its ends at most. The size of a velocity to and fro has no sign. */
function goesOn({ column, values, minimum, maximum }: ColumnFacts): boolean {
  if (TOTAL.test(column.name) || !(minimum >= 0)) return false;
  const known = values.filter(Number.isFinite);
  const moves = (value: number) => value > STILL * maximum;
  const [first, last] = [known.findIndex(moves), known.findLastIndex(moves)];
  return known.subarray(first, last + 1).every(moves);
}

function spreadOf(values: Float64Array): number {
  const known = values.filter(Number.isFinite);
  const mean = known.reduce((sum, value) => sum + value, 0) / known.length;
  return Math.sqrt(known.reduce((sum, value) => sum + (value - mean) ** 2, 0) / known.length);
}

/** What a velocity is integrated to: its name, its unit, and how large that is. */
function integralOf(velocity: ColumnFacts): { name: string; unit: string; size: number } {
  const { unit, column, meaning } = velocity;
  if (meaning.kind !== "velocity" && !isAlong(velocity))
    return { name: "angle", unit: unit === undefined ? "" : "rad", size: 1 };
  const text = column.unit.split("/")[0]?.trim() ?? "";
  const length = parseUnit(text);
  const known = length !== undefined && measures(length, "length");
  return { name: "position", unit: known ? text : unit === undefined ? "" : "m", size: known ? length.factor : 1 };
}

/**
 * The table with one more column, the integral of a velocity over time by the trapezoidal rule, from anew where the time starts anew.
 * Of a motion that swings the angle counts from the middle of its swings, whose drift is the sensor's offset and is taken off both.
 */
export async function withIntegral(table: Table, gyro: ColumnFacts, time: TimeScale): Promise<Table> {
  const { angles, offsets, count } = await integrate(table, gyro, time);
  const angle = table.columns.length;
  const reach = gyro.unit === undefined && gyro.meaning.kind !== "velocity" ? swungInDegrees(angles) : undefined;
  if (reach !== undefined) for (const [i, value] of angles.entries()) angles[i] = (value * Math.PI) / 180;
  const integral = { ...integralOf(gyro), ...(reach === undefined ? {} : { unit: "rad" }) };
  const known = [...new Set(offsets)].filter((offset) => offset !== 0);
  const { name, group } = gyro.column;
  const own = reach === undefined ? gyro.column.unit : "deg/s";
  const beside = group === undefined ? {} : { group };
  const inDegrees = (column: TableColumn, i: number) =>
    reach !== undefined && i === gyro.index ? { ...column, unit: "deg/s" } : column;
  const columns = [...table.columns.map(inDegrees), { name: integral.name, unit: integral.unit, ...beside }];
  const notes = [
    ...table.notes,
    ...(gyro.unit !== undefined || gyro.meaning.kind === "velocity"
      ? []
      : [
          reach === undefined
            ? `${name} has no unit and is taken as rad/s; head it "${name} [deg/s]" if it is in degrees`
            : `${name} has no unit and is taken as deg/s, since in rad/s its angle would swing over ${reach}; head it "${name} [rad/s]" if it is in radians`,
        ]),
    `${name} integrated over time to ${integral.name === "angle" ? "an angle" : "a position"}${
      known.length === 0
        ? ", from 0 on"
        : `, from the middle of its swings on; its offset, ${known
            .slice(0, 3)
            .map((offset) => Number(offset.toPrecision(3)))
            .join(", ")}${own === "" ? "" : ` ${own}`}, is taken off`
    }`,
  ];
  return {
    ...table,
    columns,
    notes,
    integrated: true,
    async *batches(wanted): AsyncGenerator<Batch> {
      let first = 0;
      const inner = wanted.filter((column) => column !== angle);
      for await (const batch of table.batches(inner.length > 0 ? inner : [gyro.index])) {
        const begin = first;
        yield {
          count: batch.count,
          place: (i) => batch.place(i),
          cell: (i, column): Cell => {
            if (column === angle) return begin + i < count ? (angles[begin + i] as number) : Number.NaN;
            const cell = batch.cell(i, column);
            return column === gyro.index ? without(table, cell, batch.place(i), column, offsets[begin + i] ?? 0) : cell;
          },
        };
        first += batch.count;
      }
    },
    number: madeNumber(table, [angle, gyro.index], gyro.index),
  };
}

/** How far an angle swings, taken in radians, where it is rather one in degrees: see `swingsInDegrees`. */
function swungInDegrees(angles: Float64Array): number | undefined {
  const largest = angles.reduce((most, value) => (Math.abs(value) > most ? Math.abs(value) : most), 0);
  return swingsInDegrees(largest, angles) ? Number(largest.toPrecision(3)) : undefined;
}

/** A number less the offset, as text where the table holds text; what is no number stays. */
function without(table: Table, cell: Cell, place: number, column: number, offset: number): Cell {
  if (offset === 0) return cell;
  const value = numberOrNaN(table, cell, place, column);
  return Number.isNaN(value) ? cell : value - offset;
}

interface Integral {
  /** By row; NaN where a number is missing. */
  readonly angles: Float64Array;
  /** By row, in the unit of the angular velocity. */
  readonly offsets: Float64Array;
  readonly count: number;
}

async function integrate(table: Table, gyro: ColumnFacts, time: TimeScale): Promise<Integral> {
  const [times, rates]: [number[], number[]] = [[], []];
  let row = 0;
  for await (const batch of table.batches(time.column === undefined ? [gyro.index] : [time.column, gyro.index]))
    for (let i = 0; i < batch.count; i++, row++) {
      if (row >= MAX_ROWS) throw new UserError(`${table.name}: more than ${MAX_ROWS} rows of a velocity to integrate`);
      times.push(timeOf(time, time.column === undefined ? row : batch.cell(i, time.column), batch.place(i), row));
      rates.push(numberOrNaN(table, batch.cell(i, gyro.index), batch.place(i), gyro.index));
    }
  const perSecond = parseUnit(time.unit)?.factor ?? 1;
  const size = ((gyro.unit?.factor ?? 1) * perSecond) / integralOf(gyro).size;
  const angles = new Float64Array(row).fill(Number.NaN);
  const offsets = new Float64Array(row);
  for (let from = 0; from < row; ) {
    let to = from + 1;
    while (to < row && !((times[to] as number) < (times[to - 1] as number))) to++;
    part(times, rates, { from, to, size, angles, offsets });
    from = to;
  }
  return { angles, offsets, count: row };
}

function timeOf(time: TimeScale, cell: Cell, place: number, row: number): number {
  try {
    return time.read(cell, place, row);
  } catch (error) {
    if (error instanceof MissingNumber) return Number.NaN;
    throw error;
  }
}

interface Part {
  readonly from: number;
  readonly to: number;
  /** Units of the integral of one of the rate's unit over one of the time's. */
  readonly size: number;
  readonly angles: Float64Array;
  readonly offsets: Float64Array;
}

/** Integrates the rows of one motion. */
function part(times: readonly number[], rates: readonly number[], { from, to, size, angles, offsets }: Part): void {
  const rows: number[] = [];
  for (let i = from; i < to; i++) if (Number.isFinite(times[i]) && Number.isFinite(rates[i])) rows.push(i);
  const t = Float64Array.from(rows, (i) => times[i] as number);
  const w = Float64Array.from(rows, (i) => (rates[i] as number) * size);
  const angle = new Float64Array(rows.length);
  for (let k = 1; k < rows.length; k++)
    angle[k] =
      (angle[k - 1] as number) +
      (((w[k] as number) + (w[k - 1] as number)) / 2) * ((t[k] as number) - (t[k - 1] as number));
  const { start, slope } = swingTrend(t, w, angle) ?? { start: 0, slope: 0 };
  rows.forEach((i, k) => {
    angles[i] = (angle[k] as number) - start - slope * (t[k] as number);
    offsets[i] = slope / size;
  });
}
