import type { Table } from "../../tables/table.js";
import { isMany } from "../coordinates.js";
import type { ColumnFacts } from "../facts.js";
import { declaredFactor, mayBeCoordinate, rateNameScore, unitsFit } from "../score.js";
import { wholeStep } from "../time.js";
import { Witness } from "../witness.js";

/** The unit of times that no heading tells and the record does. */
export interface Clock {
  readonly column: number;
  readonly unit: "ms" | "us" | "ns";
  readonly note: string;
}

const UNITS = [
  ["ms", 1e3, "milliseconds"],
  ["us", 1e6, "microseconds"],
  ["ns", 1e9, "nanoseconds"],
] as const;
/** Share of a coordinate's changes that its rate explains, and how near its factor is to a power of a thousand. */
const [SHARE, NEAR] = [0.98, 0.03];
/** A gyroscope is read at 5 to 1000 Hz: finer and coarser steps of its times leave their unit open. */
const [FINEST, COARSEST] = [1e-3, 0.2];

/**
 * What whole numbers without a unit count: what makes a velocity column the rate of change of its coordinate (with times in microseconds it is a
 * million times that), and beside a gyroscope alone the unit in which it is read many times a second. Undefined where the record does not say.
 *
 * `alone`: the velocity of a record that has no coordinate.
 */
export function clockOf(
  facts: readonly ColumnFacts[],
  time: number | undefined,
  keys: readonly string[] | undefined,
  alone: ColumnFacts | undefined,
): Clock | undefined {
  const times = time === undefined ? undefined : facts[time];
  const step = times === undefined ? undefined : wholeStep(times);
  if (times === undefined || step === undefined || step < 2) return undefined;
  const { column, index } = times;
  const name = column.name === "" ? "the time" : column.name;
  if (alone !== undefined) {
    const fits = ([, size]: (typeof UNITS)[number]) => step >= FINEST * size && step <= COARSEST * size;
    const unit = alone.meaning.kind === "angular velocity" ? UNITS.find(fits) : undefined;
    if (unit === undefined) return undefined;
    const note = `${name} counts ${unit[2]}: in other units its steps of ${step} would be too long or short for the gyroscope`;
    return { column: index, unit: unit[0], note };
  }
  const witness = new Witness(facts, times.values, keys);
  const many = isMany(facts);
  const numeric = facts.filter((other) => other !== times && other.numbers > other.texts);
  const found: { readonly unit: (typeof UNITS)[number]; readonly q: ColumnFacts; readonly u: ColumnFacts }[] = [];
  for (const q of numeric.filter(mayBeCoordinate))
    for (const u of numeric) {
      const named = q === u ? -1 : rateNameScore(q, u);
      if (named < 0 || (named === 0 && many) || unitsFit(q, u, 1) === false) continue;
      const evidence = witness.rate(q.index, u.index);
      if (evidence?.determined !== true || evidence.share < SHARE) continue;
      const ratio = evidence.factor / (declaredFactor(q, u, undefined) ?? 1);
      const unit = UNITS.find(([, size]) => Math.abs(ratio / size - 1) < NEAR);
      if (unit !== undefined) found.push({ unit, q, u });
      // One that fits in the numbers as they are speaks against all others.
      else if (named > 0 && Math.abs(ratio - 1) < NEAR) return undefined;
    }
  const [first] = found;
  if (first === undefined || found.some(({ unit }) => unit !== first.unit)) return undefined;
  const { unit, q, u } = first;
  return {
    column: index,
    unit: unit[0],
    note: `${name} counts ${unit[2]}, since only then ${u.column.name} is the rate of change of ${q.column.name}`,
  };
}

/** The table with the unit of its times. */
export function withClock(table: Table, { column, unit, note }: Clock): Table {
  return {
    ...table,
    columns: table.columns.map((own, i) => (i === column ? { ...own, unit } : own)),
    notes: [...table.notes, note],
  };
}
