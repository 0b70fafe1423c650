import { UserError } from "../../base/errors.js";
import type { TimeScale } from "../columns/time.js";
import { Unwrapper } from "../columns/wrapped.js";
import { type Cell, cellError, MissingNumber, missingNumber, type Table } from "../tables/table.js";
import { MotionRows } from "./rows.js";

/** The samples of one motion, as many as are kept. */
export interface CollectedMotion {
  readonly id: string;
  readonly times: Float64Array;
  /** By wanted column of numbers, in the order asked for. */
  readonly values: readonly Float64Array[];
}

export interface Collected {
  readonly motions: readonly CollectedMotion[];
  readonly rows: number;
  readonly kept: number;
  /** Whether of long motions an even selection is kept. */
  readonly thinned: boolean;
  /** Rows left out since a number is missing. */
  readonly skipped: number;
  /** Rows left out since they repeat the one before. */
  readonly repeated: number;
  /** Rows left out since they have the time of the one before, and other numbers. */
  readonly standing: number;
  /** Motions in the file, more than are returned where there are many. */
  readonly motionsFound: number;
  /** How often the time started anew. */
  readonly restarts: number;
  /** By wanted column: jumps of an angle by a whole turn that were taken back. */
  readonly jumps: readonly number[];
}

/** A column of numbers that is wanted, and how its numbers are read. */
export interface WantedColumn {
  readonly column: number;
  readonly factor: number;
  /** Numbers that stand for missing ones. */
  readonly sentinels: readonly number[];
  /** After how much, in the file's numbers, an angle begins anew. */
  readonly period?: number | undefined;
}

export interface CollectOptions {
  readonly id?: number | undefined;
  /** Times go down in the file. */
  readonly descending?: boolean | undefined;
  /** Refuse rows with a missing number instead of leaving them out. */
  readonly refuseMissing?: boolean | undefined;
  /** Which motions are taken, by name; without it all. */
  readonly takes?: ((id: string) => boolean) | undefined;
}

/** Motions that are kept: the first ones. */
export const MAX_MOTIONS = 64;
/** A clock may stand still for so many of the rows. */
const MOST_STANDING = 0.01;
/** Ids are remembered, each with its last time: this many fit into memory easily. */
const MAX_FOUND = 100_000;
/** Numbers kept of all motions together, 256 MiB: where they are more, the longest motion is thinned. */
const MAX_KEPT = 1 << 25;

/**
 * Reads a table in one pass and keeps its motions, of very long ones an even selection, so that memory does not grow with the
 * file. Within a motion times must ascend; where they go back to the beginning, a new motion begins. Rows with a missing
 * number, rows that repeat the one before, and a few that have its time are left out and counted.
 *
 * Throws `UserError` with row and column for anything that is not a number, and for times that do not ascend.
 */
export async function collectMotions(
  table: Table,
  time: TimeScale,
  columns: readonly WantedColumn[],
  { id: identityColumn, descending = false, refuseMissing = false, takes: wants }: CollectOptions = {},
): Promise<Collected> {
  const wanted = [
    ...new Set(
      [time.column, identityColumn, ...columns.map(({ column }) => column)].filter((index) => index !== undefined),
    ),
  ];
  const motions: OpenMotion[] = [];
  /** The one that goes on, by id. */
  const open = new Map<string, OpenMotion>();
  let [rows, skipped, repeated, standing, restarts, found, held] = [0, 0, 0, 0, 0, 0, 0];
  /** The first row with the time of the one before. */
  let stood: UserError | undefined;
  let thinned = false;
  const values = new Float64Array(columns.length);
  const jumps = columns.map(() => 0);
  let taken = 0;
  /** Some motions that are not asked for. */
  const others = new Set<string>();
  const takesMotion = (id: string) => {
    const takes = wants?.(id) ?? true;
    if (!takes && others.size < 5) others.add(id);
    return takes;
  };
  const begin = (id: string, part: number): OpenMotion => {
    if (++found > MAX_FOUND)
      throw new UserError(
        `${table.name}: more than ${MAX_FOUND} motions; is the column "${table.columns[identityColumn ?? 0]?.name}" an id?`,
      );
    const unwrappers = columns.map(({ period }) => (period === undefined ? undefined : new Unwrapper(period)));
    // Without a column of names, the motions that begin where the time does have numbers.
    const takes = identityColumn !== undefined || takesMotion(`${part}`);
    const keeps = takes && ++taken <= MAX_MOTIONS;
    const motion = { id, part, rows: new MotionRows(columns.length, keeps, descending), unwrappers };
    motions.push(motion);
    open.set(id, motion);
    return motion;
  };
  for await (const batch of table.batches(wanted))
    for (let i = 0; i < batch.count; i++) {
      const place = batch.place(i);
      const row = rows++;
      try {
        const key =
          identityColumn === undefined ? "" : identity(table, batch.cell(i, identityColumn), place, identityColumn);
        if (identityColumn !== undefined && !takesMotion(key)) continue;
        const t = time.read(time.column === undefined ? row : batch.cell(i, time.column), place, row);
        for (let c = 0; c < columns.length; c++)
          values[c] = readValue(
            table,
            batch.cell(i, (columns[c] as WantedColumn).column),
            place,
            columns[c] as WantedColumn,
            values[c] as number,
          );
        let motion = open.get(key) ?? begin(key, 1);
        if (motion.rows.startsAnew(t)) {
          restarts++;
          motion = begin(key, motion.part + 1);
        }
        if (motion.rows.repeats(t, values)) {
          repeated++;
          continue;
        }
        if (motion.rows.standsStill(t)) {
          standing++;
          stood ??= motion.rows.disorder(table, t, place, time.column);
          continue;
        }
        motion.rows.follows(table, t, place, time.column);
        for (const [c, unwrapper] of motion.unwrappers.entries()) {
          if (unwrapper === undefined) continue;
          const before = unwrapper.jumps;
          values[c] = unwrapper.next(values[c] as number);
          jumps[c] = (jumps[c] as number) + unwrapper.jumps - before;
        }
        held += motion.rows.add(t, values);
        if (held > MAX_KEPT) held -= thinLongest(motions);
        thinned ||= motion.rows.stride > 1;
      } catch (error) {
        if (refuseMissing || !(error instanceof MissingNumber)) throw error;
        skipped++;
      }
    }
  if (stood !== undefined && standing > MOST_STANDING * rows)
    throw 2 * standing > rows
      ? new UserError(`${stood.message}; this clock is coarser than the rows: give the rows a second with option rate`)
      : stood;
  const collected = motions.flatMap(({ id, part, rows: motion }) =>
    motion.keeps ? [{ id: nameOf(id, part, open.get(id)?.part === 1), ...scaled(motion.finish(), columns) }] : [],
  );
  if (wants !== undefined && taken === 0)
    throw new UserError(
      `${table.name}: none of its motions is asked for${
        others.size === 0
          ? ""
          : found === 1
            ? "; it has one, without a name"
            : `; it has ${[...others].join(", ")}${others.size < 5 ? "" : ", ..."}`
      }`,
    );
  const kept = collected.reduce((total, { times }) => total + times.length, 0);
  if (kept === 0)
    throw new UserError(
      `${table.name}: ${rows === 0 ? "a heading but no rows of numbers" : "a number is missing in every row"}`,
    );
  return { motions: collected, rows, kept, thinned, skipped, repeated, standing, motionsFound: found, restarts, jumps };
}

interface OpenMotion {
  readonly id: string;
  /** Counts the beginnings of time within an id, from 1. */
  readonly part: number;
  readonly rows: MotionRows;
  readonly unwrappers: readonly (Unwrapper | undefined)[];
}

/** "2" for the motion after the first restart, "a (2)" beside an id, the id alone where its time never starts anew. */
const nameOf = (id: string, part: number, only: boolean) => (only ? id : id === "" ? `${part}` : `${id} (${part})`);

/** `before`: the value of the row before, from which one that stands for a missing number is far. */
function readValue(
  table: Table,
  cell: Cell,
  place: number,
  { column, sentinels }: WantedColumn,
  before: number,
): number {
  const value = table.number(cell, place, column);
  if (sentinels.length > 0 && sentinels.includes(value) && Math.abs(value - before) > Math.abs(value) / 2)
    throw missingNumber(table, place, column, `${value} stands for a missing number`);
  return value;
}

function scaled(
  { times, values }: Omit<CollectedMotion, "id">,
  columns: readonly WantedColumn[],
): Omit<CollectedMotion, "id"> {
  values.forEach((column, c) => {
    const { factor } = columns[c] as WantedColumn;
    if (factor !== 1) for (let i = 0; i < column.length; i++) column[i] = (column[i] as number) * factor;
  });
  return { times, values };
}

/** Thins the motion that holds most and returns how many numbers that frees. */
function thinLongest(motions: readonly OpenMotion[]): number {
  const longest = motions.reduce((a, b) => (b.rows.size > a.rows.size ? b : a)).rows;
  const before = longest.size;
  longest.thin();
  return before - longest.size;
}

function identity(table: Table, cell: Cell, place: number, column: number): string {
  const text = String(cell).trim();
  if (text === "" || text === "NaN")
    throw cellError(table, place, column, "empty, expected the name or number of a motion");
  return text;
}
