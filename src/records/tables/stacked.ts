import { meaningOf } from "../columns/meaning.js";
import { parseUnit } from "../columns/units/units.js";
import { type Batch, cellError, type Table } from "./table.js";

/** A table of a workbook or of a zip, with the name of its sheet or file. */
export interface PartTable {
  readonly part: string;
  readonly table: Table;
}

/**
 * Of several tables the first that holds most of what a motion has, times and coordinates; where others have the same columns, all of these
 * are read as motions one after the other, told apart by `column` ("sheet", "file").
 */
export function stackedTables(tables: readonly PartTable[], column: string): { table: Table; leftOut: string[] } {
  const worth = tables.map(({ table }) => worthOf(table));
  const best = tables[worth.indexOf(Math.max(...worth))] as PartTable;
  const heading = ({ table }: PartTable) => JSON.stringify(table.columns.map(({ name, unit }) => [name, unit]));
  const same = tables
    .filter((part) => heading(part) === heading(best))
    .sort((a, b) => a.part.localeCompare(b.part, "en", { numeric: true }));
  const leftOut = tables.filter((part) => !same.includes(part)).map(({ part }) => part);
  if (same.length === 1) return { table: best.table, leftOut };
  const { columns, placeWord, name } = best.table;
  const identity = columns.length;
  const located = { name, placeWord, columns: [...columns, { name: column, unit: "" }] };
  return {
    leftOut,
    table: {
      ...best.table,
      columns: located.columns,
      identity,
      notes: [...best.table.notes, `${same.length} ${column}s with the same columns`],
      async *batches(wanted): AsyncGenerator<Batch> {
        for (const { part, table } of same)
          for await (const batch of table.batches(wanted.filter((index) => index !== identity)))
            yield {
              count: batch.count,
              place: (i) => batch.place(i),
              cell: (i, index) => (index === identity ? part : batch.cell(i, index)),
            };
      },
      number: (cell, place, index) => {
        if (index === identity) throw cellError(located, place, index, `"${cell}" is a name`);
        return best.table.number(cell, place, index);
      },
    },
  };
}

/** Coordinates count most, then rates, then times. */
function worthOf({ columns }: Table): number {
  const kinds = columns.map(({ name, unit }) => meaningOf(name, parseUnit(unit)).kind);
  const has = (...wanted: string[]) => (kinds.some((kind) => wanted.includes(kind)) ? 1 : 0);
  return 4 * has("position", "angle") + 2 * has("velocity", "angular velocity") + has("time");
}
