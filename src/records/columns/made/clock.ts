import type { Table } from "../../tables/table.js";
import { isMany } from "../coordinates.js";
import type { ColumnFacts } from "../facts.js";
import { declaredFactor, mayBeCoordinate, rateNameScore, unitsFit } from "../score.js";
import { wholeStep } from "../time.js";
import { Witness } from "../witness.js";

/** The unit of times that no heading tells and the record does. */
export interface Clock {
  readonly column: number;
  readonly unit: "ms" | "us" | "ns" | "0.1 ms";
  readonly note: string;
}

const UNITS = [
  ["ms", 1e3, "milliseconds"],
  ["us", 1e6, "microseconds"],
  ["ns", 1e9, "nanoseconds"],
] as const;
/** Share of a coordinate's changes that its rate explains, and how near its factor is to a power of a thousand. */
const [SHARE, NEAR] = [0.98, 0.03];
/** A gyroscope, or what makes quaternions of one, is read at 5 to 1000 Hz: finer and coarser steps of its times leave their unit open. */
const [FINEST, COARSEST] = [1e-3, 0.2];

/**
 * The clock of Movella's sensors: tenths of milliseconds in files of the MT Manager, microseconds in those of the DOT. A sensor that is read five times a second
 * and more makes fewer steps of the former than this, and one that is read five hundred times and less more of the latter.
 */
const [SENSOR_CLOCK, SLOWEST_TICKS] = ["SampleTimeFine", 2000] as const;

/**
 * What whole numbers without a unit count: what makes a velocity column the rate of change of its coordinate (with times in microseconds it is a
 * million times that), and beside a gyroscope alone the unit in which it is read many times a second. Undefined where the record does not say.
 *
 * `alone`: of a record that has no coordinate, the velocity, or a number of the quaternion that stands for one.
 */
export function clockOf(
  facts: readonly ColumnFacts[],
  time: number | undefined,
  keys: readonly string[] | undefined,
  alone: ColumnFacts | undefined,
): Clock | undefined {
  const times = time === undefined ? undefined : facts[time];
  const step = times === undefined ? undefined : wholeStep(times);
  if (times === undefined) return undefined;
  const { column, index } = times;
  if (column.name === SENSOR_CLOCK && column.unit === "") {
    const ticks = step !== undefined && step < SLOWEST_TICKS;
    const note = `${SENSOR_CLOCK} counts ${ticks ? "tenths of milliseconds" : "microseconds"}, as its steps of ${step} tell`;
    return { column: index, unit: ticks ? "0.1 ms" : "us", note };
  }
  if (step === undefined || step < 2) return undefined;
  const name = column.name === "" ? "the time" : column.name;
  if (alone !== undefined) {
    const fits = ([, size]: (typeof UNITS)[number]) => step >= FINEST * size && step <= COARSEST * size;
    const sensor =
      alone.meaning.kind === "angular velocity" ? "gyroscope" : alone.meaning.kind === "velocity" ? "" : "sensor";
    const unit = sensor === "" ? undefined : UNITS.find(fits);
    if (unit === undefined) return undefined;
    const note = `${name} counts ${unit[2]}: in other units its steps of ${step} would be too long or short for the ${sensor}`;
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
