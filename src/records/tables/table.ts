import { UserError } from "../../base/errors.js";

/** Numbers of a column that count time, as binary formats declare it. */
export interface CountedTime {
  /** From an epoch, or a difference of times. */
  readonly kind: "instant" | "duration";
  readonly unit: "d" | "h" | "min" | "s" | "ms" | "us" | "ns";
}

/** A column as its file names it. */
export interface TableColumn {
  readonly name: string;
  /** As written with the name; "" where there is none. */
  readonly unit: string;
  /** The whole heading, where it is more than the name: "Angle, Ch 1, Run #1 ( rad )". */
  readonly heading?: string;
  /** Its name, if a heading of fewer names than columns is meant for the last ones. */
  readonly nameFromEnd?: string;
  /** The run or track that it belongs to. */
  readonly group?: string;
  readonly counts?: CountedTime;
}

/** Content of a cell: text where the file holds text. */
export type Cell = string | number | bigint;

/** Some rows of a table. */
export interface Batch {
  readonly count: number;
  /** Where row i stands in the file, counted as the table counts. */
  place(i: number): number;
  /** The content of column `column` in row i. */
  cell(i: number, column: number): Cell;
}

/** A table that is read in one pass, a batch at a time: what every format becomes. */
export interface Table {
  /** The file, for messages. */
  readonly name: string;
  /** The format in words: "CSV", "MATLAB 5". */
  readonly format: string;
  readonly columns: readonly TableColumn[];
  /** How the file counts its rows. */
  readonly placeWord: "line" | "row";
  /** What the reader decided, for people: "separated by semicolons". More may come while rows are read. */
  readonly notes: readonly string[];
  /** The column that tells motions apart, where the reader made it itself. */
  readonly identity?: number | undefined;
  /** Rows a second that the file tells, where no column has times. */
  readonly rate?: number | undefined;
  /** Whether the coordinate is the integral of the velocity beside it, which alone was measured. */
  readonly integrated?: boolean | undefined;
  /** The rows from the first one, with the cells of the given columns. */
  batches(wanted: readonly number[]): AsyncIterable<Batch>;
  /** Reads a number; throws `UserError` saying what is wrong with it. `place` is the row's, for the message. */
  number(cell: Cell, place: number, column: number): number;
}

/** What a column without a name is called: by its number, from 1. */
export const namelessColumn = (number: number) => `column ${number}`;
export const isNameless = (name: string) => /^column \d+$/.test(name);

/** A cell without a usable number: empty, NaN, infinite. */
export class MissingNumber extends UserError {}

type Located = Pick<Table, "name" | "columns" | "placeWord">;

/** The error for one cell: file, row, column, problem. */
export function cellError(table: Located, place: number, column: number, problem: string): UserError {
  return new UserError(located(table, place, column, problem));
}

/** The same for a missing number. */
export function missingNumber(table: Located, place: number, column: number, problem: string): MissingNumber {
  return new MissingNumber(located(table, place, column, problem));
}

function located(table: Located, place: number, column: number, problem: string): string {
  const name = table.columns[column]?.name ?? `${column + 1}`;
  return `${table.name}, ${table.placeWord} ${place}, column "${name}": ${problem}`;
}

/** The number of a cell, NaN where it has none. */
export function numberOrNaN(table: Table, cell: Cell, place: number, column: number): number {
  try {
    return table.number(cell, place, column);
  } catch (error) {
    if (error instanceof UserError) return Number.NaN;
    throw error;
  }
}

/** Beyond this, squares and products of a few numbers would overflow. */
const MAX_MAGNITUDE = 1e100;

/** Returns the number of a cell if one can compute with it. */
export function checkedNumber(table: Located, place: number, column: number, value: number): number {
  if (Number.isNaN(value))
    throw missingNumber(table, place, column, "empty or not a number (NaN), expected a finite number");
  if (!Number.isFinite(value)) throw missingNumber(table, place, column, "infinite, or beyond the range of numbers");
  if (Math.abs(value) > MAX_MAGNITUDE)
    throw cellError(table, place, column, `${value} is too large to compute with (beyond ${MAX_MAGNITUDE})`);
  return value;
}

/**
 * Reads the numbers of a table with columns that were computed, whose cells are numbers already and not in the file's own writing. `like`: a column
 * of the table in whose place messages about others stand.
 */
export function madeNumber(table: Table, made: readonly number[], like?: number): Table["number"] {
  return (cell, place, column) => {
    const at = column < table.columns.length ? column : (like ?? column);
    return made.includes(column) && typeof cell === "number"
      ? checkedNumber(table, place, at, cell)
      : table.number(cell, place, at);
  };
}
