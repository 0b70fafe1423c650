import type { Batch, Cell, Table, TableColumn } from "./table.js";

/** Names of the whole seconds of a time stamp, and of the rest of it beside them. */
const WHOLE = /^(.*?)(secs?|seconds|tv_sec)$/i;
const RESTS: readonly (readonly [rest: RegExp, nanoseconds: bigint])[] = [
  [/^(.*?)(nsecs?|nanosecs?|nanoseconds|tv_nsec)$/i, 1n],
  [/^(.*?)(usecs?|microsecs?|microseconds|tv_usec)$/i, 1000n],
];

/** Times in two columns, seconds and nanoseconds, as messages of ROS have them ("header.stamp.secs", "header.stamp.nsecs"), as one. */
export function joinedStamps(table: Table): Table {
  const { columns } = table;
  for (const [seconds, column] of columns.entries()) {
    const stem = WHOLE.exec(column.name)?.[1];
    if (stem === undefined) continue;
    for (const [pattern, nanoseconds] of RESTS) {
      const rest = columns.findIndex(({ name }) => pattern.exec(name)?.[1] === stem);
      if (rest >= 0) return joined(table, { seconds, rest, nanoseconds, stem: stem.replace(/[._\s]+$/, "") });
    }
  }
  return table;
}

interface Pair {
  readonly seconds: number;
  readonly rest: number;
  /** Of one in the column of the rest. */
  readonly nanoseconds: bigint;
  readonly stem: string;
}

function joined(table: Table, { seconds, rest, nanoseconds, stem }: Pair): Table {
  const time: TableColumn = { name: stem === "" ? "time" : stem, unit: "", counts: { kind: "instant", unit: "ns" } };
  const columns = table.columns.map((column, i) =>
    i === seconds ? time : i === rest ? { name: "", unit: "" } : column,
  );
  const whole = (cell: Cell) => (typeof cell === "bigint" ? cell : /^\s*\d{1,12}(\.0*)?\s*$/.exec(String(cell))?.[0]);
  return {
    ...table,
    columns,
    notes: [...table.notes, `time out of ${table.columns[seconds]?.name} and ${table.columns[rest]?.name}`],
    async *batches(wanted): AsyncGenerator<Batch> {
      const needed = wanted.includes(seconds) ? [...new Set([...wanted, rest])] : wanted;
      for await (const batch of table.batches(needed))
        yield {
          ...batch,
          place: (i) => batch.place(i),
          cell: (i, column) => {
            const cell = batch.cell(i, column);
            if (column === rest) return "";
            if (column !== seconds) return cell;
            const parts = [whole(cell), whole(batch.cell(i, rest))];
            if (parts.includes(undefined)) return "";
            const [a = 0n, b = 0n] = parts.map((part) => BigInt(String(part).trim().replace(/\.0*$/, "")));
            return a * 1_000_000_000n + b * nanoseconds;
          },
        };
    },
    number: (cell, place, column) => (typeof cell === "bigint" ? Number(cell) : table.number(cell, place, column)),
  };
}
