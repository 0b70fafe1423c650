import { UserError } from "../../base/errors.js";
import { quote } from "../../base/text.js";
import { type InputSignal, ratesOf, sideBySide, signalOf } from "../../identification/index.js";
import type { Quantity } from "../../mechanics/index.js";
import { columnFacts } from "../columns/facts.js";
import { timeScale } from "../columns/time.js";
import { collectMotions } from "../motions/collect.js";
import type { InputQuantity } from "../recording.js";
import type { Table } from "../tables/table.js";

/** What will act from outside: times `t`, ascending, and a column of values for every input by its name. */
export interface FutureInput {
  readonly t: ArrayLike<number>;
  readonly [input: string]: ArrayLike<number>;
}

/** How future inputs are called in messages, and how they are given. */
export interface InputPlace {
  readonly source: string;
  readonly how: string;
}

/** The time of a prediction; `before`: what acts at its start, where that is the end of a record. */
export interface InputSpan {
  readonly start: number;
  readonly end: number;
  readonly before?: readonly number[] | undefined;
}

/**
 * Future inputs as a function of time between `start` and `end`: between rows as in the record, held or in lines. They may begin one row after the start, where the record's own last row was, and those that are all held end
 * one row before the end. Throws `UserError` where they do not go with the inputs of the law or with the time that is asked for.
 */
export function inputSignal(
  all: readonly InputQuantity[],
  given: FutureInput | undefined,
  { start, end, before }: InputSpan,
  { source, how }: InputPlace,
): InputSignal | undefined {
  const inputs = givenInputs(all);
  const names = inputs.map(({ name }) => name);
  if (given === undefined) {
    if (names.length === 0) return undefined;
    throw new UserError(`what was learned needs the future values of ${names.join(", ")}: give them with ${how}`);
  }
  if (names.length === 0) throw new UserError(`${source}: the record had no inputs, so a future input means nothing`);
  const columns = ["t", ...names].map((name) => {
    const column = given[name];
    if (column === undefined)
      throw new UserError(`${source}: no column ${quote(name)}; it must have t, ${names.join(", ")}`);
    if (column.length !== given.t.length)
      throw new UserError(`${source}: ${column.length} values of ${name} for ${given.t.length} times`);
    const wrong = Array.from(column).findIndex((value) => !Number.isFinite(value));
    if (wrong >= 0) throw new UserError(`${source}: value ${wrong + 1} of ${name} is not a finite number`);
    return Array.from(column);
  });
  const [times, ...values] = columns as [number[], ...number[][]];
  if (times.length < 2) throw new UserError(`${source}: ${times.length} times, expected at least 2`);
  const back = times.findIndex((t, i) => i > 0 && !(t > (times[i - 1] as number)));
  if (back > 0) throw new UserError(`${source}: time ${back + 1} (${times[back]}) is not after the one before`);
  const [first, second, last] = [times[0] as number, times[1] as number, times.at(-1) as number];
  const room = 1e-9 * (end - start);
  if (first - start > second - first + room)
    throw new UserError(`${source}: begins at ${first}, after the prediction does (${start})`);
  const held = inputs.map(({ held: own = false }) => own);
  const goesOn = held.every((own) => own) ? last - (times.at(-2) as number) : 0;
  if (last + goesOn < end - room)
    throw new UserError(`${source}: ends at ${last}, before the prediction does (${end})`);
  const rows = times.flatMap((_, i) => values.map((column) => column[i] as number));
  const begun = first > start && before !== undefined;
  const samples = {
    times: begun ? [start, ...times] : times,
    values: begun ? [...before.slice(0, names.length), ...rows] : rows,
    count: names.length,
  };
  const rates = all.flatMap(({ rateOf }) => (rateOf === undefined ? [] : [rateOf]));
  if (rates.length === 0) return signalOf(samples, held);
  const whole = sideBySide(samples.values, ratesOf(samples, rates), samples.times.length);
  return signalOf({ ...samples, values: whole, count: all.length }, [...held, ...rates.map(() => false)]);
}

/** Inputs that are given, behind which the rates of some may stand that are worked out from them. */
export const givenInputs = (inputs: readonly InputQuantity[]): readonly InputQuantity[] =>
  inputs.filter(({ rateOf }) => rateOf === undefined);

/** Reads future inputs from a table: the record's time and inputs by their names, in the record's units. */
export async function readFutureInput(
  table: Table,
  time: Quantity,
  inputs: readonly InputQuantity[],
): Promise<{ input: FutureInput; unused: string[] }> {
  const facts = await columnFacts(table);
  const names = table.columns.map(({ name }) => name);
  const listed = names.map(quote).join(", ");
  const timeColumn = names.includes(time.name)
    ? names.indexOf(time.name)
    : facts.findIndex(({ meaning }) => meaning.kind === "time");
  // As it is written, or as the record's reader takes it apart into name and unit: base_mm is base in mm.
  const columnOf = (name: string) =>
    names.includes(name) ? names.indexOf(name) : facts.findIndex(({ column }) => column.name === name);
  const find = ({ name, unit }: Quantity, column = columnOf(name)): number => {
    if (column < 0) throw new UserError(`${table.name}: no column ${quote(name)} among ${listed}`);
    const own = facts[column]?.column.unit ?? "";
    if (own !== "" && unit !== "" && own !== unit)
      throw new UserError(`${table.name}: ${name} is in ${own}, but in the record in ${unit}`);
    return column;
  };
  const given = givenInputs(inputs);
  const wanted = given.map((quantity) => find(quantity));
  const at = find(time, timeColumn);
  const { motions } = await collectMotions(
    table,
    timeScale(table, facts[at], {}),
    wanted.map((column) => ({ column, factor: 1, sentinels: [] })),
    { id: undefined, descending: false, refuseMissing: true },
  );
  const [motion] = motions;
  return {
    input: {
      ...Object.fromEntries(given.map(({ name }, k) => [name, motion?.values[k] ?? []])),
      t: motion?.times ?? [],
    },
    unused: names.filter((_, i) => i !== at && !wanted.includes(i)),
  };
}
