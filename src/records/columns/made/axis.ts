import type { Batch, Cell, Table } from "../../tables/table.js";
import { madeNumber, numberOrNaN } from "../../tables/table.js";
import type { ColumnFacts } from "../facts.js";

/** The axis about which a gyroscope turns, as its columns show it. */
export interface TurningAxis {
  readonly columns: readonly ColumnFacts[];
  /** The column that has most of it, with a weight above zero. */
  readonly main: ColumnFacts;
  /** The axis among the columns, of length 1. */
  readonly weights: readonly number[];
}

/** Rates about an axis, or in the column of one, are more than those across it, or in the others, by this. */
export const MAIN = 3;
/** An axis this near to a column's (its cosine) is that column's. */
const ALONG = Math.cos(Math.PI / 360);
/** Rounds of power iteration: what lies across is at least nine times less in each. */
const ROUNDS = 40;

/** The axis about which the sensor turns to whose columns one belongs: the first principal axis of their rates. Undefined where the column stands alone, or where it turns about several. */
export function turningAxis(main: ColumnFacts, facts: readonly ColumnFacts[]): TurningAxis | undefined {
  const columns = facts.filter((own) => own === main || (own.numbers > own.texts && isBeside(own, main)));
  if (columns.length < 2 || columns.length > 3) return undefined;
  const rows: number[][] = [];
  main.values.forEach((_, i) => {
    const row = columns.map(({ values }) => values[i] as number);
    if (row.every(Number.isFinite)) rows.push(row);
  });
  const means = columns.map((_, k) => rows.reduce((sum, row) => sum + (row[k] as number) / rows.length, 0));
  const covariance = columns.map((_, k) =>
    columns.map((_, l) =>
      rows.reduce(
        (sum, row) =>
          sum +
          (((row[k] as number) - (means[k] as number)) * ((row[l] as number) - (means[l] as number))) / rows.length,
        0,
      ),
    ),
  );
  let axis: number[] = columns.map((own) => (own === main ? 1 : 0));
  let along = 0;
  for (let round = 0; round < ROUNDS; round++) {
    const turned = covariance.map((row) => row.reduce((sum, value, l) => sum + value * (axis[l] as number), 0));
    along = Math.hypot(...turned);
    if (!(along > 0)) return undefined;
    axis = turned.map((value) => value / along);
  }
  const all = covariance.reduce((sum, row, k) => sum + (row[k] as number), 0);
  if (all - along > along / MAIN ** 2) return undefined;
  const largest = axis.reduce((most, value, k) => (Math.abs(value) > Math.abs(axis[most] as number) ? k : most), 0);
  const sign = Math.sign(axis[largest] as number);
  return { columns, main: columns[largest] as ColumnFacts, weights: axis.map((value) => sign * value) };
}

/** Whether two columns are axes of one sensor: their names differ in the letter of the axis alone. */
function isBeside(a: ColumnFacts, b: ColumnFacts): boolean {
  const [one, other] = [a.column.name.toLowerCase(), b.column.name.toLowerCase()];
  if (one.length !== other.length || a.column.unit !== b.column.unit || a.meaning.kind !== b.meaning.kind) return false;
  const apart = [...one].flatMap((letter, i) => (letter === other[i] ? [] : [letter, other[i] as string]));
  return apart.length === 2 && apart.every((letter) => "xyz".includes(letter));
}

/** The table with the rate about the axis in the place of its main column; as it is where the column is the axis. */
export function alongAxis(table: Table, { columns, main, weights }: TurningAxis): Table {
  const share = weights[columns.indexOf(main)] as number;
  if (share > ALONG) return table;
  const names = columns.map(({ column }) => column.name);
  const degrees = Number(((Math.acos(Math.min(1, share)) * 180) / Math.PI).toPrecision(3));
  return {
    ...table,
    notes: [
      ...table.notes,
      `${names.join(", ")} turn together about one axis, ${degrees}° from ${main.column.name}: their rate about it is taken`,
    ],
    async *batches(wanted): AsyncGenerator<Batch> {
      const others = columns.map(({ index }) => index);
      const inner = wanted.includes(main.index) ? [...new Set([...wanted, ...others])] : wanted;
      for await (const batch of table.batches(inner))
        yield {
          ...batch,
          place: (i) => batch.place(i),
          cell: (i, column): Cell =>
            column === main.index
              ? others.reduce(
                  (sum, index, k) =>
                    sum + (weights[k] as number) * numberOrNaN(table, batch.cell(i, index), batch.place(i), index),
                  0,
                )
              : batch.cell(i, column),
        };
    },
    number: madeNumber(table, [main.index], main.index),
  };
}
