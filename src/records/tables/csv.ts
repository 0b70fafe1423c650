import { decimalNumber } from "../../base/decimal.js";
import { UserError } from "../../base/errors.js";
import { quote } from "../../base/text.js";
import type { ByteSource } from "../source.js";
import { type Delimiter, splitCells, splitRows, type TextRow } from "./csv-rows.js";
import { parseHeading } from "./heading.js";
import { type Batch, cellError, checkedNumber, missingNumber, type Table, type TableColumn } from "./table.js";
import { textOf } from "./text.js";

const delimiterWords: Readonly<Record<Delimiter, string>> = {
  ",": "commas",
  ";": "semicolons",
  "\t": "tabs",
  "|": "bars",
  " ": "blanks",
};

const MAX_COLUMNS = 1000;
const BATCH = 4096;

/**
 * A table of delimited text. The delimiter is the one that the heading uses most; decimal commas are understood wherever
 * commas do not separate cells. Lines that begin with `#` are comments, but the last one before the numbers is the
 * heading where the first row has none, as NumPy's `savetxt` writes it.
 *
 * Throws `UserError` with line and column for anything that is not such a table.
 */
export async function csvTable(source: ByteSource): Promise<Table> {
  const { name } = source;
  const heading = await readHeading(source);
  const { delimiter, columns, line: headingLine } = heading;
  const notes = [`separated by ${delimiterWords[delimiter]}`, ...heading.notes];
  const table: Table = {
    name,
    columns,
    placeWord: "line",
    notes,
    batches: () => readBatches(source, delimiter, columns.length, headingLine),
    number: textNumbers({ name, columns, placeWord: "line" }, delimiter),
  };
  return table;
}

interface Heading {
  readonly delimiter: Delimiter;
  readonly columns: readonly TableColumn[];
  readonly line: number;
  readonly notes: readonly string[];
}

async function readHeading(source: ByteSource): Promise<Heading> {
  const { name } = source;
  let comment: { line: number; text: string } | undefined;
  for await (const row of splitRows(name, textOf(source))) {
    if (row.text.startsWith("#")) {
      comment = row;
      continue;
    }
    const delimiter = delimiterOf(row.text);
    const cells = splitCells(name, row.line, row.text, delimiter);
    if (cells.length > MAX_COLUMNS)
      throw new UserError(`${name}, line ${row.line}: ${cells.length} columns, at most ${MAX_COLUMNS} are read`);
    if (!cells.every((cell) => readsAsNumber(cell, delimiter)))
      return { delimiter, columns: checkedColumns(name, row.line, cells), line: row.line, notes: [] };
    const titles = comment === undefined ? [] : splitTitles(name, comment, delimiter);
    if (comment === undefined || titles.length !== cells.length)
      throw new UserError(
        `${name}, line ${row.line}: the first row holds numbers; expected a heading with the columns' names, such as t,x,px`,
      );
    const notes = ["heading taken from the comment above the numbers"];
    return { delimiter, columns: checkedColumns(name, comment.line, titles), line: comment.line, notes };
  }
  throw new UserError(`${name}: no rows; expected a heading and rows of numbers`);
}

function splitTitles(name: string, { line, text }: { line: number; text: string }, delimiter: Delimiter): string[] {
  return splitCells(name, line, text.replace(/^#+\s*/, ""), delimiter);
}

function checkedColumns(name: string, line: number, cells: readonly string[]): TableColumn[] {
  const columns = cells.map(parseHeading);
  columns.forEach((column, i) => {
    if (column.name === "") throw new UserError(`${name}, line ${line}, column ${i + 1}: the column has no name`);
    const first = columns.findIndex((other) => other.name === column.name);
    if (first < i)
      throw new UserError(
        `${name}, line ${line}: columns ${first + 1} and ${i + 1} are both called ${quote(column.name)}`,
      );
  });
  return columns;
}

/** The separator that stands most often outside quotation marks and brackets; blanks where none does. */
function delimiterOf(text: string): Delimiter {
  const bare = text.replace(/"[^"]*"|\[[^\]]*\]|\([^)]*\)/g, "");
  const count = (delimiter: string) => bare.split(delimiter).length - 1;
  const [best = ","] = (["\t", ";", ",", "|"] as const).toSorted((a, b) => count(b) - count(a));
  return count(best) > 0 || !/\S\s+\S/.test(bare) ? best : " ";
}

async function* readBatches(
  source: ByteSource,
  delimiter: Delimiter,
  width: number,
  headingLine: number,
): AsyncGenerator<Batch> {
  let rows: TextRow[] = [];
  for await (const { line, text } of splitRows(source.name, textOf(source))) {
    if (line <= headingLine || text.startsWith("#")) continue;
    const cells = splitCells(source.name, line, text, delimiter);
    if (cells.length !== width) throw widthError(source.name, line, cells, width, delimiter);
    rows.push({ line, cells });
    if (rows.length < BATCH) continue;
    yield batchOf(rows);
    rows = [];
  }
  if (rows.length > 0) yield batchOf(rows);
}

function batchOf(rows: readonly TextRow[]): Batch {
  return {
    count: rows.length,
    place: (i) => rows[i]?.line ?? 0,
    cell: (i, column) => rows[i]?.cells[column] ?? "",
  };
}

function widthError(name: string, line: number, cells: readonly string[], width: number, delimiter: Delimiter) {
  const hint =
    delimiter === "," && cells.length > width
      ? "; numbers with decimal commas need another separator, such as semicolons"
      : delimiter !== "," && cells.length === 1 && cells[0]?.includes(",")
        ? "; are some rows separated by commas?"
        : "";
  return new UserError(`${name}, line ${line}: ${cells.length} cells, the heading has ${width}${hint}`);
}

function readsAsNumber(cell: string, delimiter: Delimiter): boolean {
  const text = cell.trim();
  return (
    decimalNumber(delimiter === "," ? text : text.replace(",", ".")) !== undefined || /^[+-]?(nan|inf)$/i.test(text)
  );
}

/** A reader of the numbers of one file, which must all have the same decimal sign. */
function textNumbers(table: Pick<Table, "name" | "columns" | "placeWord">, delimiter: Delimiter): Table["number"] {
  let sign: "." | "," | undefined;
  return (cell, place, column) => {
    const text = String(cell).trim();
    const fail = (problem: string) => cellError(table, place, column, problem);
    let value = decimalNumber(text);
    const found = text.includes(".") ? "." : text.includes(",") ? "," : undefined;
    if (value === undefined && delimiter !== "," && found === ",") value = decimalNumber(text.replace(",", "."));
    if (value === undefined) {
      const missing = missingProblem(text);
      throw missing === undefined ? fail(textProblem(text, delimiter)) : missingNumber(table, place, column, missing);
    }
    checkedNumber(table, place, column, value);
    if (found !== undefined) {
      sign ??= found;
      if (sign !== found)
        throw fail(
          `${quote(text)} has a decimal ${found === "," ? "comma" : "point"}, numbers above have the other sign`,
        );
    }
    return value;
  };
}

function missingProblem(text: string): string | undefined {
  if (text === "") return "empty, expected a number";
  if (/^[+-]?nan$|^n\/?a$|^null$|^none$|^-+$/i.test(text))
    return `${quote(text)} is a missing value, expected a number`;
  if (/^[+-]?inf(inity)?$/i.test(text)) return `${quote(text)} is not finite, expected a finite number`;
  return undefined;
}

function textProblem(text: string, delimiter: Delimiter): string {
  if (delimiter === "," && /^[+-]?\d+,\d+$/.test(text))
    return `${quote(text)} has a decimal comma; with commas between cells, expected a decimal point`;
  return `${quote(text)} is not a number`;
}
