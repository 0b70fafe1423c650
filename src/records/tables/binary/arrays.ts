import { UserError } from "../../../base/errors.js";
import { meaningOf } from "../../columns/meaning.js";
import type { NamedArray } from "../named-array.js";
import type { Cell, Table } from "../table.js";
import { parseHeading } from "../text/heading.js";
import { byMotion } from "./array-groups.js";
import { type CountedRows, type ToldRate, toldRateOf, uprightMatrix, withTimes } from "./array-times.js";
import { columnsTable, type StoredColumn } from "./columns.js";
import { withComponents } from "./components.js";

/** What a table out of arrays calls the number of the trajectory. */
export const TRAJECTORY_COLUMN = "trajectory";

/** At most this many numbers are taken from one file of arrays: 256 MiB. */
export const MAX_NUMBERS = 1 << 25;

interface ArrayColumn extends Omit<StoredColumn, "at"> {
  at(trajectory: number, time: number): Cell;
}

/** The arrays of one group as columns of N rows for M trajectories. */
interface ArraySet {
  readonly group: string;
  readonly columns: readonly ArrayColumn[];
  readonly trajectories: number;
  readonly rows: number;
  readonly skipped: readonly string[];
}

export interface ArraysOptions {
  /** Name of the array of times. */
  readonly time?: string | undefined;
  /** What the container holds besides and cannot be read. */
  readonly leftOut?: readonly string[] | undefined;
  /** When the samples of all arrays were taken, where no array has the times. */
  readonly counted?: CountedRows | undefined;
  /** Samples a second, where the container says so and no array has the times. */
  readonly told?: ToldRate | undefined;
}

/**
 * A table out of arrays: the one-dimensional array of the times gives its length N; other arrays are columns [N], groups of
 * columns [N, columns], or the same for M trajectories, [M, N] and [M, N, columns]; a lone array [d, N] may hold components, as
 * SciPy's `solve_ivp` returns them, see `withComponents`. Arrays of other shapes are left out.
 * Axes of length one do not count. Of several groups with times of their own each is a motion.
 *
 * `time` names the array of times (by default the first whose name is one of a time).
 */
export function arraysTable(
  name: string,
  format: string,
  found: readonly NamedArray[],
  { time, leftOut = [], counted, told }: ArraysOptions = {},
): Table {
  const timesIn = (members: readonly NamedArray[]) => timesOf(members.map(squeezed), time);
  const arrays = byMotion(withTimes(found, timesIn, counted), timesIn);
  const groups = [...new Set(arrays.map(({ group = "" }) => group))];
  const members = new Map(
    groups.map((group) => [group, arrays.filter((array) => (array.group ?? "") === group).map(squeezed)]),
  );
  const timed = groups.filter((group) => timesOf(members.get(group) ?? [], time) !== undefined);
  const listed = arrays
    .map((array) => `${array.group ? `${array.group}/` : ""}${array.name} [${array.shape}]`)
    .join(", ");
  const chosen = timed.includes("") ? [""] : timed.length > 0 ? timed : alike(groups, members);
  if (chosen.length === 0 || (time !== undefined && timed.length === 0))
    throw new UserError(
      `${name}: no array of times called ${time ?? "t or time"}; it holds ${listed || "no arrays of numbers"}${leftOut.length > 0 ? ` and, not readable, ${leftOut.slice(0, 5).join(", ")}` : ""}`,
    );
  const sets = chosen.map((group) => arraySet(name, group, members.get(group) ?? [], time));
  const [first] = sets as [ArraySet];
  const same = sets.filter((set) =>
    first.columns.every((column) => set.columns.some((other) => other.name === column.name)),
  );
  const others = groups.filter((group) => !same.some((set) => set.group === group) && group !== "");
  const starts = same.map((_, i) => same.slice(0, i).reduce((rows, set) => rows + set.trajectories * set.rows, 0));
  const find = (row: number) => {
    const set = starts.findLastIndex((start) => start <= row);
    const inside = row - (starts[set] as number);
    const { rows } = same[set] as ArraySet;
    return { set, trajectory: Math.floor(inside / rows), time: inside % rows };
  };
  const columns: StoredColumn[] = first.columns.map((column, c) => {
    const own = same.map(
      (set) => set.columns.find((other) => other.name === column.name) ?? (set.columns[c] as ArrayColumn),
    );
    return {
      ...column,
      at: (row) => {
        const { set, trajectory, time: at } = find(row);
        return (own[set] as ArrayColumn).at(trajectory, at);
      },
    };
  });
  const rate = timed.length > 0 ? undefined : (told ?? toldRateOf(found));
  const manyMotions = same.length > 1 || first.trajectories > 1;
  if (manyMotions)
    columns.push({
      name: TRAJECTORY_COLUMN,
      unit: "",
      at: (row) => {
        const { set, trajectory } = find(row);
        const { group, trajectories } = same[set] as ArraySet;
        return same.length === 1 ? trajectory : trajectories === 1 ? group : `${group} ${trajectory}`;
      },
    });
  const table = columnsTable(name, format, columns, {
    rows: same.reduce((rows, set) => rows + set.trajectories * set.rows, 0),
    identity: manyMotions ? columns.length - 1 : undefined,
    notes: [
      same.length > 1
        ? `${same.length} groups`
        : first.trajectories > 1
          ? `${first.trajectories} trajectories of ${first.rows} times`
          : `${first.rows} times`,
      ...(first.skipped.length > 0 ? [`arrays of other shapes left out: ${first.skipped.join(", ")}`] : []),
      ...(leftOut.length > 0 ? [`left out, not readable: ${leftOut.slice(0, 5).join(", ")}`] : []),
      ...(others.length > 0
        ? [`groups left out: ${others.slice(0, 5).join(", ")}${others.length > 5 ? ", ..." : ""}`]
        : []),
      ...(rate === undefined ? [] : [`${Number(rate.rate.toPrecision(6))} rows a second, as ${rate.name} says`]),
    ],
  });
  return rate === undefined ? table : { ...table, rate: rate.rate };
}

/** Groups without times that hold arrays of the same names as the first. */
function alike(groups: readonly string[], members: ReadonlyMap<string, readonly NamedArray[]>): string[] {
  const names = (group: string) => JSON.stringify((members.get(group) ?? []).map((array) => array.name).sort());
  return groups.filter((group) => names(group) === names(groups[0] as string));
}

/** Without axes of length one, as MATLAB's vectors have them. */
function squeezed(array: NamedArray): NamedArray {
  const count = array.shape.reduce((product, n) => product * n, 1);
  if (count <= 1) return array;
  const shape = array.shape.filter((n) => n !== 1);
  return shape.length === array.shape.length
    ? array
    : {
        ...array,
        shape,
        ...(array.shape.at(-1) === 1
          ? {
              labels: undefined,
              units: undefined,
              name: array.labels?.[0] ?? array.name,
              unit: array.units?.[0] ?? array.unit,
            }
          : {}),
      };
}

const isTimeArray = ({ name, counts }: NamedArray) =>
  meaningOf(parseHeading(name).name, undefined).kind === "time" || counts !== undefined;

function timesOf(arrays: readonly NamedArray[], time: string | undefined): NamedArray | undefined {
  if (time !== undefined) return arrays.find((array) => array.name === time);
  const possible = arrays.filter((array) => isTimeArray(array) && array.shape.length >= 1 && array.shape.length <= 2);
  return possible.find(({ name }) => /^t(ime)?$/i.test(name)) ?? possible[0];
}

function arraySet(file: string, group: string, arrays: readonly NamedArray[], time: string | undefined): ArraySet {
  const times = timesOf(arrays, time);
  if (times !== undefined && times.shape.length !== 1 && times.shape.length !== 2)
    throw new UserError(`${file}: the array "${times.name}" has shape [${times.shape}], expected one or two axes`);
  const upright = times === undefined && arrays.length === 1 ? arrays.map(uprightMatrix) : arrays;
  const rows = times?.shape.at(-1) ?? commonLength(upright);
  if (rows === 0)
    throw new UserError(
      times === undefined ? `${file}: no arrays of one length` : `${file}: the array "${times.name}" is empty`,
    );
  const turned = upright.map((array) => (times?.shape.length === 1 ? withComponents(array, times, arrays) : array));
  const trajectories = trajectoryCount(file, times, rows, turned);
  const columns: ArrayColumn[] = [];
  const skipped: string[] = [];
  for (const array of turned) {
    const found = columnsOf(array, trajectories, rows);
    if (found.length === 0) skipped.push(`${array.name} [${array.shape}]`);
    columns.push(...found);
  }
  return { group, columns, trajectories, rows, skipped };
}

/** Without times, the length that most arrays share along their first axis. */
function commonLength(arrays: readonly NamedArray[]): number {
  const counts = new Map<number, number>();
  for (const { shape } of arrays)
    if (shape.length > 0 && shape.length < 3) counts.set(shape[0] as number, (counts.get(shape[0] as number) ?? 0) + 1);
  return [...counts].sort(([a, m], [b, n]) => n - m || b - a)[0]?.[0] ?? 0;
}

/** Trajectories M where an array's shape has them, else 1. */
function trajectoryCount(
  file: string,
  times: NamedArray | undefined,
  N: number,
  arrays: readonly NamedArray[],
): number {
  if (times === undefined) return 1;
  if (times.shape.length === 2) return times.shape[0] as number;
  const counts = new Set<number>();
  for (const { shape } of arrays) {
    if (shape.length === 3 && shape[1] === N) counts.add(shape[0] as number);
    if (shape.length === 2 && shape[1] === N && shape[0] !== N) counts.add(shape[0] as number);
  }
  if (counts.size > 1)
    throw new UserError(`${file}: arrays with different numbers of trajectories, ${[...counts].join(" and ")}`);
  return [...counts][0] ?? 1;
}

function columnsOf(array: NamedArray, trajectories: number, N: number): ArrayColumn[] {
  const { shape, data, counts } = array;
  const [a = 0, b = 0, c = 0] = shape;
  const at = (index: number) => data[index] as Cell;
  const own = (): Omit<ArrayColumn, "at"> => ({
    ...(array.unit === "" ? parseHeading(array.name) : { name: array.name, unit: array.unit }),
    ...(counts === undefined ? {} : { counts }),
  });
  if (shape.length === 1 && a === N) return [{ ...own(), at: (_, time) => at(time) }];
  if (shape.length === 2 && a === trajectories && b === N)
    return [{ ...own(), at: (trajectory, time) => at(trajectory * N + time) }];
  if (shape.length === 2 && a === N && trajectories === 1)
    return labelled(array, b).map((column, j) => ({ ...column, at: (_, time) => at(time * b + j) }));
  if (shape.length === 3 && a === trajectories && b === N)
    return labelled(array, c).map((column, j) => ({
      ...column,
      at: (trajectory, time) => at((trajectory * N + time) * c + j),
    }));
  return [];
}

/** Columns that no table of a file should have more of. */
const MAX_COLUMNS = 1000;

/** The columns along an array's last axis: its labels, or its name with a number. */
function labelled({ name, unit, labels, units }: NamedArray, width: number): Omit<ArrayColumn, "at">[] {
  return Array.from({ length: Math.min(width, MAX_COLUMNS) }, (_, j) => {
    const label = labels?.[j] ?? (width === 1 ? name : `${name}_${j + 1}`);
    const own = units?.[j] ?? unit;
    return own === "" ? parseHeading(label) : { name: label, unit: own };
  });
}
