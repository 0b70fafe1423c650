import { UserError } from "../../base/errors.js";
import type { ColumnFacts } from "../columns/facts.js";
import { columnsTable, type StoredColumn } from "./binary/columns.js";
import { type Cell, MissingNumber, type Table, type TableColumn } from "./table.js";
import { parseHeading } from "./text/heading.js";

/** Bodies that move at the same time, unlike runs. */
const BODIES =
  /^(body|bodies|particle|marker|point|joint|object|obj|mass|bob|ball|cart|bodypart|landmark|node|atom|planet|star|track|part|link|name|label|körper|koerper|teilchen|corps|cuerpo|corpo)(_?(id|nr|no|name|number))?$/i;
/** What a melted table calls the names of its quantities. */
const QUANTITIES =
  /^_?(variable|var|signal|quantity|channel|parameter|param|key|sensor|field|topic|name|groesse|größe)s?(_?name)?$/i;
/** What a melted table calls its numbers. */
const VALUE = /^_?(value|wert|valeur|valor|valore|waarde)$/i;
/** Names that are told apart, and numbers that are held in memory. */
const [MOST_NAMES, MOST_NUMBERS] = [64, 1 << 24];
/** Share of the rows whose time belongs to all names. */
const SHARED = 0.9;

/** A table in long form: which columns have the times and the names of what moves at that time. */
interface LongForm {
  readonly time: number;
  readonly name: number;
  readonly values: readonly number[];
  /** Whether the names are those of quantities. */
  readonly melted: boolean;
}

/**
 * A table that has a row for every body or quantity at every time as one with a row a time; undefined for any other. Runs that have the same
 * times are none: only columns that name bodies or quantities are looked at.
 */
export async function widened(table: Table, facts: readonly ColumnFacts[]): Promise<Table | undefined> {
  const form = longForm(facts);
  if (form === undefined) return undefined;
  const { columns, rows, names } = await collected(table, form);
  const by = table.columns[form.name]?.name;
  return columnsTable(table.name, table.format, columns, {
    rows,
    notes: [
      ...table.notes,
      `rows of ${names.slice(0, 6).join(", ")}${names.length > 6 ? ", ..." : ""} at one time joined, by ${by}`,
    ],
  });
}

function longForm(facts: readonly ColumnFacts[]): LongForm | undefined {
  const time = facts.find(
    ({ meaning, numbers, instants, texts }) => meaning.kind === "time" && numbers + instants > texts,
  );
  if (time === undefined) return undefined;
  for (const key of facts) {
    const melted = QUANTITIES.test(key.column.name);
    if (key === time || (!melted && !BODIES.test(key.column.name))) continue;
    const labels = key.labels ?? Array.from(key.values, String);
    if (!together(Array.from(time.values), labels)) continue;
    const numbers = facts.filter((column) => column !== time && column !== key && column.numbers > column.texts);
    // Beside the value, numbers of tables and the like say nothing of a quantity.
    const value = melted ? numbers.filter(({ column }) => VALUE.test(column.name)) : [];
    const values = value.length === 1 ? value : numbers;
    if (values.length === 0 || (melted && values.length > 1 && !BODIES.test(key.column.name))) continue;
    return {
      time: time.index,
      name: key.index,
      values: values.map(({ index }) => index),
      melted: melted && values.length === 1,
    };
  }
  return undefined;
}

/** Whether most times have a row of every name, and none two. */
function together(times: readonly number[], labels: readonly string[]): boolean {
  const names = new Set(labels);
  if (names.size < 2 || names.size > MOST_NAMES || names.has("") || names.has("NaN")) return false;
  // Of a table whose rows stand name by name the sample may hold the first name whole and others in part.
  const seen = new Map<string, Set<number>>();
  for (const [i, t] of times.entries()) {
    const own = seen.get(labels[i] as string) ?? new Set<number>();
    if (own.has(t)) return false;
    seen.set(labels[i] as string, own.add(t));
  }
  const [first, second] = [...seen.values()] as [Set<number>, Set<number>];
  const both = [...second].filter((t) => first.has(t)).length;
  return both >= SHARED * second.size && second.size > 2;
}

interface Collected {
  readonly columns: readonly StoredColumn[];
  readonly rows: number;
  readonly names: readonly string[];
}

async function collected(table: Table, { time, name, values, melted }: LongForm): Promise<Collected> {
  const times: Cell[] = [];
  const rowOf = new Map<string, number>();
  const names = new Map<string, number[][]>();
  let held = 0;
  for await (const batch of table.batches([time, name, ...values]))
    for (let i = 0; i < batch.count; i++) {
      const [at, label] = [batch.cell(i, time), String(batch.cell(i, name)).trim()];
      const key = String(at).trim();
      let row = rowOf.get(key);
      if (row === undefined) {
        row = times.length;
        rowOf.set(key, row);
        times.push(numberOr(table, at, batch.place(i), time));
      }
      let own = names.get(label);
      if (own === undefined) {
        own = values.map(() => []);
        names.set(label, own);
        if (names.size > MOST_NAMES)
          throw new UserError(`${table.name}: more than ${MOST_NAMES} names in a table in long form`);
      }
      for (const [k, column] of values.entries()) {
        const value = numberOr(table, batch.cell(i, column), batch.place(i), column);
        (own[k] as number[])[row] = typeof value === "number" ? value : Number.NaN;
      }
      held += values.length;
      if (held > MOST_NUMBERS)
        throw new UserError(`${table.name}: more than ${MOST_NUMBERS} numbers in a table in long form`);
    }
  const order = Array.from(times, (_, i) => i);
  if (times.every((t) => typeof t === "number")) order.sort((a, b) => (times[a] as number) - (times[b] as number));
  const title = (label: string, column: number): TableColumn => {
    const own = table.columns[column] as TableColumn;
    return melted ? withUnit(parseHeading(label), own.unit) : { ...own, group: label };
  };
  return {
    names: [...names.keys()],
    rows: times.length,
    columns: [
      { ...(table.columns[time] as TableColumn), at: (row) => times[order[row] as number] as Cell },
      ...[...names].flatMap(([label, lists]) =>
        values.map(
          (column, k): StoredColumn => ({
            ...title(label, column),
            at: (row) => lists[k]?.[order[row] as number] ?? Number.NaN,
          }),
        ),
      ),
    ],
  };
}

const withUnit = (column: TableColumn, unit: string): TableColumn =>
  column.unit === "" ? { ...column, unit } : column;

/** A cell as a number where it is one. */
function numberOr(table: Table, cell: Cell, place: number, column: number): Cell {
  if (typeof cell === "bigint") return cell;
  try {
    return table.number(cell, place, column);
  } catch (error) {
    if (error instanceof MissingNumber) return Number.NaN;
    if (error instanceof UserError) return cell;
    throw error;
  }
}
