import { UserError } from "../../../base/errors.js";
import { quote } from "../../../base/text.js";
import {
  type Batch,
  type Cell,
  cellError,
  checkedNumber,
  missingNumber,
  type Table,
  type TableColumn,
} from "../table.js";

/** A column whose cells are in memory. */
export interface StoredColumn extends TableColumn {
  at(row: number): Cell;
}

const BATCH = 4096;

/** A table of columns in memory. `identity`: which of them tells motions apart. */
export function columnsTable(
  name: string,
  format: string,
  columns: readonly StoredColumn[],
  {
    rows,
    notes,
    identity,
  }: { readonly rows: number; readonly notes: readonly string[]; readonly identity?: number | undefined },
): Table {
  const table = { name, format, columns: columns.map(({ at: _, ...column }) => column), placeWord: "row" as const };
  refuseTwins(table);
  return {
    ...table,
    notes,
    identity,
    batches: () => batches(columns, rows),
    number: plainNumber(table),
  };
}

/** Throws `UserError` where two columns have the same name. */
export function refuseTwins({ name, columns }: Pick<Table, "name" | "columns">): void {
  const key = (column: TableColumn) => `${column.group ?? ""}\n${column.name}\n${column.unit}`;
  const seen = new Set<string>();
  for (const column of columns) {
    if (seen.has(key(column)) && column.name !== "")
      throw new UserError(`${name}: two columns would be called ${quote(column.name)}`);
    seen.add(key(column));
  }
}

/** A reader of numbers for formats that keep numbers and text apart. */
export function plainNumber(table: Pick<Table, "name" | "columns" | "placeWord">): Table["number"] {
  return (cell, place, column) => {
    if (typeof cell !== "string") return checkedNumber(table, place, column, Number(cell));
    if (cell === "") throw missingNumber(table, place, column, "empty, expected a number");
    throw cellError(table, place, column, `${quote(cell)} is text, expected a number`);
  };
}

async function* batches(columns: readonly StoredColumn[], rows: number): AsyncGenerator<Batch> {
  for (let first = 0; first < rows; first += BATCH) {
    const begin = first;
    yield {
      count: Math.min(BATCH, rows - begin),
      place: (i) => begin + i + 1,
      cell: (i, column) => columns[column]?.at(begin + i) ?? Number.NaN,
    };
  }
}
