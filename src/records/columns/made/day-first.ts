import type { Batch, Table } from "../../tables/table.js";
import type { ColumnFacts } from "../facts.js";

/** A date with slashes: two numbers, of which either may be the month, the year, and what follows. */
const SLASHES = /^(\d{1,2})\/(\d{1,2})\/(\d{4}|\d{2})(?!\d)(.*)$/s;

/**
 * Columns of dates with slashes whose first number is the day, as nearly everywhere but in the United States, though every one of them might be a month: their steps tell. By the other order 2, 3 and 4 March are days a
 * month apart, and the 13th one before all. Of dates that do not tell, such as a single one, the first number stays the month.
 */
export async function dayFirstDates(table: Table, facts: readonly ColumnFacts[]): Promise<readonly number[]> {
  const found: number[] = [];
  for (const { index, instants } of facts) if (instants > 0 && (await isDayFirst(table, index))) found.push(index);
  return found;
}

async function isDayFirst(table: Table, index: number): Promise<boolean> {
  const orders = [new Steps(), new Steps()] as const;
  let [last, certain] = ["", false];
  for await (const batch of table.batches([index]))
    for (let i = 0; i < batch.count; i++) {
      const [, first = "", second = "", year = ""] = SLASHES.exec(String(batch.cell(i, index)).trim()) ?? [];
      const key = `${first}/${second}/${year}`;
      if (first === "" || key === last) continue;
      last = key;
      const [a, b, full] = [Number(first), Number(second), year.length === 2 ? 2000 + Number(year) : Number(year)];
      // What can only be a day tells for all.
      if (b > 12) return false;
      certain ||= a > 12;
      orders[0].add(Date.UTC(full, b - 1, a));
      orders[1].add(Date.UTC(full, a - 1, b));
    }
  const [day, month] = orders;
  return certain || (day.goesOn && (!month.goesOn || day.span < month.span));
}

/** Dates one after the other: whether they go one way, and from the first to the last. */
class Steps {
  #first = Number.NaN;
  #last = Number.NaN;
  #up = true;
  #down = true;

  add(date: number): void {
    if (Number.isNaN(this.#first)) this.#first = date;
    if (date < this.#last) this.#up = false;
    if (date > this.#last) this.#down = false;
    this.#last = date;
  }

  get goesOn(): boolean {
    return this.#up || this.#down;
  }

  get span(): number {
    return Math.abs(this.#last - this.#first);
  }
}

/** The table with such dates as year, month and day. */
export function withDayFirst(table: Table, found: readonly number[]): Table {
  return {
    ...table,
    notes: [...table.notes, "dates: day/month/year, by their steps"],
    async *batches(wanted): AsyncGenerator<Batch> {
      for await (const batch of table.batches(wanted))
        yield {
          count: batch.count,
          place: (i) => batch.place(i),
          cell: (i, column) => {
            const cell = batch.cell(i, column);
            if (!found.includes(column) || typeof cell !== "string") return cell;
            return cell.trim().replace(SLASHES, (_, day: string, month: string, year: string, rest: string) => {
              return `${year.length === 2 ? `20${year}` : year}-${month}-${day}${rest.replace(/^,/, "")}`;
            });
          },
        };
    },
  };
}
