import { UserError } from "../../base/errors.js";
import { powerOfTen } from "../../numerics/index.js";
import { isNameless } from "../tables/table.js";
import { type ColumnChoices, chosenColumn, listed, withArrays } from "./choose.js";
import { type CoordinateColumns, columnsOf } from "./coordinate-columns.js";
import { namedCoordinates, recogniseCoordinates } from "./coordinates.js";
import type { ColumnFacts } from "./facts.js";
import { sampledTimes, stepsOf, timeScore } from "./time.js";
import type { Unit } from "./units/units.js";
import { Witness } from "./witness.js";

/** What every column is for. */
export interface ColumnRoles {
  /** Undefined: rows are counted at a rate that the user gives. */
  readonly time: number | undefined;
  readonly id: number | undefined;
  readonly coordinates: readonly CoordinateColumns[];
  readonly inputs: readonly number[];
  readonly unused: readonly number[];
  /** What was decided between columns, for people. */
  readonly notes: readonly string[];
  readonly witness: Witness;
  /** Whether times go down in the file. */
  readonly descending: boolean;
}

/** What the user says about the columns, and rows a second where no column has the time. */
export interface RoleChoices extends ColumnChoices {
  readonly rate?: number | undefined;
}

/** From this on a column is taken for the times. */
const TIME_ENOUGH = 2;

/**
 * Finds out what the columns mean: by what the user says, names, units and what the record itself shows. `identity`: a column
 * that the reader made to tell motions apart. Throws `UserError` where that is not certain: no time, no coordinates, some
 * coordinates with momenta or velocities and some without.
 */
export function recogniseColumns(
  file: string,
  facts: readonly ColumnFacts[],
  choices: RoleChoices = {},
  identity?: number,
): ColumnRoles {
  const columns = facts.map(({ column }) => column);
  const chosen = (name: string, option: string) => chosenColumn(file, columns, name, option);
  const { id, keys, time } = recogniseTime(file, facts, choices, identity);
  const inputs = (withArrays(columns, choices.inputs) ?? []).map((name) => chosen(name, "option inputs"));
  const taken = new Set<number>([time, id, ...inputs].filter((index) => index !== undefined));
  const sampled = timesOf(facts, time, choices.rate);
  const witness = new Witness(facts, sampled.times, keys);
  const search = { file, facts, taken, witness, time: sampled.unit };
  const { coordinates, notes } =
    choices.coordinates === undefined
      ? recogniseCoordinates(search, choices)
      : namedCoordinates(
          search,
          {
            ...choices,
            coordinates: withArrays(columns, choices.coordinates),
            momenta: withArrays(columns, choices.momenta),
            velocities: withArrays(columns, choices.velocities),
          },
          chosen,
        );
  const used = new Set([...taken, ...coordinates.flatMap(columnsOf)]);
  const unused = facts.flatMap(({ index, column, numbers, instants, texts }) =>
    used.has(index) || (column.name === "" && numbers + instants + texts === 0) ? [] : [index],
  );
  const steps = time === undefined ? undefined : stepsOf((facts[time] as ColumnFacts).values, keys);
  const descending = steps !== undefined && steps.steps > 2 && steps.ascending === 0 && steps.restarts > 0;
  return { time, id, coordinates, inputs, unused, notes, witness, descending };
}

/** The columns of times and of the motions' names; see `recogniseColumns`. */
export function recogniseTime(
  file: string,
  facts: readonly ColumnFacts[],
  choices: RoleChoices = {},
  identity?: number,
): { time: number | undefined; id: number | undefined; keys: string[] | undefined } {
  const columns = facts.map(({ column }) => column);
  const chosen = (name: string, option: string) => chosenColumn(file, columns, name, option);
  const id = choices.id === undefined ? (identity ?? identityColumn(facts)) : chosen(choices.id, "option id");
  const keys = id === undefined ? undefined : keysOf(facts[id]);
  const time =
    choices.time === undefined
      ? timeColumn(file, facts, { id, keys, rate: choices.rate })
      : chosen(choices.time, "option time");
  return { time, id, keys };
}

function timeColumn(
  file: string,
  facts: readonly ColumnFacts[],
  { id, keys, rate }: { id: number | undefined; keys: readonly string[] | undefined; rate: number | undefined },
): number | undefined {
  const ranked = facts
    .flatMap((column) => {
      const score = column.index === id ? undefined : timeScore(column, keys);
      return score === undefined ? [] : [{ index: column.index, score }];
    })
    .sort((a, b) => b.score - a.score || a.index - b.index);
  const [best] = ranked;
  const coarse = rate !== undefined && best !== undefined && !changes(facts[best.index] as ColumnFacts);
  if (best !== undefined && best.score >= TIME_ENOUGH && !coarse) return best.index;
  const counters = facts.filter(({ meaning, index }) => meaning.kind === "counter" && index !== id);
  if (rate !== undefined) return counters[0]?.index;
  // Without a name, the only column that ascends from row to row in steps other than one; it may start anew.
  const nameless = ranked.filter(({ index, score }) => score > 0 && changes(facts[index] as ColumnFacts));
  if (nameless.length === 1 && nameless[0] !== undefined) return nameless[0].index;
  const even = evenColumn(facts, id);
  if (even !== undefined) return even;
  // A column with the name of a time but without numbers is refused where the first cell stands.
  const named = facts.find(({ meaning, index, texts }) => meaning.kind === "time" && index !== id && texts > 0);
  if (named !== undefined) return named.index;
  const columns = facts.map(({ column }) => column);
  const mixed = facts.find(
    ({ meaning, index, numbers, texts }) => meaning.kind === "time" && index !== id && numbers > texts,
  );
  if (mixed !== undefined && stepsOf(mixed.values, keys).steps > 2)
    throw new UserError(
      `${file}: the times in column "${mixed.column.name}" go up and down from row to row; sort the rows by it, or name another column with option time`,
    );
  const period = facts.find(({ meaning }) => meaning.kind === "period");
  if (period !== undefined)
    throw new UserError(
      `${file}: no column of times: "${period.column.name}" is how long something takes, no moment; a motion is wanted, places at moments one after the other (if it is the time all the same, name it with option time)`,
    );
  const untitled = columns.every(({ name }) => isNameless(name));
  const hint =
    counters.length > 0 || facts.length < 3 || untitled ? ", or give the rows a second with option rate" : "";
  throw new UserError(
    `${file}: no column of times, such as t or time, among ${listed(columns)}; name it with option time${hint}`,
  );
}

/** Rows from which on equal steps of one column beside others without any are no chance. */
const FEWEST_EVEN = 16;

/** The first of two or more columns if it alone goes up in equal steps, as an x that other programs draw y against. */
function evenColumn(facts: readonly ColumnFacts[], id: number | undefined): number | undefined {
  const [first, ...others] = facts.filter(({ index, column }) => index !== id && column.name !== "");
  if (first === undefined || others.length === 0 || !/^x\d?$/i.test(first.column.name)) return undefined;
  return isEven(first.values) && others.some(changes) && !others.some(({ values }) => isEven(values))
    ? first.index
    : undefined;
}

/** Whether numbers go up in equal steps but for the rounding of their last decimal. */
function isEven(values: Float64Array): boolean {
  const [first = 0, last = 0, n] = [values[0], values.at(-1), values.length - 1];
  const step = (last - first) / n;
  if (n < FEWEST_EVEN || !(step > 0)) return false;
  let digits = 0;
  while (digits < 12 && !values.every((value) => Math.abs(value - Number(value.toFixed(digits))) < 1e-12)) digits++;
  const rounding = Math.min(0.51 * powerOfTen(-digits), step / 4) + 1e-9 * Math.abs(last);
  return values.every((value, i) => Math.abs(value - first - i * step) <= 2 * rounding);
}

/** Whether most rows have another number than the one before. */
const changes = ({ values }: ColumnFacts) => 2 * stepsOf(values).steps >= values.length;

/** A run's number beside nameless columns stays the same for so many rows at least. */
const ROWS_A_RUN = 8;

/** A column that names motions, unless it is different in almost every row; without a name one that counts runs of rows. */
function identityColumn(facts: readonly ColumnFacts[]): number | undefined {
  return named(facts) ?? facts.find(countsRuns)?.index;
}

function countsRuns({ column, values, numbers }: ColumnFacts): boolean {
  if (!/^column \d+$/.test(column.name) || numbers < values.length || values.length === 0) return false;
  const { steps, even, ascending } = stepsOf(values);
  return steps > 0 && steps === ascending && even && ROWS_A_RUN * (steps + 1) <= values.length;
}

function named(facts: readonly ColumnFacts[]): number | undefined {
  return facts.find(({ meaning, values, numbers }) => {
    if (meaning.kind !== "identity") return false;
    const different = new Set(values).size;
    return numbers < 8 || different < numbers / 3;
  })?.index;
}

/** What distinguishes motions in the sampled rows; columns of text are told apart when the whole is read. */
const keysOf = (facts: ColumnFacts | undefined): string[] | undefined =>
  facts?.labels ?? Array.from(facts?.values ?? [], String);

/** Times of the sampled rows and their unit; of counted rows, by the rate. */
function timesOf(
  facts: readonly ColumnFacts[],
  time: number | undefined,
  rate: number | undefined,
): { times: Float64Array; unit: Unit | undefined } {
  if (time !== undefined) return sampledTimes(facts[time] as ColumnFacts, { rate });
  const times = Float64Array.from({ length: facts[0]?.values.length ?? 0 }, (_, i) => i / (rate ?? 1));
  return { times, unit: undefined };
}
