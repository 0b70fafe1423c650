import { meaningOf } from "../columns/meaning.js";
import { parseUnit } from "../columns/units/units.js";
import { type Batch, type Cell, cellError, type Table } from "./table.js";
import { RUN_WORDS } from "./text/run-words.js";

/** What a table out of runs calls the name of the run. */
const RUN_COLUMN = "run";

const RUN = new RegExp(`^(${RUN_WORDS}|data set)(?!\\p{Letter})`, "iu");

/**
 * A table whose columns are those of several runs beside each other, each with its own times ("Run 1: Time (s)", "Run 2: Time (s)"), as
 * one whose rows belong to one run each. Any other table stays as it is; tracks that share their times do.
 */
export function besideEachOther(written: Table): Table {
  const table = withBareRuns(withNumberedRuns(written));
  const groups = [...new Set(table.columns.flatMap(({ group }) => (group === undefined ? [] : [group])))];
  if (groups.length < 2) return table;
  const members = (group: string) => table.columns.flatMap((column, i) => (column.group === group ? [i] : []));
  const isTime = (i: number) => {
    const { name, unit } = table.columns[i] as Table["columns"][number];
    return meaningOf(name, parseUnit(unit)).kind === "time";
  };
  const own = groups.filter((group) => members(group).some(isTime));
  // Runs may share their times, unlike tracks, which move at the same time.
  const shared = table.columns.flatMap(({ group }, i) => (group === undefined && isTime(i) ? [i] : []));
  const together = own.length === 0 && shared.length === 1 && groups.every((group) => RUN.test(group));
  const timed = together ? groups : own;
  if (timed.length < 2) return table;
  const columnsOf = (group: string) => [...(together ? shared : []), ...members(group)];
  const names = columnsOf(timed[0] as string).map((i) => table.columns[i]?.name);
  /** By run, where each column of the first one is. */
  const runs = timed.flatMap((group) => {
    const columns = columnsOf(group);
    const places = names.map((name) => columns.find((i) => table.columns[i]?.name === name));
    return places.some((place) => place === undefined) ? [] : [{ group, places: places as number[] }];
  });
  if (runs.length < 2) return table;
  const [first] = runs as [(typeof runs)[number]];
  const columns = [
    { name: RUN_COLUMN, unit: "" },
    ...first.places.map((i) => {
      const { group: _, ...column } = table.columns[i] as Table["columns"][number];
      return column;
    }),
  ];
  const located = { name: table.name, columns, placeWord: table.placeWord };
  return {
    ...table,
    columns,
    identity: 0,
    notes: [...table.notes, `${runs.length} runs beside each other`],
    async *batches(wanted): AsyncGenerator<Batch> {
      const needed = runs.flatMap(({ places }) =>
        wanted.flatMap((column) => (column === 0 ? [] : [places[column - 1] as number])),
      );
      // What a shorter run lacks: its times, or where these are shared another of its columns.
      const filled = first.places.findIndex((place) => (together ? !isTime(place) : isTime(place)));
      const all = [...new Set([...needed, ...runs.map(({ places }) => places[filled] as number)])];
      for await (const batch of table.batches(all)) {
        // Shorter runs end in blanks.
        const rows: { row: number; run: number }[] = [];
        for (let row = 0; row < batch.count; row++)
          for (const [run, { places }] of runs.entries())
            if (!isBlank(batch.cell(row, places[filled] as number))) rows.push({ row, run });
        yield {
          count: rows.length,
          place: (i) => batch.place(rows[i]?.row ?? 0),
          cell: (i, column) => {
            const { row, run } = rows[i] as { row: number; run: number };
            const { group, places } = runs[run] as (typeof runs)[number];
            return column === 0 ? group : batch.cell(row, places[column - 1] as number);
          },
        };
      }
    },
    number: (cell, place, column) => {
      if (column === 0) throw cellError(located, place, column, `"${cell}" is the name of a run`);
      return table.number(cell, place, first.places[column - 1] as number);
    },
  };
}

const NUMBERED = /^(\d{1,3}) ?:? ([\p{Letter}].*)$/u;

/** "1 Time, 1 Position, 2 Position, 3 Position" as runs that share the times of the first; any other table stays as it is. */
function withNumberedRuns(table: Table): Table {
  const parts = table.columns.map(({ name }) => NUMBERED.exec(name.trim()));
  const names = new Set(parts.slice(1).map((part) => part?.[2]));
  const isTime = (name: string, unit: string) => meaningOf(name, parseUnit(unit)).kind === "time";
  const [time, ...others] = parts;
  if (others.length < 2 || time?.[1] !== "1" || !isTime(time[2] ?? "", table.columns[0]?.unit ?? "")) return table;
  if (names.size !== 1 || !others.every((part, i) => part?.[1] === String(i + 1))) return table;
  return {
    ...table,
    columns: table.columns.map((column, i) => {
      const [, run = "", name = ""] = parts[i] as RegExpExecArray;
      return i === 0 ? { ...column, name } : { ...column, name, group: `Run ${run}` };
    }),
  };
}

/** "Time, Trial 1, Trial 2": columns that are called after their run alone hold one quantity, which has no name; any other table stays as it is. */
function withBareRuns(table: Table): Table {
  const isBare = ({ name, group }: Table["columns"][number]) =>
    group !== undefined && name === group && RUN.test(group);
  const others = table.columns.filter((column) => !isBare(column));
  if (others.length !== 1 || table.columns.length < 3) return table;
  return {
    ...table,
    columns: table.columns.map((column) => (isBare(column) ? { ...column, name: "value" } : column)),
  };
}

const isBlank = (cell: Cell) => (typeof cell === "string" ? cell.trim() === "" : Number.isNaN(Number(cell)));
