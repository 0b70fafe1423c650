import type { Batch, Table } from "../../tables/table.js";
import { readInstant } from "../../tables/text/instants.js";
import type { ColumnFacts } from "../facts.js";

/** A column of dates and one of times of day. */
interface Dated {
  readonly date: number;
  readonly clock: number;
}

const DAY = 86_400;

/** Columns of dates and of times of day beside each other: "date, time". Undefined where there are not both. */
export async function datedTimes(table: Table, facts: readonly ColumnFacts[]): Promise<Dated | undefined> {
  const instants = facts.filter(({ instants, numbers, texts }) => instants > 0 && instants >= numbers + texts);
  const date = instants.find(({ values }) => values.every((value) => Number.isNaN(value) || value % DAY === 0));
  if (date === undefined) return undefined;
  for (const clock of instants) {
    if (clock === date) continue;
    for await (const batch of table.batches([date.index, clock.index])) {
      if (batch.count === 0) continue;
      const [day, time] = [date.index, clock.index].map((column) => String(batch.cell(0, column)).trim());
      const whole = readInstant(`${day} ${time}`);
      if (readInstant(time ?? "")?.clock === true && readInstant(day ?? "")?.clock === false && whole?.clock === false)
        return { date: date.index, clock: clock.index };
      break;
    }
  }
  return undefined;
}

/** The table with the date in the cells of the time of day. */
export function withDates(table: Table, { date, clock }: Dated): Table {
  const columns = table.columns.map((column, i) => (i === date ? { name: "", unit: "" } : column));
  return {
    ...table,
    columns,
    notes: [...table.notes, `time out of ${table.columns[date]?.name} and ${table.columns[clock]?.name}`],
    async *batches(wanted): AsyncGenerator<Batch> {
      for await (const batch of table.batches([...new Set([...wanted, date])]))
        yield {
          count: batch.count,
          place: (i) => batch.place(i),
          cell: (i, column) => {
            if (column === date) return "";
            const cell = batch.cell(i, column);
            return column === clock ? `${String(batch.cell(i, date)).trim()} ${String(cell).trim()}`.trim() : cell;
          },
        };
    },
  };
}
