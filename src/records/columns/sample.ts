import { UserError } from "../../base/errors.js";
import { type Cell, MissingNumber, type Table } from "../tables/table.js";
import { readInstant } from "../tables/text/instants.js";
import { isMissing } from "../tables/text/numbers.js";

/** Rows from the beginning that decide what the columns are. */
export const SAMPLED_ROWS = 8192;

/** What the first rows of a column hold. */
export interface ColumnSample {
  /** Numbers; dates and times of day in seconds from the first; NaN where there is none. */
  readonly values: Float64Array;
  /** Cells that hold numbers, dates, other text and nothing. */
  readonly numbers: number;
  readonly instants: number;
  readonly texts: number;
  readonly missing: number;
  /** The cells as text, where they are mostly neither numbers nor dates. */
  readonly labels?: string[] | undefined;
}

/** The first rows of all columns of a table. */
export async function sampleColumns(table: Table, rows = SAMPLED_ROWS): Promise<ColumnSample[]> {
  const all = table.columns.map((_, index) => index);
  const builders = all.map((index) => new SampleBuilder(table, index, rows));
  let seen = 0;
  for await (const batch of table.batches(all)) {
    for (let i = 0; i < batch.count && seen < rows; i++, seen++)
      for (const builder of builders) builder.add(batch.cell(i, builder.index), batch.place(i), seen);
    if (seen >= rows) break;
  }
  return builders.map((builder) => builder.finish(seen));
}

class SampleBuilder {
  readonly #values: Float64Array;
  readonly #counts = { numbers: 0, instants: 0, texts: 0, missing: 0 };
  #midnights = 0;
  #last = Number.NEGATIVE_INFINITY;
  readonly #labels: string[] = [];
  #first: { days: number; seconds: number } | undefined;

  constructor(
    readonly table: Table,
    readonly index: number,
    rows: number,
  ) {
    this.#values = new Float64Array(rows).fill(Number.NaN);
  }

  add(cell: Cell, place: number, row: number): void {
    if (typeof cell === "string") this.#labels[row] = cell.trim();
    if (typeof cell === "string" && isMissing(cell.trim())) {
      this.#counts.missing++;
      return;
    }
    try {
      this.#values[row] = this.table.number(cell, place, this.index);
      this.#counts.numbers++;
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      const instant = typeof cell === "string" ? readInstant(cell.trim()) : undefined;
      if (instant !== undefined) {
        this.#first ??= instant;
        const passed = (instant.days - this.#first.days) * 86_400 + instant.seconds - this.#first.seconds;
        // A time of day after midnight.
        if (instant.clock && passed + this.#midnights < this.#last - 43_200) this.#midnights += 86_400;
        this.#last = passed + this.#midnights;
        this.#values[row] = this.#last;
        this.#counts.instants++;
      } else if (error instanceof MissingNumber) this.#counts.missing++;
      else this.#counts.texts++;
    }
  }

  finish(rows: number): ColumnSample {
    const { numbers, instants, texts } = this.#counts;
    const labels = texts > numbers + instants ? this.#labels : undefined;
    return { values: this.#values.subarray(0, rows), ...this.#counts, labels };
  }
}
