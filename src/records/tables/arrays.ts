import { UserError } from "../../base/errors.js";
import { quote } from "../../base/text.js";
import { type Batch, cellError, checkedNumber, type Table, type TableColumn } from "./table.js";

/** A named array of a container such as NPZ or Zarr, in row-major order. */
export interface NamedArray {
  readonly name: string;
  readonly unit: string;
  readonly shape: readonly number[];
  readonly data: ArrayLike<number | bigint | string>;
  /** Names of the columns along the last axis, where the container has them. */
  readonly labels?: readonly string[] | undefined;
  /** Units of the columns along the last axis, where they differ. */
  readonly units?: readonly string[] | undefined;
}

/** What a table out of arrays calls the number of the trajectory. */
export const TRAJECTORY_COLUMN = "trajectory";

/** At most this many numbers are taken from one file of arrays: 256 MiB. */
export const MAX_NUMBERS = 1 << 25;

interface ArrayColumn extends TableColumn {
  at(trajectory: number, time: number): number | bigint | string;
}

/**
 * A table out of arrays: the one-dimensional array of the times gives its length N; other arrays are columns [N], groups of
 * columns [N, columns], or the same for M trajectories, [M, N] and [M, N, columns]. Arrays of other shapes are left out.
 *
 * `time` names the array of times (by default the first one called t or time).
 */
export function arraysTable(name: string, format: string, arrays: readonly NamedArray[], time?: string): Table {
  const isTime = (array: NamedArray) => (time === undefined ? /^t(ime)?$/i.test(array.name) : array.name === time);
  const times = arrays.find(isTime);
  const listed = arrays.map((array) => `${array.name} [${array.shape}]`).join(", ");
  if (times === undefined)
    throw new UserError(`${name}: no array of times called ${time ?? "t or time"}; it holds ${listed || "no arrays"}`);
  const trajectories = trajectoryCount(name, times, arrays);
  const N = times.shape.at(-1) ?? 0;
  if (N === 0) throw new UserError(`${name}: the array "${times.name}" is empty`);
  const columns: ArrayColumn[] = [];
  const skipped: string[] = [];
  for (const array of arrays) {
    const found = columnsOf(array, trajectories, N);
    if (found.length === 0) skipped.push(`${array.name} [${array.shape}]`);
    columns.push(...found);
  }
  if (trajectories > 1) columns.push({ name: TRAJECTORY_COLUMN, unit: "", at: (trajectory) => trajectory });
  const twice = columns.find((column, i) => columns.findIndex((other) => other.name === column.name) < i);
  if (twice !== undefined) throw new UserError(`${name}: two columns would be called ${quote(twice.name)}`);
  const table = { name, format, columns: columns.map(({ name, unit }) => ({ name, unit })), placeWord: "row" as const };
  return {
    ...table,
    notes: [
      trajectories > 1 ? `${trajectories} trajectories of ${N} times` : `${N} times`,
      ...(skipped.length > 0 ? [`arrays of other shapes left out: ${skipped.join(", ")}`] : []),
    ],
    batches: () => batches(columns, trajectories, N),
    number: (cell, place, column) => {
      if (typeof cell === "string") throw cellError(table, place, column, `${quote(cell)} is text, expected a number`);
      return checkedNumber(table, place, column, Number(cell));
    },
  };
}

/** Trajectories M where an array's shape has them, else 1. */
function trajectoryCount(name: string, times: NamedArray, arrays: readonly NamedArray[]): number {
  if (times.shape.length === 2) return times.shape[0] as number;
  if (times.shape.length !== 1)
    throw new UserError(`${name}: the array "${times.name}" has shape [${times.shape}], expected one or two axes`);
  const [N] = times.shape as [number];
  const counts = new Set<number>();
  for (const { shape } of arrays) {
    if (shape.length === 3 && shape[1] === N) counts.add(shape[0] as number);
    if (shape.length === 2 && shape[1] === N && shape[0] !== N) counts.add(shape[0] as number);
  }
  if (counts.size > 1)
    throw new UserError(`${name}: arrays with different numbers of trajectories, ${[...counts].join(" and ")}`);
  return [...counts][0] ?? 1;
}

function columnsOf(array: NamedArray, trajectories: number, N: number): ArrayColumn[] {
  const { name, unit, shape, data } = array;
  const [a = 0, b = 0, c = 0] = shape;
  const at = (index: number) => data[index] as number | bigint | string;
  if (shape.length === 1 && a === N) return [{ name, unit, at: (_, time) => at(time) }];
  if (shape.length === 2 && a === trajectories && b === N)
    return [{ name, unit, at: (trajectory, time) => at(trajectory * N + time) }];
  if (shape.length === 2 && a === N && trajectories === 1)
    return labelled(array, b).map((column, j) => ({ ...column, at: (_, time) => at(time * b + j) }));
  if (shape.length === 3 && a === trajectories && b === N)
    return labelled(array, c).map((column, j) => ({
      ...column,
      at: (trajectory, time) => at((trajectory * N + time) * c + j),
    }));
  return [];
}

/** The columns along an array's last axis: its labels, or its name with a number. */
function labelled({ name, unit, labels, units }: NamedArray, width: number): TableColumn[] {
  return Array.from({ length: width }, (_, j) => ({
    name: labels?.[j] ?? (width === 1 ? name : `${name}_${j + 1}`),
    unit: units?.[j] ?? unit,
  }));
}

const BATCH = 4096;

async function* batches(columns: readonly ArrayColumn[], trajectories: number, N: number): AsyncGenerator<Batch> {
  for (let first = 0; first < trajectories * N; first += BATCH) {
    const count = Math.min(BATCH, trajectories * N - first);
    yield {
      count,
      place: (i) => first + i + 1,
      cell: (i, column) => {
        const row = first + i;
        const value = columns[column]?.at(Math.floor(row / N), row % N) ?? Number.NaN;
        return typeof value === "bigint" ? Number(value) : value;
      },
    };
  }
}
