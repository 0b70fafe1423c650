import { UserError } from "../base/errors.js";
import type { ColumnRoles } from "./columns/roles.js";
import { cellError, MissingNumber, type Table } from "./tables/table.js";

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
  readonly skipped: number;
  /** Motions in the file, more than are returned where there are many. */
  readonly motionsFound: number;
}

/** Of longer motions, every 2nd, 4th, 8th ... sample is kept, so that between half as many and as many are. */
export const MAX_SAMPLES = 1 << 21;
/** Numbers kept of all motions together, 256 MiB: where they are more, the longest motion is thinned. */
const MAX_KEPT = 1 << 25;
/** Motions that are kept: the first ones. */
export const MAX_MOTIONS = 64;

/**
 * Reads a table in one pass and keeps its motions, of long ones an even selection, so that memory does not grow with the
 * file. Within a motion times must ascend. `skipMissing`: rows with a missing number are left out instead of refused.
 *
 * Throws `UserError` with row and column for anything that is not a number, and for times that do not ascend.
 */
export async function collectMotions(
  table: Table,
  roles: Pick<ColumnRoles, "time" | "id">,
  columns: readonly number[],
  { skipMissing = false }: { skipMissing?: boolean } = {},
): Promise<Collected> {
  const { time, id } = roles;
  const wanted = [...new Set([time, ...(id === undefined ? [] : [id]), ...columns])];
  const motions = new Map<string, Thinned>();
  let [rows, skipped, motionsFound, held] = [0, 0, 0, 0];
  const values = new Float64Array(columns.length);
  for await (const batch of table.batches(wanted))
    for (let i = 0; i < batch.count; i++) {
      const place = batch.place(i);
      rows++;
      try {
        const t = table.number(batch.cell(i, time), place, time);
        for (let c = 0; c < columns.length; c++) {
          const column = columns[c] as number;
          values[c] = table.number(batch.cell(i, column), place, column);
        }
        const key = id === undefined ? "" : identity(table, batch.cell(i, id), place, id);
        let motion = motions.get(key);
        if (motion === undefined) {
          motionsFound++;
          motion = new Thinned(columns.length, motionsFound <= MAX_MOTIONS);
          motions.set(key, motion);
          if (motionsFound > MAX_FOUND)
            throw new UserError(
              `${table.name}: more than ${MAX_FOUND} motions; is the column "${table.columns[id ?? 0]?.name}" an id?`,
            );
        }
        held += motion.add(table, t, values, place, time);
        if (held > MAX_KEPT) held -= thinLongest(motions.values());
      } catch (error) {
        if (!(skipMissing && error instanceof MissingNumber)) throw error;
        skipped++;
      }
    }
  const collected = [...motions].flatMap(([key, motion]) => (motion.keeps ? [{ id: key, ...motion.finish() }] : []));
  const kept = collected.reduce((total, { times }) => total + times.length, 0);
  if (kept === 0) throw new UserError(`${table.name}: a heading but no rows of numbers`);
  return { motions: collected, rows, kept, skipped, motionsFound };
}

/** Thins the motion that holds most and returns how many numbers that frees. */
function thinLongest(motions: Iterable<Thinned>): number {
  const longest = [...motions].reduce((a, b) => (b.size > a.size ? b : a));
  const before = longest.size;
  longest.thin();
  return before - longest.size;
}

/** Ids are remembered, each with its last time: this many fit into memory easily. */
const MAX_FOUND = 100_000;

function identity(table: Table, cell: string | number, place: number, column: number): string {
  const text = String(cell).trim();
  if (text === "" || text === "NaN")
    throw cellError(table, place, column, "empty, expected the name or number of a motion");
  return text;
}

/** Samples of a motion, thinned by powers of two as they come. */
class Thinned {
  readonly keeps: boolean;
  readonly #width: number;
  #numbers = new Float64Array(0);
  #filled = 0;
  #stride = 1;
  #seen = 0;
  #last = Number.NEGATIVE_INFINITY;
  #lastPlace = 0;

  constructor(columns: number, keeps: boolean) {
    this.#width = columns + 1;
    this.keeps = keeps;
  }

  /** Numbers that it holds. */
  get size(): number {
    return this.#filled;
  }

  /** Returns how many numbers it holds more than before. */
  add(table: Table, t: number, values: Float64Array, place: number, column: number): number {
    if (!(t > this.#last)) {
      const relation = t === this.#last ? "repeats" : "is before";
      throw cellError(
        table,
        place,
        column,
        `time ${t} ${relation} that of ${table.placeWord} ${this.#lastPlace} (${this.#last}); times of a motion must ascend`,
      );
    }
    this.#last = t;
    this.#lastPlace = place;
    if (!this.keeps || this.#seen++ % this.#stride !== 0) return 0;
    const before = this.#filled;
    if (this.#filled + this.#width > this.#numbers.length) this.#grow();
    this.#numbers[this.#filled] = t;
    this.#numbers.set(values, this.#filled + 1);
    this.#filled += this.#width;
    if (this.#filled > MAX_SAMPLES * this.#width) this.thin();
    return this.#filled - before;
  }

  /** Keeps every second sample. */
  thin(): void {
    this.#stride *= 2;
    const count = Math.ceil(this.#filled / this.#width / 2);
    for (let i = 1; i < count; i++)
      this.#numbers.copyWithin(i * this.#width, 2 * i * this.#width, (2 * i + 1) * this.#width);
    this.#filled = count * this.#width;
  }

  finish(): Omit<CollectedMotion, "id"> {
    const count = this.#filled / this.#width;
    const column = (c: number) =>
      Float64Array.from({ length: count }, (_, i) => this.#numbers[i * this.#width + c] as number);
    return { times: column(0), values: Array.from({ length: this.#width - 1 }, (_, c) => column(c + 1)) };
  }

  #grow(): void {
    const larger = new Float64Array(Math.max(64 * this.#width, 2 * this.#numbers.length));
    larger.set(this.#numbers);
    this.#numbers = larger;
  }
}
