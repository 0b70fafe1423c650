import { UserError } from "../../../base/errors.js";
import { usualStep } from "../../../numerics/index.js";
import { type Batch, type Cell, madeNumber, numberOrNaN, type Table } from "../../tables/table.js";
import type { ColumnFacts } from "../facts.js";

/** Columns that were sampled at times of their own, beside others. */
export interface OwnTimes {
  /** The record's times. */
  readonly main: number;
  /** The times of `columns`, which stand behind it. */
  readonly own: number;
  readonly columns: readonly number[];
}

/** The two times of a row differ by no more than so many steps, and by more than so much of one. */
const [NEAR, SAME] = [3, 1e-6];
/** Rows that are kept in memory. */
const MAX_ROWS = 1 << 21;

/**
 * Which columns have times of their own: "Time A, Pos A, Time B, Pos B". Of two clocks of the same samples, such as a stamp beside the times,
 * only one stands before quantities, so these are none.
 */
export function ownTimes(facts: readonly ColumnFacts[]): OwnTimes[] {
  const times = facts.filter(({ meaning, numbers, texts }) => meaning.kind === "time" && numbers > texts);
  const [main, ...others] = times;
  if (main === undefined || others.length === 0) return [];
  const behind = ({ index }: ColumnFacts) => {
    const end = times.find((other) => other.index > index)?.index ?? facts.length;
    return facts.slice(index + 1, end).filter(({ numbers, texts, column }) => numbers > texts && column.name !== "");
  };
  if (behind(main).length === 0) return [];
  return others.flatMap((own) => {
    const columns = behind(own).map(({ index }) => index);
    return columns.length > 0 && (areBeside(main, own) || haveOwnRates(main, own))
      ? [{ main: main.index, own: own.index, columns }]
      : [];
  });
}

/** Whether two columns hold times of the same rows that ascend and differ by a few steps at most. */
function areBeside({ values: a, column: { unit } }: ColumnFacts, { values: b, column: other }: ColumnFacts): boolean {
  const rows = Array.from(a, (_, i) => i).filter((i) => Number.isFinite(a[i]) && Number.isFinite(b[i]));
  if (rows.length < 4 || unit !== other.unit) return false;
  const later = rows.map((i) => b[i] as number);
  if (!ascends(later)) return false;
  const usual = usualStep(later);
  const apart = rows.map((i) => Math.abs((a[i] as number) - (b[i] as number)));
  return Math.max(...apart) < NEAR * usual && Math.max(...apart) > SAME * usual;
}

const ascends = (times: ArrayLike<number>): boolean =>
  Array.from(times).every((time, k) => k === 0 || time > (times[k - 1] as number));

/** Rates that differ by less than this may be those of two clocks of the same samples. */
const APART = 0.005;

/** Whether two columns hold times of instruments that ran beside one another, each at a rate of its own: both ascend, and most of the shorter time lies within the longer. */
function haveOwnRates(
  { values: a, column: { unit } }: ColumnFacts,
  { values: b, column: other }: ColumnFacts,
): boolean {
  const [one, two] = [a, b].map((values) => values.filter(Number.isFinite)) as [Float64Array, Float64Array];
  if (unit !== other.unit || one.length < 4 || two.length < 4) return false;
  if (!ascends(one) || !ascends(two)) return false;
  const [first, second] = [usualStep(one), usualStep(two)];
  if (Math.abs(first - second) < APART * Math.max(first, second)) return false;
  const [from, to] = [
    Math.max(one[0] as number, two[0] as number),
    Math.min(one.at(-1) as number, two.at(-1) as number),
  ];
  const spans = [one, two].map((times) => (times.at(-1) as number) - (times[0] as number));
  return to - from > Math.min(...spans) / 2;
}

/** The table with what was sampled at other times brought to the record's own, by polynomials of third degree through four samples. */
export async function withAligned(table: Table, found: readonly OwnTimes[]): Promise<Table> {
  const needed = [...new Set(found.flatMap(({ main, own, columns }) => [main, own, ...columns]))];
  const read = new Map(needed.map((column) => [column, [] as number[]]));
  for await (const batch of table.batches(needed))
    for (let i = 0; i < batch.count; i++)
      for (const [column, values] of read)
        values.push(numberOrNaN(table, batch.cell(i, column), batch.place(i), column));
  const rows = read.get(needed[0] ?? 0)?.length ?? 0;
  if (rows > MAX_ROWS) throw new UserError(`${table.name}: more than ${MAX_ROWS} rows with times of their own`);
  const aligned = new Map<number, Float64Array>();
  for (const { main, own, columns } of found) {
    aligned.set(own, Float64Array.from(read.get(main) ?? []));
    for (const column of columns)
      aligned.set(column, interpolated(read.get(own) ?? [], read.get(column) ?? [], read.get(main) ?? []));
  }
  const name = (column: number) => table.columns[column]?.name ?? "";
  return {
    ...table,
    notes: [
      ...table.notes,
      ...found.map(
        ({ main, own, columns }) => `${columns.map(name).join(", ")} brought from ${name(own)} to ${name(main)}`,
      ),
    ],
    async *batches(wanted): AsyncGenerator<Batch> {
      let first = 0;
      for await (const batch of table.batches(wanted)) {
        const begin = first;
        yield {
          count: batch.count,
          place: (i) => batch.place(i),
          cell: (i, column): Cell => aligned.get(column)?.[begin + i] ?? batch.cell(i, column),
        };
        first += batch.count;
      }
    },
    number: madeNumber(table, [...aligned.keys()]),
  };
}

/** Values at other times; NaN beyond the first and the last. */
function interpolated(times: readonly number[], values: readonly number[], wanted: readonly number[]): Float64Array {
  const known = times.flatMap((t, i) => (Number.isFinite(t) && Number.isFinite(values[i]) ? [i] : []));
  const [t, v] = [known.map((i) => times[i] as number), known.map((i) => values[i] as number)];
  let at = 0;
  return Float64Array.from(wanted, (time) => {
    if (!(time >= (t[0] as number) && time <= (t.at(-1) as number))) return Number.NaN;
    // Where the time starts anew, so does the search.
    if (time < (t[at] as number)) at = 0;
    while (at < t.length - 2 && (t[at + 1] as number) <= time) at++;
    const from = Math.max(0, Math.min(at - 1, t.length - 4));
    const to = Math.min(t.length, from + 4);
    let sum = 0;
    for (let i = from; i < to; i++) {
      let weight = 1;
      for (let j = from; j < to; j++)
        if (j !== i) weight *= (time - (t[j] as number)) / ((t[i] as number) - (t[j] as number));
      sum += weight * (v[i] as number);
    }
    return sum;
  });
}
