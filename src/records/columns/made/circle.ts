import { type Batch, madeNumber, numberOrNaN, type Table } from "../../tables/table.js";
import type { ColumnFacts } from "../facts.js";

/** The columns of an angle's cosine and sine. */
interface Circle {
  readonly cosine: number;
  readonly sine: number;
  readonly angle: string;
}

/** Squares of a cosine and a sine add to one within this, on average. */
const ROUND = 0.05;
const NAME = /^(cos|sin)[\s_(]*(.+?)\)?$|^(.+?)[\s_]*(cos|sin)$/i;

const LONGEST = 100;

/** A cosine and a sine of one angle by name, whose squares add to one, in a record without that angle. */
export function circleOf(facts: readonly ColumnFacts[]): Circle | undefined {
  const parts = facts.flatMap((column) => {
    const match = column.column.name.length < LONGEST ? NAME.exec(column.column.name) : null;
    if (match === null || column.numbers <= column.texts) return [];
    return [{ column, part: (match[1] ?? match[4] ?? "").toLowerCase(), of: match[2] ?? match[3] ?? "" }];
  });
  for (const { column, part, of } of parts) {
    const sine = parts.find((other) => part === "cos" && other.part === "sin" && other.of === of)?.column;
    if (sine === undefined || facts.some((other) => other.column.name === of) || !isRound(column, sine)) continue;
    return { cosine: column.index, sine: sine.index, angle: of };
  }
  return undefined;
}

function isRound({ values: a }: ColumnFacts, { values: b }: ColumnFacts): boolean {
  const squares = Array.from(a, (value, i) => value ** 2 + (b[i] as number) ** 2).filter(Number.isFinite);
  return squares.length > 0 && squares.reduce((sum, r) => sum + Math.abs(r - 1), 0) < ROUND * squares.length;
}

/** The table with the angle, in radians from -pi to pi, as one more column. */
export function withAngleOf(table: Table, { cosine, sine, angle }: Circle): Table {
  const index = table.columns.length;
  return {
    ...table,
    columns: [...table.columns, { name: angle, unit: "rad" }],
    notes: [...table.notes, `${angle} out of ${table.columns[cosine]?.name} and ${table.columns[sine]?.name}`],
    async *batches(wanted): AsyncGenerator<Batch> {
      const inner = wanted.filter((column) => column !== index);
      for await (const batch of table.batches([...new Set([...inner, cosine, sine])]))
        yield {
          count: batch.count,
          place: (i) => batch.place(i),
          cell: (i, column) => {
            if (column !== index) return batch.cell(i, column);
            const at = (other: number) => numberOrNaN(table, batch.cell(i, other), batch.place(i), other);
            return Math.atan2(at(sine), at(cosine));
          },
        };
    },
    number: madeNumber(table, [index], sine),
  };
}
