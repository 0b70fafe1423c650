import { type Batch, type Cell, cellError, type Table, type TableColumn } from "./table.js";

/** Names of the whole seconds of a time stamp, and of the rest of it beside them. */
const WHOLE = /^(.*?)(secs?|seconds|tv_sec)$/i;
const RESTS: readonly (readonly [rest: RegExp, nanoseconds: bigint])[] = [
  [/^(.*?)(nsecs?|nanosecs?|nanoseconds|tv_nsec)$/i, 1n],
  [/^(.*?)(usecs?|microsecs?|microseconds|tv_usec)$/i, 1000n],
];

/** Times in two columns, seconds and nanoseconds, as messages of ROS have them ("header.stamp.secs", "header.stamp.nsecs"), as one. */
export function joinedStamps(table: Table): Table {
  const { columns } = table;
  const clock = clockParts(table);
  if (clock !== undefined) return joinedClock(table, clock);
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

/** Names of the parts of a time in columns of their own, with the seconds of one of each. */
const CLOCK: readonly (readonly [name: RegExp, seconds: number])[] = [
  [/^(s|secs?|seconds?|ss|sekunden?|segundos?|secondes?)$/i, 1],
  [/^(min|mins|minutes?|mm|minuten|minutos?)$/i, 60],
  [/^(h|hrs?|hours?|hh|stunden?|heures?|horas?)$/i, 3600],
  [/^(ms|msecs?|milliseconds?|millisekunden?|milisegundos?|millisecondes?)$/i, 1e-3],
];
/** Where the milliseconds stand in it. */
const MILLISECONDS = 3;

/** Columns of seconds and minutes, with hours and milliseconds or without, in this order; undefined where there are not both. */
function clockParts({ columns }: Table): number[] | undefined {
  const named = ({ name }: TableColumn, pattern: RegExp) => pattern.test(name);
  const found = CLOCK.map(([pattern]) => columns.findIndex((column) => named(column, pattern)));
  // What has a time besides does not need them.
  const timed = columns.some(({ name }) => /^(t|time|zeit|temps|tiempo|tempo)$/i.test(name));
  const [seconds = -1, minutes = -1] = found;
  return seconds < 0 || minutes < 0 || timed ? undefined : found;
}

function joinedClock(table: Table, parts: readonly number[]): Table {
  const [seconds = 0] = parts;
  const others = parts.filter((column) => column >= 0 && column !== seconds);
  const columns = table.columns.map((column, i) =>
    i === seconds ? { name: "time", unit: "s" } : others.includes(i) ? { name: "", unit: "" } : column,
  );
  const located = { ...table, columns };
  return {
    ...table,
    columns,
    notes: [...table.notes, `time out of ${[seconds, ...others].map((i) => table.columns[i]?.name).join(", ")}`],
    async *batches(wanted): AsyncGenerator<Batch> {
      const needed = wanted.includes(seconds) ? [...new Set([...wanted, ...others])] : wanted;
      for await (const batch of table.batches(needed))
        yield {
          count: batch.count,
          place: (i) => batch.place(i),
          cell: (i, column) => {
            if (others.includes(column)) return "";
            if (column !== seconds) return batch.cell(i, column);
            const own = table.number(batch.cell(i, seconds), batch.place(i), seconds);
            if (!(own >= 0 && own < 61))
              throw cellError(located, batch.place(i), seconds, `${own} seconds beside minutes, expected 0 to 60`);
            const fine = parts[MILLISECONDS] ?? -1;
            const rest = fine < 0 ? 0 : table.number(batch.cell(i, fine), batch.place(i), fine);
            if (!(rest >= 0 && rest < 1000))
              throw cellError(table, batch.place(i), fine, `${rest} milliseconds beside seconds, expected 0 to 999`);
            return parts.reduce(
              (sum, at, k) =>
                at < 0 || at === seconds
                  ? sum
                  : sum + (CLOCK[k]?.[1] as number) * table.number(batch.cell(i, at), batch.place(i), at),
              own,
            );
          },
        };
    },
    number: (cell, place, column) =>
      column === seconds && typeof cell === "number" ? cell : table.number(cell, place, column),
  };
}
