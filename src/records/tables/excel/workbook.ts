import { UserError } from "../../../base/errors.js";
import { bytesSource } from "../../source.js";
import { type PartTable, stackedTables } from "../stacked.js";
import type { Table } from "../table.js";
import { textTable } from "../text/table.js";

const MAX_SHEETS = 64;

/** A sheet's name and cells: numbers, texts, dates or nothing. */
export interface Sheet {
  readonly sheet: string;
  readonly data: readonly (readonly unknown[])[];
}

/** The sheets of a workbook that hold the same table of numbers as the one that looks most like a motion. */
export async function workbookTable(name: string, sheets: readonly Sheet[]): Promise<Table> {
  /** Why the longest of the sheets is no table. */
  let problem: { readonly error: UserError; readonly rows: number } | undefined;
  const tables: PartTable[] = [];
  for (const { sheet, data } of sheets.slice(0, MAX_SHEETS)) {
    try {
      const table = await textTable(bytesSource(name, new TextEncoder().encode(toText(data))));
      tables.push({ part: sheet, table: { ...table, format: "Excel", placeWord: "row" } });
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      if (problem === undefined || data.length > problem.rows) problem = { error, rows: data.length };
    }
  }
  if (tables.length === 0) throw problem?.error ?? new UserError(`${name}: a workbook without sheets`);
  const { table, leftOut } = stackedTables(tables, "sheet");
  const one = table.identity === undefined ? tables.find((part) => part.table === table) : undefined;
  return {
    ...table,
    notes: [
      ...(one === undefined ? [] : [`sheet "${one.part}"`]),
      ...table.notes.filter((note) => !note.startsWith("separated by")),
      ...(leftOut.length > 0 ? [`sheets left out: ${leftOut.slice(0, 5).join(", ")}`] : []),
    ],
  };
}

/** Cells with tabs between them, one line a row. */
function toText(rows: readonly (readonly unknown[])[]): string {
  return rows.map((row) => row.map(cellText).join("\t")).join("\n");
}

function cellText(cell: unknown): string {
  if (cell === null || cell === undefined) return "";
  if (cell instanceof Date) return Number.isNaN(cell.getTime()) ? "" : cell.toISOString();
  const text = String(cell);
  return /[\t\n\r"]/.test(text) ? `"${text.replaceAll('"', '""').replace(/[\n\r]+/g, " ")}"` : text;
}
